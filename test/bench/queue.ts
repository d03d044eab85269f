import { sql } from 'kysely';
import pg from 'pg';
import type { Db } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { jobs } from '../../apps/api/src/queue/jobs.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import type { JobHandlers } from '../../apps/api/src/queue/queue.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type BenchRow, rowOf } from './bench-row.ts';

const PICK_UPS = 50;
const ROUNDS = 5;
const ENQUEUED = 20_000;
const CLAIMED = 5_000;
const BATCH = 500;
const SAMPLES = 3;
const log = createLog({ level: 'silent', secrets: [] });

/**
 * Background work. Floors: an idle worker that hears NOTIFY of an inserted row and claims it by SKIP LOCKED; one INSERT … SELECT into the
 * queue's own table; a bare loop that claims 500 rows by SKIP LOCKED and completes them.
 */
export async function bench(): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db, url }) => [...(await benchPickUp(url)), await benchEnqueue(db, url), await benchClaim(db)]);
}

async function benchPickUp(url: string): Promise<BenchRow[]> {
  const raw = await openRawWorker(url);
  const ours = await openWorker(url);
  const rawMs: number[] = [];
  const oursMs: number[] = [];
  const ratios: number[] = [];
  await measurePickUps(raw);
  await measurePickUps(ours);
  for (let round = 0; round < ROUNDS; round += 1) {
    const [floor, figure] = [await measurePickUps(raw), await measurePickUps(ours)];
    ratios.push(at(figure, 0.5) / at(floor, 0.5));
    rawMs.push(...floor);
    oursMs.push(...figure);
  }
  await Promise.all([raw.close(), ours.close()]);
  for (const all of [rawMs, oursMs]) all.sort((a, b) => a - b);
  const note = `raw ${at(rawMs, 0.5).toFixed(1)} ms, p95 ${at(rawMs, 0.95).toFixed(1)} ms; ours ${at(oursMs, 0.5).toFixed(1)} ms`;
  const p95 = rowOf('pick-up p95, ms', [at(oursMs, 0.95)], '≤ 60 ms', (ms) => ms <= 60);
  return [
    rowOf('pick-up of a job by an idle worker, p50 ÷ raw LISTEN', ratios, '≤ 2', (ratio) => ratio <= 2, note),
    { ...p95, samples: oursMs.length, min: at(oursMs, 0), max: at(oursMs, 1) },
  ];
}

interface IdleWorker {
  ring(): Promise<unknown>;
  /** Resolves when the worker has the next job. */
  picked(): Promise<void>;
  close(): Promise<void>;
}

/** Rings, waits until the worker has the job, and lets it fall idle again. Milliseconds, sorted. */
async function measurePickUps(worker: IdleWorker): Promise<number[]> {
  const all: number[] = [];
  for (let n = 0; n < PICK_UPS; n += 1) {
    const picked = worker.picked();
    const fromMs = performance.now();
    await worker.ring();
    await picked;
    all.push(performance.now() - fromMs);
    await systemClock.sleep(20 + (n % 7) * 5);
  }
  return all.sort((a, b) => a - b);
}

async function openWorker(url: string): Promise<IdleWorker> {
  const queue = await createPgBossQueue({ connectionString: url, log });
  const worker = await createPgBossQueue({ connectionString: url, log });
  let next = Promise.withResolvers<void>();
  const idle = Object.fromEntries(Object.keys(jobs).map((name) => [name, async () => {}])) as unknown as JobHandlers;
  await worker.work({ ...idle, removeProviderCopy: async () => next.resolve() });
  return {
    ring: () => queue.ring('removeProviderCopy', { renderId: 'rnd_1' }),
    picked: () => (next = Promise.withResolvers<void>()).promise,
    close: async () => void (await Promise.all([queue.stop(1_000), worker.stop(1_000)])),
  };
}

async function openRawWorker(url: string): Promise<IdleWorker> {
  const [producer, worker, listener] = [1, 2, 3].map(() => new pg.Client({ connectionString: url })) as [pg.Client, pg.Client, pg.Client];
  await Promise.all([producer, worker, listener].map((client) => client.connect()));
  await producer.query(`create table raw_jobs (id bigint generated always as identity primary key, state text not null default 'created')`);
  await listener.query('listen raw_jobs');
  const claim = `update raw_jobs set state = 'active' where id = (select id from raw_jobs where state = 'created' for update skip locked limit 1)`;
  let next = Promise.withResolvers<void>();
  listener.on('notification', () => void worker.query(claim).then(() => next.resolve()));
  return {
    ring: () => producer.query(`with added as (insert into raw_jobs default values) select pg_notify('raw_jobs', '')`),
    picked: () => (next = Promise.withResolvers<void>()).promise,
    close: async () => void (await Promise.all([producer, worker, listener].map((client) => client.end()))),
  };
}

async function benchEnqueue(db: Db, url: string): Promise<BenchRow> {
  const queue = await createPgBossQueue({ connectionString: url, log });
  const ratios: number[] = [];
  for (let n = 0; n < SAMPLES; n += 1) {
    const floorMs = await timed(() =>
      sql`insert into pgboss.job (name, data, policy)
        select 'store-output', jsonb_build_object('renderId', 'rnd_' || i), 'standard' from generate_series(1, ${ENQUEUED}::int) i`.execute(
        db,
      ),
    );
    const payloads = Array.from({ length: ENQUEUED }, (_none, i) => ({ renderId: `rnd_${n}_${i}` }));
    const oursMs = await timed(() => db.transaction().execute((trx) => queue.enqueueMany(trx, 'storeOutput', payloads)));
    ratios.push(oursMs / floorMs);
  }
  await queue.stop(1_000);
  return rowOf(
    '20,000 jobs enqueued in one transaction ÷ one INSERT … SELECT',
    ratios,
    '≤ 2 (variants are never enqueued)',
    (ratio) => ratio <= 2,
  );
}

