import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { adjustLedger } from '../../apps/api/src/campaign/adjust-ledger.ts';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { finishCampaignIfDone } from '../../apps/api/src/campaign/finish-campaign.ts';
import { resumeCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { retryRenders } from '../../apps/api/src/render/retry-renders.ts';
import { coverOverrun } from '../../apps/api/src/campaign/cover-overrun.ts';
import type { Trx } from '../../apps/api/src/db/database.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { bookAdjustment } from '../../apps/api/src/ledger/book-adjustment.ts';
import { bookLoss } from '../../apps/api/src/ledger/book-loss.ts';
import type { BudgetState } from '../../apps/api/src/ledger/budget.rules.ts';
import { listBudgets, readSettled } from '../../apps/api/src/ledger/budget.store.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { BudgetExceeded } from '../../apps/api/src/ledger/refusals.ts';
import { removeBudget, setBudget, type SetBudgetInput } from '../../apps/api/src/ledger/set-budget.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { eachLimit } from '../../apps/api/src/lib/each-limit.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import { keepOrphan, settleOrphan } from '../../apps/api/src/render/keep-orphan.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import { type CampaignStage, launchPlanned, startCampaignStage } from '../support/make-campaign.ts';
import { refusalOf } from '../support/refusal-of.ts';

/** Of the stage: as many launches as this are really at once, and more would only wait for a connection. */
const CONNECTIONS = 10;
const noop = () => undefined;
/** What one cell of the stage costs. */
const PRICE = 400_000;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterEach(async () => {
  await stage.deps.db.deleteFrom('budgets').execute();
});
afterAll(async () => {
  expect(await verifyLedger(stage.deps.db)).toEqual([]);
  await stage.stop();
});

const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));
const set = (wish: Partial<SetBudgetInput> = {}) =>
  setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: 50 * PRICE, ...wish });
/** A budget with room for just so many cells beside what its scope has committed already. */
async function room(cells: number, wish: Partial<SetBudgetInput> = {}): Promise<BudgetState> {
  const { committedMicros } = await set(wish);
  return set({ ...wish, limitMicros: committedMicros + cells * PRICE });
}
const launch = (planned: CampaignRow) => launchPlanned(stage.deps, stage.actor, planned);
const retry = (campaign: CampaignRow) => retryRenders(stage.deps, stage.actor, { campaignId: campaign.id, idempotencyKey: randomUUID() });
const finish = (campaign: CampaignRow) => stage.deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, keyOf(campaign)));
const balance = (campaign: CampaignRow) => readBalance(stage.deps.db, campaign.num);
const stateOf = async (id: string) => (await listBudgets(stage.deps.db, stage.actor.workspaceId, [id]))[0]!;

describe('two hundred launches at once on a budget for fifty renders', () => {
  /** What all campaigns held and had settled together at the end of each transaction that booked something. */
  async function watchCommits(): Promise<{ readHighest(): Promise<{ commits: number; highest: number }>; stop(): Promise<void> }> {
    const { db } = stage.deps;
    await sql`create table watched (committed bigint not null)`.execute(db);
    await sql`
      create function watch_commit() returns trigger language plpgsql as $$
        begin
          insert into watched select sum(held_micros + settled_micros) from ledger_entries;
          return null;
        end
      $$`.execute(db);
    await sql`
      create constraint trigger watch_commits after insert on ledger_entries deferrable initially deferred
        for each row execute function watch_commit()`.execute(db);
    return {
      readHighest: async () => {
        const { rows } = await sql<{ commits: number; highest: number }>`
          select count(*)::int as commits, max(committed)::bigint as highest from watched`.execute(db);
        return rows[0]!;
      },
      stop: async () => {
        await sql`drop trigger watch_commits on ledger_entries`.execute(db);
        await sql`drop function watch_commit`.execute(db);
        await sql`drop table watched`.execute(db);
      },
    };
  }

  test('admit exactly fifty, and no commit shows more than the budget', async () => {
    const before = await sql<{
      sum: number;
    }>`select coalesce(sum(held_micros + settled_micros), 0)::bigint as sum from ledger_entries`.execute(stage.deps.db);
    expect(before.rows[0]!.sum).toBe(0);
    const budget = await set();
    const planned: CampaignRow[] = [];
    for (let n = 0; n < 20; n += 1) planned.push(...(await Promise.all(Array.from({ length: 10 }, () => stage.plan()))));
    const watch = await watchCommits();
    const refused: unknown[] = [];
    await eachLimit(planned, CONNECTIONS, (one) => launch(one).then(noop, (reason: unknown) => void refused.push(reason)));
    expect(planned.length - refused.length).toBe(50);
    for (const reason of refused) expect(reason).toBeInstanceOf(BudgetExceeded);
    expect(await watch.readHighest()).toEqual({ commits: 50, highest: 50 * PRICE });
    await watch.stop();
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: 50 * PRICE });
    const running = await stage.deps.db.selectFrom('campaigns').select('id').where('status', '=', 'running').execute();
    expect(running).toHaveLength(50);
  });
});

