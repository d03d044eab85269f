import { sql } from 'kysely';
import type { RenderStatus } from '@dailies/schema';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import type { Queue } from '../../apps/api/src/queue/queue.ts';
import { fenceRender, moveRenders, type RenderChange } from '../../apps/api/src/render/render.store.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import type { Db, Trx } from '../../apps/api/src/db/database.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type BenchRow, rowOf } from './bench-row.ts';

const RENDERS = 5_000;
const BATCH = 500;
const SAMPLES = 3;
const FENCES = 500;
/** A place is counted for every fence, as in life; the key has no limit of requests. */
const CAPS = { places: RENDERS, aMinute: null, inDoubt: null };
const TIMES = { tokenMs: 125_000, sendBudgetMs: 5_000 };
const STEPS: [RenderStatus, RenderStatus][] = [
  ['submitting', 'running'],
  ['running', 'succeeded'],
  ['succeeded', 'stored'],
];

/** Nothing is enqueued here: the floor has no queue either. */
const noQueue = { enqueue: () => Promise.resolve(), enqueueMany: () => Promise.resolve() } as unknown as Queue;

/**
 * A render's life in the database. Floor: the same number of status changes on a narrow table (fillfactor 50, one partial index), batched
 * by unnest. Ours: status, variant phase, tallies, ledger and events of each step in one transaction, in the same batches; and the fence,
 * which is one transaction a render by protocol, against a one-row update in a transaction.
 */
export async function bench(): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db }) => {
    await seed(db);
    const alone: number[] = [];
    const life: number[] = [];
    const moves: number[] = [];
    const fences: number[] = [];
    for (let n = 0; n < SAMPLES; n += 1) {
      const floorMs = await timeFloor(db);
      const plain = await makeCampaign(db);
      const plainIds = await makeRenders(db, plain.num);
      await markSubmitting(db, plain.num);
      const settle = (from: RenderStatus, to: RenderStatus, changes: readonly RenderChange[], trx: Trx) =>
        moveRenders(trx, from, to, changes);
      alone.push((await timeLife(db, plainIds, settle)) / floorMs);

      const campaign = await makeCampaign(db);
      const ids = await makeRenders(db, campaign.num);
      const fenceFloorMs = await timeEach(FENCES, (i) =>
        db.transaction().execute((trx) => sql`update narrow set epoch = epoch + 1 where id = ${i}`.execute(trx)),
      );
      const fenceMs = await timeEach(FENCES, (i) => db.transaction().execute((trx) => fenceRender(trx, ids[i]!, CAPS, TIMES)));
      fences.push(fenceMs / fenceFloorMs);
      await markSubmitting(db, campaign.num);
      const oursMs = await timeLife(db, ids, (from, to, changes, trx) =>
        settleRenders(trx, { queue: noQueue }, campaign, { from, to, changes }),
      );
      life.push(oursMs / floorMs);
      moves.push((RENDERS * STEPS.length) / (oursMs / 1_000));
    }
    return [
      rowOf('a render’s transitions ÷ narrow table', alone, '≤ 1.3', (ratio) => ratio <= 1.3),
      rowOf(
        'a render’s transitions with phase, tallies, money and events ÷ narrow table',
        life,
        '≤ 1.3',
        (ratio) => ratio <= 1.3,
        `${Math.round(Math.max(...moves))} steps/s`,
      ),
      rowOf('the fence ÷ a one-row update in a transaction', fences, '≤ 1.3', (ratio) => ratio <= 1.3),
    ];
  });
}

async function timeFloor(db: Db): Promise<number> {
  await sql`drop table if exists narrow`.execute(db);
  await sql`create table narrow (id int primary key, status text not null, epoch int not null default 0, due_at timestamptz not null default now()) with (fillfactor = 50)`.execute(
    db,
  );
  await sql`create index narrow_due on narrow (due_at) where status in ('submitting', 'running', 'succeeded')`.execute(db);
  await sql`insert into narrow (id, status) select i, 'submitting' from generate_series(0, ${RENDERS - 1}::int) i`.execute(db);
  await sql`vacuum analyze narrow`.execute(db);
  const startedMs = performance.now();
  for (const [from, to] of STEPS) {
    for (const ids of batches(Array.from({ length: RENDERS }, (_, i) => i))) {
      await db
        .transaction()
        .execute((trx) =>
          sql`update narrow set status = ${to} from unnest(${ids}::int[]) m (id) where narrow.id = m.id and status = ${from}`.execute(trx),
        );
    }
  }
  return performance.now() - startedMs;
}

type Settle = (from: RenderStatus, to: RenderStatus, changes: readonly RenderChange[], trx: Trx) => Promise<unknown>;

async function timeLife(db: Db, ids: readonly string[], settle: Settle): Promise<number> {
  await sql`vacuum analyze renders`.execute(db);
  await sql`vacuum analyze variants`.execute(db);
  const startedMs = performance.now();
  for (const [from, to] of STEPS) {
    for (const batch of batches(ids)) {
      const changes = batch.map((renderId) => ({ renderId, ...(to === 'running' ? { operationId: `video_${renderId}` } : {}) }));
      await db.transaction().execute((trx) => settle(from, to, changes, trx));
    }
  }
  return performance.now() - startedMs;
}

async function markSubmitting(db: Db, num: number): Promise<void> {
  await sql`update renders set status = 'submitting', sent_at = dailies_now() where campaign_num = ${num}`.execute(db);
}

async function timeEach(count: number, work: (i: number) => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  for (let i = 0; i < count; i += 1) await work(i);
  return performance.now() - startedMs;
}

function batches<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, n) => items.slice(n * BATCH, (n + 1) * BATCH));
}

async function seed(db: Db): Promise<void> {
  await sql`insert into workspaces (id, name, edition) values ('w', 'Bench', 'enterprise')`.execute(db);
  await sql`insert into users (id, name) values ('u', 'Bench')`.execute(db);
  await sql`insert into endpoints (id, name, base_url, dialect, secret_name, in_flight_max) values ('e', 'Bench', 'http://127.0.0.1:1/v1', 'openai', 'X', 64)`.execute(
    db,
  );
}

async function makeCampaign(db: Db): Promise<{ num: number; id: string; workspaceId: string }> {
  const id = newId('campaign');
  const made = await sql<{ num: number }>`
    insert into campaigns (id, workspace_id, name, status, brief, plan_hash, variant_count, expanded_count, admitted_count, created_by)
    values (${id}, 'w', 'Bench', 'running', '{}', 'x', ${RENDERS + 1}, ${RENDERS + 1}, ${RENDERS + 1}, 'u') returning num`.execute(db);
  return { num: made.rows[0]!.num, id, workspaceId: 'w' };
}

/** One variant more than renders, so that the campaign does not end within the measured time. */
async function makeRenders(db: Db, num: number): Promise<string[]> {
  const ids = Array.from({ length: RENDERS }, () => newId('render'));
  await sql`
    insert into variants (campaign_num, index, compiled_n, offer_n, phase)
    select ${num}::int, i, 0, 0, 'rendering' from generate_series(0, ${RENDERS}::int) i`.execute(db);
  await sql`insert into campaign_tallies (campaign_num, shard, rendering) values (${num}, 0, ${RENDERS + 1})`.execute(db);
  await sql`
    insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, hold_micros)
    select id, ${num}::int, n - 1, 1, 'e', 'intended', sha256(id::bytea), 400000 from unnest(${ids}::text[]) with ordinality as t (id, n)`.execute(
    db,
  );
  return ids;
}