async function benchClaim(db: Db): Promise<BenchRow> {
  await sql`insert into workspaces (id, name, edition) values ('w', 'Bench', 'enterprise')`.execute(db);
  await sql`insert into users (id, name) values ('u', 'Bench')`.execute(db);
  const ratios: number[] = [];
  let perSecond = 0;
  for (let n = 0; n < SAMPLES; n += 1) {
    const floorMs = await timeRawLoop(db);
    const endpointId = `e${n}`;
    await makeQueuedCampaign(db, endpointId, n);
    const deps = { db, clock: systemClock, log } as Deps;
    let claimed = 0;
    const oursMs = await timed(async () => {
      while (claimed < CLAIMED) {
        claimed += await claimVariants(deps, endpointId);
        await sql`update renders set status = 'running', operation_id = id, sent_at = dailies_now(), accepted_at = dailies_now()
          where endpoint_id = ${endpointId} and status = 'intended'`.execute(db);
        await sql`update endpoints set in_flight_max = in_flight_max + ${BATCH} where id = ${endpointId}`.execute(db);
      }
    });
    perSecond = Math.max(perSecond, CLAIMED / (oursMs / 1_000));
    ratios.push(floorMs / oursMs);
  }
  const row = 'variants claimed (intent, fingerprint, tally, event) and moved on, rate ÷ raw SKIP LOCKED loop';
  return rowOf(row, ratios, '≥ 0.6', (ratio) => ratio >= 0.6, `${Math.round(perSecond)} variants/s at best`);
}

async function timeRawLoop(db: Db): Promise<number> {
  await sql`drop table if exists raw_loop`.execute(db);
  await sql`create table raw_loop (id int primary key, state text not null default 'created', attempt int not null default 0, lease_until timestamptz)
    with (fillfactor = 50)`.execute(db);
  await sql`create index raw_loop_due on raw_loop (id) where state = 'created'`.execute(db);
  await sql`insert into raw_loop (id) select generate_series(1, ${CLAIMED}::int)`.execute(db);
  await sql`vacuum analyze raw_loop`.execute(db);
  return timed(async () => {
    for (let done = 0; done < CLAIMED; done += BATCH) {
      const claimed = await sql<{ id: number }>`
        update raw_loop set state = 'active', attempt = attempt + 1, lease_until = now() + interval '1 minute'
        where id in (select id from raw_loop where state = 'created' order by id limit ${BATCH} for update skip locked) returning id`.execute(
        db,
      );
      await sql`update raw_loop set state = 'completed' where id = any(${claimed.rows.map((row) => row.id)}::int[])`.execute(db);
    }
  });
}

/** A running campaign whose variants are all queued, on an endpoint with room for one batch. */
async function makeQueuedCampaign(db: Db, endpointId: string, n: number): Promise<void> {
  await sql`insert into endpoints (id, name, base_url, dialect, secret_name, in_flight_max)
    values (${endpointId}, 'Bench', ${`http://127.0.0.1:${n + 1}/v1`}, 'openai', 'X', ${BATCH})`.execute(db);
  await sql`insert into models (id, endpoint_id, key, name, tier, valid_from, source)
    values (${`m${n}`}, ${endpointId}, 'bench', 'Bench', 'standard', '2026-01-01', 'bench')`.execute(db);
  const made = await sql<{ num: number }>`
    insert into campaigns (id, workspace_id, name, status, brief, plan_hash, variant_count, expanded_count, admitted_count, created_by)
    values (${newId('campaign')}, 'w', 'Bench', 'running', '{"audio": false, "reuse": true}', 'x', ${CLAIMED}, ${CLAIMED}, ${CLAIMED}, 'u') returning num`.execute(
    db,
  );
  const num = made.rows[0]!.num;
  await sql`insert into compiled_prompts (campaign_num, n, prompt_n, row_hash, text, sha256, verdict)
    select ${num}::int, i, i, sha256(i::text::bytea), 'A prompt with the number ' || i, sha256(i::text::bytea), 'ok' from generate_series(0, ${CLAIMED - 1}::int) i`.execute(
    db,
  );
  await sql`insert into offers (campaign_num, n, endpoint_id, model_id, size, seconds, price_micros, column_hash, verdict)
    values (${num}, 0, ${endpointId}, ${`m${n}`}, '720x1280', 4, 400000, '', 'ok')`.execute(db);
  await sql`insert into variants (campaign_num, index, compiled_n, offer_n, phase)
    select ${num}::int, i, i, 0, 'queued' from generate_series(0, ${CLAIMED - 1}::int) i`.execute(db);
  await sql`insert into campaign_tallies (campaign_num, shard, queued) values (${num}, 0, ${CLAIMED})`.execute(db);
  await sql`vacuum analyze variants`.execute(db);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const fromMs = performance.now();
  await work();
  return performance.now() - fromMs;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}