describe('a budget', () => {
  test('is one for each scope, owner and period; setting it again changes it', async () => {
    const first = await set({ limitMicros: 5, thresholds: [90, 10, 90] });
    expect(first).toMatchObject({ scope: 'workspace', period: 'day', limitMicros: 5, thresholds: [10, 90] });
    expect(await set({ limitMicros: 7 })).toMatchObject({ id: first.id, limitMicros: 7, thresholds: [50, 80, 100] });
    const month = await set({ period: 'month' });
    const own = await set({ scope: 'user', userId: stage.actor.userId });
    const campaign = await stage.create();
    const total = await set({ scope: 'campaign', campaignId: campaign.id, period: 'total' });
    const ids = (await listBudgets(stage.deps.db, stage.actor.workspaceId)).map(({ id }) => id);
    expect(ids).toEqual([first.id, month.id, own.id, total.id]);
    expect(total).toMatchObject({ resetsAt: null, committedMicros: 0 });
    const now = new Date();
    expect(first.resetsAt).toEqual(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)));
    expect(month.resetsAt).toEqual(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)));
    await removeBudget(stage.deps, stage.actor, { budgetId: month.id });
    await refusalOf(removeBudget(stage.deps, stage.actor, { budgetId: month.id }), NotFound);
  });

  test('is set by an administrator, of this workspace, in sound numbers', async () => {
    await refusalOf(
      setBudget(stage.deps, { ...stage.actor, role: 'producer' }, { scope: 'workspace', period: 'day', limitMicros: 1 }),
      NotAllowed,
    );
    await refusalOf(set({ period: 'total' }), InputInvalid);
    await refusalOf(set({ limitMicros: -1 }), InputInvalid);
    await refusalOf(set({ thresholds: [0] }), InputInvalid);
    await refusalOf(set({ scope: 'user' }), InputInvalid);
    await refusalOf(set({ scope: 'user', userId: 'usr_nobody' }), NotFound);
    const campaign = await stage.create();
    await refusalOf(
      setBudget(stage.deps, stage.stranger, { scope: 'campaign', period: 'day', limitMicros: 1, campaignId: campaign.id }),
      NotFound,
    );
    const budget = await set();
    await refusalOf(removeBudget(stage.deps, stage.stranger, { budgetId: budget.id }), NotFound);
    expect(await listBudgets(stage.deps.db, stage.stranger.workspaceId)).toEqual([]);
  });

  test('without room refuses a launch, says all about it, and leaves nothing behind', async () => {
    const planned = await stage.plan({ prompts: prompts(3) });
    const budget = await room(2);
    const refusal = await refusalOf(launch(planned), BudgetExceeded);
    expect(refusal).toMatchObject({ wantedMicros: 3 * PRICE, budget: { id: budget.id, limitMicros: budget.limitMicros } });
    expect(refusal.message).toContain('This needs $1.20 more, and the workspace’s budget of the day has $0.80 left');
    expect(refusal.message).toMatch(/begins anew at 20\d\d-\d\d-\d\d 00:00 UTC/);
    expect(await stage.read(planned)).toMatchObject({ status: 'planned' });
    expect(await balance(planned)).toEqual({ heldMicros: 0, settledMicros: 0, spareMicros: 0 });
    await room(3);
    expect(await launch(planned)).toMatchObject({ status: 'running' });
  });

  test('counts for its person, its campaign and its period only; the one with least room is named', async () => {
    const [first, second] = [await stage.plan({ prompts: prompts(2) }), await stage.plan({ prompts: prompts(2) })];
    await room(100);
    await room(3, { scope: 'user', userId: stage.actor.userId });
    const narrow = await set({ scope: 'campaign', campaignId: first.id, period: 'total', limitMicros: PRICE / 2 });
    expect((await refusalOf(launch(first), BudgetExceeded)).budget.id).toBe(narrow.id);
    await launch(second);
    expect((await refusalOf(launch(first), BudgetExceeded)).budget.id).toBe(narrow.id);
    await removeBudget(stage.deps, stage.actor, { budgetId: narrow.id });
    expect((await refusalOf(launch(first), BudgetExceeded)).budget.scope).toBe('user');
    await stage.deps.db.updateTable('admissions').set({ day: '2025-01-31' }).execute();
    expect(await launch(first)).toMatchObject({ status: 'running' });
  });

  test('gets back what was cancelled, and what a completed campaign did not need', async () => {
    const budget = await room(6);
    const [cancelled, completed] = [
      await launch(await stage.plan({ prompts: prompts(3) })),
      await launch(await stage.plan({ prompts: prompts(3) })),
    ];
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.limitMicros });
    await cancelCampaign(stage.deps, stage.actor, { campaignId: cancelled.id });
    await cancelUnclaimedVariants(stage.deps, cancelled.id, new AbortController().signal);
    await stage.endVariants(completed, [0], 'ready');
    await stage.endVariants(completed, [1, 2], { failureCode: 'provider_error' });
    await finish(completed);
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.limitMicros - 5 * PRICE });
    expect(await balance(completed)).toEqual({ heldMicros: 0, settledMicros: PRICE, spareMicros: 0 });
    expect(await balance(cancelled)).toEqual({ heldMicros: 0, settledMicros: 0, spareMicros: 0 });
  });

  test('gets its reserve back although somebody corrected what was spent, and keeps counting the correction', async () => {
    const running = await stage.launch({ prompts: prompts(2) });
    const mine = await set({ scope: 'user', period: 'day', userId: stage.actor.userId });
    const all = await set();
    const about = { workspaceId: stage.actor.workspaceId, campaignNum: running.num, userId: null };
    await stage.deps.db
      .transaction()
      .execute((trx) => bookAdjustment(trx, { ...about, reason: randomUUID(), micros: PRICE, note: 'Their invoice was higher' }));
    await stage.endVariants(running, [0, 1], { failureCode: 'provider_error' });
    await finish(running);
    expect(await stateOf(mine.id)).toMatchObject({ committedMicros: mine.committedMicros - 2 * PRICE });
    expect(await stateOf(all.id)).toMatchObject({ committedMicros: all.committedMicros - PRICE });
  });

  test('is not asked for a retry while the campaign has enough to spare, and is asked for the rest', async () => {
    const running = await stage.launch({ prompts: prompts(3) });
    const budget = await room(0);
    await stage.endVariants(running, [0, 1], { failureCode: 'provider_error' });
    expect(await balance(running)).toMatchObject({ heldMicros: 3 * PRICE, spareMicros: 2 * PRICE });
    expect((await retry(running)).retried).toBe(2);
    expect(await balance(running)).toMatchObject({ heldMicros: 3 * PRICE, spareMicros: 0 });
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.committedMicros });

    await stage.endVariants(running, [0], { failureCode: 'provider_error' });
    await stage.endVariants(running, [1, 2], 'ready');
    await finish(running);
    await room(0);
    expect(await refusalOf(retry(running), BudgetExceeded).then(({ wantedMicros }) => wantedMicros)).toBe(PRICE);
    await room(1);
    expect((await retry(running)).campaign.status).toBe('running');
  });

  test('says what of it was spent: a campaign spends first what it was given first', async () => {
    const running = await stage.launch({ prompts: prompts(2) });
    await stage.endVariants(running, [0], 'ready');
    await stage.endVariants(running, [1], { failureCode: 'provider_error' });
    await finish(running);
    await stage.deps.db.updateTable('admissions').set({ day: '2025-01-31' }).where('campaign_num', '=', running.num).execute();
    await retry(running);
    const today = await set({ scope: 'campaign', campaignId: running.id });
    const total = await set({ scope: 'campaign', campaignId: running.id, period: 'total' });
    const settled = () => readSettled(stage.deps.db, stage.actor.workspaceId);
    expect([today.committedMicros, total.committedMicros]).toEqual([PRICE, 2 * PRICE]);
    expect([(await settled()).get(today.id), (await settled()).get(total.id)]).toEqual([0, PRICE]);
    await stage.endVariants(running, [1], 'ready');
    expect([(await settled()).get(today.id), (await settled()).get(total.id)]).toEqual([PRICE, 2 * PRICE]);
  });
});

describe('thresholds', () => {
  const told = async (budget: BudgetState) => {
    const rows = await stage.deps.db
      .selectFrom('events')
      .select('facts')
      .where('kind', '=', 'budget.threshold')
      .where('subject', '=', budget.id)
      .execute();
    return rows.map(({ facts }) => (facts as { percent: number }).percent).sort((a, b) => a - b);
  };

  test('are told once a period, however many reach them at once', async () => {
    await stage.deps.db.updateTable('admissions').set({ day: '2025-01-31' }).execute();
    const budget = await set({ limitMicros: 10 * PRICE });
    const planned: CampaignRow[] = [];
    for (let n = 0; n < 10; n += 1) planned.push(await stage.plan());
    await Promise.all(planned.slice(0, 4).map(launch));
    expect(await told(budget)).toEqual([]);
    await Promise.all(planned.slice(4).map(launch));
    expect(await told(budget)).toEqual([50, 80, 100]);
    await set({ limitMicros: 5 * PRICE });
    expect(await told(budget)).toEqual([50, 80, 100]);
    await stage.deps.db.updateTable('budget_alerts').set({ starts_on: '2025-01-31' }).execute();
    await set({ limitMicros: 20 * PRICE });
    expect(await told(budget)).toEqual([50, 50, 80, 100]);
  });

  test('are told by the second of two bookings that reach them together', async () => {
    const { committedMicros } = await set({ thresholds: [50] });
    const budget = await set({ thresholds: [50], limitMicros: 2 * (committedMicros + 45) });
    const book = (trx: Trx, reason: string) =>
      bookAdjustment(trx, { workspaceId: stage.actor.workspaceId, campaignNum: null, userId: null, reason, micros: 30, note: 'a bill' });
    const { db } = stage.deps;
    let second: Promise<boolean> | undefined;
    await db.transaction().execute(async (trx) => {
      await book(trx, randomUUID());
      second = db.transaction().execute((other) => book(other, randomUUID()));
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    await second;
    expect(await told(budget)).toEqual([50]);
  });

  test('are told of a budget that is added while money is being given, as soon as that is given', async () => {
    const { db } = stage.deps;
    let added: Promise<BudgetState> | undefined;
    await db.transaction().execute(async (trx) => {
      const about = { workspaceId: stage.actor.workspaceId, campaignNum: null, userId: null };
      await bookAdjustment(trx, { ...about, reason: randomUUID(), micros: 30, note: 'a bill' });
      added = set({ period: 'month', limitMicros: 1, thresholds: [50] });
      await new Promise((resolve) => setTimeout(resolve, 200));
    });
    expect(await told(await added!)).toEqual([50]);
  });
});

describe('beyond the reserve', () => {
  /** The provider bills another price than the plan's. */
  async function bill(campaign: CampaignRow, index: number, costMicros: number): Promise<void> {
    const { db } = stage.deps;
    await stage.endVariants(campaign, [index], 'rendering');
    const render = await db
      .selectFrom('renders')
      .select('id')
      .where('campaign_num', '=', campaign.num)
      .where('variant_index', '=', index)
      .executeTakeFirstOrThrow();
    const settlement = { from: 'running', to: 'succeeded', changes: [{ renderId: render.id, costMicros }] } as const;
    await db.transaction().execute((trx) => settleRenders(trx, stage.deps, keyOf(campaign), settlement));
  }

  test('a cheaper render leaves its rest to spare, and a dearer one takes it', async () => {
    const running = await stage.launch({ prompts: prompts(3) });
    await bill(running, 0, PRICE - 100_000);
    expect(await balance(running)).toMatchObject({ heldMicros: 900_000, spareMicros: 100_000, settledMicros: 300_000 });
    await bill(running, 1, PRICE + 100_000);
    expect(await balance(running)).toMatchObject({ heldMicros: PRICE, spareMicros: 0, settledMicros: 800_000 });
    expect(await stage.read(running)).toMatchObject({ status: 'running', paused_because: null });
  });

  test('a campaign pauses with words, its budgets count it, and resuming asks them for what the rest is likely to cost', async () => {
    const running = await stage.launch({ prompts: prompts(5) });
    const budget = await room(0);
    await bill(running, 0, PRICE * 1.5);
    const paused = await stage.read(running);
    expect(paused.status).toBe('paused');
    expect(paused.paused_because).toContain('The provider billed $0.20 more than was reserved.');
    expect(await balance(running)).toEqual({ heldMicros: 4 * PRICE, settledMicros: PRICE * 1.5, spareMicros: 0 });
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.committedMicros + PRICE / 2 });

    const resume = () => resumeCampaign(stage.deps, stage.actor, { campaignId: running.id });
    const refusal = await refusalOf(resume(), BudgetExceeded);
    expect(refusal.wantedMicros).toBe(4 * PRICE * 0.5);
    await set({ limitMicros: budget.committedMicros + PRICE / 2 + 2 * PRICE });
    expect(await resume()).toMatchObject({ status: 'running', paused_because: null });
    expect(await balance(running)).toEqual({ heldMicros: 6 * PRICE, settledMicros: PRICE * 1.5, spareMicros: 2 * PRICE });
    for (const index of [1, 2, 3, 4]) await bill(running, index, PRICE * 1.5);
    expect(await stage.read(running)).toMatchObject({ status: 'running' });
    expect(await balance(running)).toEqual({ heldMicros: 0, settledMicros: 5 * PRICE * 1.5, spareMicros: 0 });
  });

  test('a retry while it is paused does not answer for what the rest is likely to cost', async () => {
    const running = await stage.launch({ prompts: prompts(5) });
    await stage.endVariants(running, [0], { failureCode: 'provider_error' });
    await room(100);
    await bill(running, 1, PRICE * 3);
    expect(await stage.read(running)).toMatchObject({ status: 'paused' });
    await retry(running);
    await room(1);
    const refusal = await refusalOf(resumeCampaign(stage.deps, stage.actor, { campaignId: running.id }), BudgetExceeded);
    expect(refusal.wantedMicros).toBe(8 * PRICE);
  });

  test('a correction waits for no settlement of its campaign that waits for it', async () => {
    const running = await stage.launch({ prompts: prompts(1) });
    const { db } = stage.deps;
    const adjusting = Promise.withResolvers<void>();
    await db.transaction().execute(async (trx) => {
      await sql`insert into ledger_balances (campaign_num, shard, held_micros, settled_micros)
        select ${running.num}::int, shard, 0, 0 from generate_series(1, 7) shard
        on conflict (campaign_num, shard) do update set held_micros = ledger_balances.held_micros`.execute(trx);
      const input = { campaignId: running.id, micros: 5, reason: 'the invoice says so', idempotencyKey: randomUUID() };
      adjustLedger(stage.deps, stage.actor, input).then(() => adjusting.resolve(), adjusting.reject);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await sql`select num from campaigns where num = ${running.num} for no key update`.execute(trx);
    });
    await adjusting.promise;
    expect(await balance(running)).toMatchObject({ settledMicros: 5 });
  });

  test('a loss of a campaign pauses it, and a loss of none is counted by the workspace, each once', async () => {
    const running = await stage.launch({ prompts: prompts(2) });
    const budget = await room(100);
    const lose = (campaignNum: number | null, reason: string) =>
      stage.deps.db.transaction().execute(async (trx) => {
        const loss = { workspaceId: stage.actor.workspaceId, campaignNum, reason, micros: PRICE, note: 'nobody wanted it' };
        const isNew = await bookLoss(trx, loss);
        if (campaignNum !== null) await coverOverrun(trx, keyOf(running));
        return isNew;
      });
    expect([await lose(null, 'orphan:default:video_1'), await lose(null, 'orphan:default:video_1')]).toEqual([true, false]);
    expect([await lose(running.num, 'orphan:default:video_2'), await lose(running.num, 'orphan:default:video_2')]).toEqual([true, false]);
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.committedMicros + 2 * PRICE });
    expect(await balance(running)).toEqual({ heldMicros: 2 * PRICE, settledMicros: PRICE, spareMicros: 0 });
    expect(await stage.read(running)).toMatchObject({ status: 'paused' });
    expect(await resumeCampaign(stage.deps, stage.actor, { campaignId: running.id })).toMatchObject({ status: 'running' });
  });

  test('a second video that ends after its campaign is counted by its budgets', async () => {
    const running = await stage.launch({ prompts: prompts(1) });
    const budget = await room(100);
    await stage.endVariants(running, [0], 'ready');
    await finish(running);
    const { id: renderId } = await stage.deps.db
      .selectFrom('renders')
      .select('id')
      .where('campaign_num', '=', running.num)
      .executeTakeFirstOrThrow();
    const operation = {
      id: `video_${randomUUID()}`,
      state: { kind: 'pending', phase: 'running', progressPercent: null },
      model: 'sora-2',
      prompt: 'Scene 0',
      seconds: 4,
      size: '720x1280',
      createdAt: new Date(),
    } as const;
    const known = { renderId, campaign: keyOf(running), priceMicros: PRICE, isPaid: false };
    await keepOrphan(stage.deps, 'default', { operation, as: 'duplicate', known });
    const orphan = await stage.deps.db
      .selectFrom('orphans')
      .select('id')
      .where('operation_id', '=', operation.id)
      .executeTakeFirstOrThrow();
    for (const _twice of [1, 2]) await settleOrphan(stage.deps, orphan.id, 'succeeded');
    expect(await balance(running)).toEqual({ heldMicros: 0, settledMicros: 2 * PRICE, spareMicros: 0 });
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: budget.committedMicros + PRICE });
  });

  test('a campaign over a budget by its losses alone goes on only when there is room', async () => {
    const running = await stage.launch();
    const budget = await room(0);
    await stage.deps.db.transaction().execute(async (trx) => {
      await bookLoss(trx, {
        workspaceId: stage.actor.workspaceId,
        campaignNum: running.num,
        reason: 'orphan:x:y',
        micros: 1,
        note: 'lost',
      });
      await coverOverrun(trx, keyOf(running));
    });
    const resume = () => resumeCampaign(stage.deps, stage.actor, { campaignId: running.id });
    expect((await refusalOf(resume(), BudgetExceeded)).message).toMatch(
      /^More was billed than was reserved, and now the workspace’s budget of the day has \$0\.00 left/,
    );
    await set({ limitMicros: budget.committedMicros + 1 });
    expect(await resume()).toMatchObject({ status: 'running' });
  });
});
