import { readToday } from '../../apps/api/src/catalog/read-today.ts';
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { expandCampaignChunk } from '../../apps/api/src/campaign/expand-campaign.ts';
import { finishCampaignIfDone, finishDoneCampaigns } from '../../apps/api/src/campaign/finish-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { moveVariants } from '../../apps/api/src/campaign/move-variants.ts';
import { pauseCampaign, resumeCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { IdempotencyKeyReused, NothingToRender, NotPriced, PlanStale, WrongStatus } from '../../apps/api/src/campaign/refusals.ts';
import { retryRenders } from '../../apps/api/src/render/retry-renders.ts';
import { setVariantsExcluded } from '../../apps/api/src/campaign/set-variants-excluded.ts';
import { sweepCampaigns } from '../../apps/api/src/campaign/sweep-campaigns.ts';
import { updateCampaign } from '../../apps/api/src/campaign/update-campaign.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { NotFound } from '../../apps/api/src/lib/refusal.ts';
import { type CampaignStage, eventKinds, launchPlanned, RETIRED, startCampaignStage } from '../support/make-campaign.ts';
import { refusalOf } from '../support/refusal-of.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(async () => {
  // Some tests here move cells without the renders that would have moved their money.
  expect((await verifyLedger(stage.deps.db)).filter(({ what }) => what !== 'cells')).toEqual([]);
  await stage.stop();
});

const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));
const launch = (campaign: CampaignRow, changed: { planHash?: string; idempotencyKey?: string } = {}) =>
  launchCampaign(stage.deps, stage.actor, {
    campaignId: campaign.id,
    planHash: campaign.plan_hash!,
    idempotencyKey: randomUUID(),
    ...changed,
  });
const balance = (campaign: CampaignRow) => readBalance(stage.deps.db, campaign.num);
const held = async (campaign: CampaignRow) => (await balance(campaign)).heldMicros;

/** Enqueued and not yet fetched, by job. */
async function waitingJobs(): Promise<Record<string, object[]>> {
  const { rows } = await sql<{ name: string; data: object }>`select name, data from pgboss.job where state = 'created'`.execute(
    stage.deps.db,
  );
  return Object.fromEntries([...Map.groupBy(rows, (row) => row.name)].map(([name, some]) => [name, some.map((row) => row.data)]));
}

describe('a launch', () => {
  test('holds the estimate, queues the cells and wakes the endpoint, in one step', async () => {
    const planned = await stage.plan({ prompts: prompts(6), sizes: ['720x1280', '1280x720'] });
    const excluded = await setVariantsExcluded(stage.deps, stage.actor, {
      campaignId: planned.id,
      variantIds: [`${planned.id}.4`],
      excluded: true,
    });
    const running = await launch(excluded);
    expect(running).toMatchObject({ status: 'running', admitted_count: 12 });
    expect(running.launched_at).toBeInstanceOf(Date);
    expect(await stage.counts(running)).toEqual({ queued: 11, excluded: 1 });
    expect(await balance(running)).toEqual({ heldMicros: 11 * 400_000, settledMicros: 0, spareMicros: 0 });
    expect(await eventKinds(stage.deps, running)).toEqual([
      'campaign.created',
      'campaign.planned',
      'variants.expanded',
      'variants.excluded',
      'campaign.launched',
      'variants.queued',
    ]);
    expect((await waitingJobs())['dispatch-endpoint']).toContainEqual({ endpointId: 'default' });
  });

  test('is one launch however often its key is sent, also at once', async () => {
    const planned = await stage.plan({ prompts: prompts(3) });
    const idempotencyKey = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => launch(planned, { idempotencyKey })));
    expect(new Set(answers.map((answer) => `${answer.id} ${answer.status}`))).toEqual(new Set([`${planned.id} running`]));
    expect(await held(planned)).toBe(3 * 400_000);
    expect((await launch(planned, { idempotencyKey })).status).toBe('running');
    expect((await eventKinds(stage.deps, planned)).filter((kind) => kind === 'campaign.launched')).toHaveLength(1);
  });

  test('with a key that was used for another request is refused', async () => {
    const [first, second] = [await stage.plan(), await stage.plan()];
    const idempotencyKey = randomUUID();
    await launch(first, { idempotencyKey });
    await refusalOf(launch(second, { idempotencyKey }), IdempotencyKeyReused);
    expect(await stage.read(second)).toMatchObject({ status: 'planned' });
    await sql`update idempotency_keys set created_at = created_at - interval '25 hours' where key = ${idempotencyKey}`.execute(
      stage.deps.db,
    );
    expect(await launch(second, { idempotencyKey })).toMatchObject({ status: 'running' });
  });

  test('that was refused leaves its key unused', async () => {
    const planned = await stage.plan();
    const idempotencyKey = randomUUID();
    await refusalOf(launch(planned, { idempotencyKey, planHash: 'something else' }), PlanStale);
    expect(await launch(planned, { idempotencyKey })).toMatchObject({ status: 'running' });
  });

  test('by two people at once happens once', async () => {
    const planned = await stage.plan({ prompts: prompts(3) });
    const outcomes = await Promise.allSettled([launch(planned), launch(planned), launch(planned)]);
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of outcomes) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(WrongStatus);
    expect(await held(planned)).toBe(3 * 400_000);
  });

  test('of a draft, by a viewer, or of somebody else is refused', async () => {
    const draft = await stage.create();
    await refusalOf(launch({ ...draft, plan_hash: 'x' }), WrongStatus);
    const planned = await stage.plan();
    const input = { campaignId: planned.id, planHash: planned.plan_hash!, idempotencyKey: 'k' };
    await refusalOf(launchCampaign(stage.deps, { ...stage.actor, role: 'reviewer' }, input), NotAllowed);
    await refusalOf(launchCampaign(stage.deps, stage.stranger, input), NotFound);
  });

  test('with nothing to render, or without a price, is refused', async () => {
    const retired = await stage.plan({ modelIds: [RETIRED] });
    await refusalOf(launch(retired), NothingToRender);
    const unpriced = await stage.addModel('unpriced');
    await refusalOf(launch(await stage.plan({ modelIds: [unpriced] })), NotPriced);
  });
});

describe('a stale plan', () => {
  test('names the prices, models and presets that moved since', async () => {
    const { db } = stage.deps;
    const presetIds = [null, await stage.presetId('wide-shot')];
    const [dearer, retiring] = [await stage.addModel('Dearer', 100_000), await stage.addModel('Retiring', 100_000)];
    const planned = await stage.plan({ prompts: prompts(2), presetIds, modelIds: [dearer, retiring] });
    const today = await readToday(stage.deps.db);
    const price = {
      model_id: dearer,
      size: '720x1280',
      second_micros: 150_000,
      batch_second_micros: null,
      valid_from: today,
      valid_until: null,
    };
    await db.updateTable('prices').set({ valid_until: today }).where('model_id', '=', dearer).execute();
    await db
      .insertInto('prices')
      .values({ ...price, source: 'test', checked_on: today })
      .execute();
    await db.updateTable('models').set({ retires_on: today }).where('id', '=', retiring).execute();
    const slots = JSON.stringify({ camera: 'Wider' });
    await db.insertInto('preset_versions').values({ id: 'prv_test', preset_id: presetIds[1]!, version: 99, slots }).execute();

    const { changes, message } = await refusalOf(launch(planned), PlanStale);
    expect(changes[0]!.cells.map(({ index }) => index)).toEqual([0, 2, 4, 6]);
    expect(changes[2]!.cells.map(({ label }) => label)).toEqual(
      [1, 2].map((n) => expect.stringMatching(new RegExp(`^Prompt ${n}.*Wide shot, Dearer 720x1280, 4 s$`))),
    );
    expect(changes.map((one) => one.message)).toEqual([
      'Dearer 720x1280, 4 s went from $0.40 to $0.60 a clip (4 cells)',
      'Retiring 720x1280, 4 s can no longer be rendered: the model is retired (4 cells)',
      'the preset “Wide shot” changed (4 cells)',
    ]);
    expect(message).toMatch(/Plan again/);
    expect(await held(planned)).toBe(0);

    const again = await planCampaign(stage.deps, stage.actor, { campaignId: planned.id });
    expect((await refusalOf(launch(planned), PlanStale)).changes.map((one) => one.message)).toEqual([
      '4 cells say other words',
      'Dearer 720x1280, 4 s went from $0.40 to $0.60 a clip (4 cells)',
      'Retiring 720x1280, 4 s can no longer be rendered: the model is retired (4 cells)',
    ]);
    const running = await launch(again);
    expect(await held(running)).toBe(4 * 600_000);
    expect(await stage.counts(running)).toEqual({ queued: 4, blocked: 4 });
  });

  test('of older rules for prompts is made again, and one for silence is no plan for sound', async () => {
    const planned = await stage.plan();
    await stage.deps.db
      .updateTable('campaigns')
      .set({ plan: sql<string>`jsonb_set(plan, '{parts,policy}', '"of an older pack"')` })
      .where('num', '=', planned.num)
      .execute();
    expect((await refusalOf(launch(planned), PlanStale)).changes).toEqual([
      { message: 'prompts are judged by newer rules now', count: 1, cells: [] },
    ]);
    const again = await planCampaign(stage.deps, stage.actor, { campaignId: planned.id });
    await updateCampaign(stage.deps, stage.actor, { campaignId: planned.id, audio: true });
    const loud = await planCampaign(stage.deps, stage.actor, { campaignId: planned.id });
    expect((await refusalOf(launch(again), PlanStale)).changes).toMatchObject([{ count: 1 }]);
    expect(await launch(loud)).toMatchObject({ status: 'running' });
  });

  test('that was planned again names what is different now', async () => {
    const first = await stage.plan({ prompts: prompts(2) });
    await updateCampaign(stage.deps, stage.actor, { campaignId: first.id, prompts: prompts(3), sizes: ['1280x720'] });
    const second = await planCampaign(stage.deps, stage.actor, { campaignId: first.id });
    const third = await setVariantsExcluded(stage.deps, stage.actor, {
      campaignId: first.id,
      variantIds: [`${first.id}.0`],
      excluded: true,
    });
    const { changes } = await refusalOf(launch(first), PlanStale);
    expect(changes).toEqual([
      { message: '1 cell is new', count: 1, cells: [{ index: 2, label: expect.stringMatching(/^Prompt 3.*Sora 2 1280x720, 4 s$/) }] },
      {
        message: expect.stringMatching(/1280x720, 4 s is new \(3 cells\)$/),
        count: 3,
        cells: [0, 1, 2].map((index) => ({ index, label: expect.any(String) })),
      },
      { message: expect.stringMatching(/720x1280, 4 s is not rendered any more$/), count: 0, cells: [] },
      { message: '1 cell is excluded now', count: 1, cells: [{ index: 0, label: expect.stringMatching(/^Prompt 1/) }] },
    ]);
    expect((await refusalOf(launch(second), PlanStale)).changes).toMatchObject([
      { message: '1 cell is excluded now', count: 1, cells: [{ index: 0 }] },
    ]);
    expect((await refusalOf(launch({ ...third, plan_hash: 'never seen' }), PlanStale)).changes).toEqual([
      { message: 'the campaign was planned again since you looked at it', count: 3, cells: [] },
    ]);
    const fourth = await setVariantsExcluded(stage.deps, stage.actor, {
      campaignId: first.id,
      variantIds: [`${first.id}.0`],
      excluded: false,
    });
    expect(fourth.plan_hash).toBe(second.plan_hash);
    expect((await refusalOf(launch(third), PlanStale)).changes).toMatchObject([
      { message: '1 cell is not excluded any more', cells: [{ index: 0 }] },
    ]);
    expect(await launch(fourth)).toMatchObject({ status: 'running' });
  });

  test('names the prompts that say other words now', async () => {
    const keyed = (words: readonly string[]) => words.map((text, n) => ({ text, key: `k${n}` }));
    const first = await stage.plan({ prompts: keyed(['A fox', 'A hen', 'A cat']), seconds: [4, 8] });
    await updateCampaign(stage.deps, stage.actor, { campaignId: first.id, prompts: keyed(['A fox', 'A red hen']) });
    await planCampaign(stage.deps, stage.actor, { campaignId: first.id });
    const { changes, message } = await refusalOf(launch(first), PlanStale);
    expect(changes).toMatchObject([
      { message: '2 cells say other words', cells: [{ index: 2, label: expect.stringMatching(/^Prompt 2 \(k1\)/) }] },
      { message: '2 cells are gone', cells: [] },
    ]);
    expect(message).toBe(
      'The plan is out of date: 2 cells say other words; 2 cells are gone. Plan again, look at the new price, then launch.',
    );
  });
});

describe('a large campaign', () => {
  test('launched while it is being written is written and admitted to the end', async () => {
    const planned = await stage.plan({ prompts: prompts(3_500), sizes: ['720x1280', '1280x720'], seconds: [4, 8] });
    expect(planned).toMatchObject({ variant_count: 14_000, expanded_count: 5_000 });
    const running = await launch(planned);
    expect(running).toMatchObject({ status: 'running', admitted_count: 1_000 });
    expect(await stage.counts(running)).toEqual({ queued: 1_000, planned: 4_000 });

    expect(await expandCampaignChunk(stage.deps, running.id)).toBe(true);
    expect(await stage.read(running)).toMatchObject({ expanded_count: 5_000, admitted_count: 5_000 });
    await stage.expand(running);
    expect(await stage.read(running)).toMatchObject({ status: 'running', expanded_count: 14_000, admitted_count: 14_000 });
    expect(await stage.counts(running)).toEqual({ queued: 14_000 });
    expect(await held(running)).toBe(7_000 * 400_000 + 7_000 * 800_000);
    expect(await expandCampaignChunk(stage.deps, running.id)).toBe(false);
  });

  test('cancelled while it is being written ends every cell and releases all that was not sent', async () => {
    const planned = await stage.plan({ prompts: prompts(3_500), sizes: ['720x1280', '1280x720'] });
    const running = await launch(planned);
    await stage.endVariants(running, [0, 1, 2], 'rendering');
    await stage.endVariants(running, [3], 'ready');
    const { campaign, alreadyRunning } = await cancelCampaign(stage.deps, stage.actor, { campaignId: running.id });
    expect(campaign.status).toBe('cancelled');
    expect(alreadyRunning).toEqual({ count: 3, micros: 3 * 400_000 });
    expect((await waitingJobs())['cancel-renders']).toContainEqual({ campaignId: running.id });

    await Promise.all([stage.expand(running), cancelUnclaimedVariants(stage.deps, running.id, new AbortController().signal)]);
    await cancelUnclaimedVariants(stage.deps, running.id, new AbortController().signal);
    expect(await stage.counts(running)).toEqual({ rendering: 3, ready: 1, cancelled: 6_996 });
    expect(await balance(running)).toEqual({ heldMicros: 3 * 400_000, settledMicros: 400_000, spareMicros: 0 });
    const used = await stage.deps.db.selectFrom('quota_uses').select('renders').where('campaign_num', '=', running.num).execute();
    expect(used.reduce((sum, { renders }) => sum + renders, 0)).toBe(4);
  });

  test('that the planner knows nothing of is worked on in time, not row by row against lists', { timeout: 60_000 }, async () => {
    const { db } = stage.deps;
    await sql`analyze`.execute(db);
    const planned = await stage.plan({ prompts: prompts(2_000), sizes: ['720x1280', '1280x720'], seconds: [4, 8, 12, 16, 20] });
    const indexes = Array.from({ length: 5_000 }, (_one, n) => n * 4);
    const variantIds = indexes.map((index) => `${planned.id}.${index}`);
    const took = async (work: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await work();
      return performance.now() - startedAt;
    };
    await stage.expand(planned);
    const times = {
      exclude: await took(() => setVariantsExcluded(stage.deps, stage.actor, { campaignId: planned.id, variantIds, excluded: true })),
      include: await took(() => setVariantsExcluded(stage.deps, stage.actor, { campaignId: planned.id, variantIds, excluded: false })),
      launch: await took(async () => stage.expand(await launch(await stage.read(planned)))),
      fail: await took(() =>
        db.transaction().execute((trx) =>
          moveVariants(
            trx,
            keyOf(planned),
            indexes.map((index) => ({ index, to: 'failed', from: ['queued'], renderId: `rnd_${index}` })),
          ),
        ),
      ),
      retry: await took(() => retryRenders(stage.deps, stage.actor, { campaignId: planned.id, idempotencyKey: randomUUID() })),
      cancel: await took(async () => {
        await cancelCampaign(stage.deps, stage.actor, { campaignId: planned.id });
        await cancelUnclaimedVariants(stage.deps, planned.id, new AbortController().signal);
      }),
    };
    expect(await stage.counts(planned)).toEqual({ cancelled: 20_000 });
    for (const [work, ms] of Object.entries(times)) expect(ms, work).toBeLessThan(8_000);
  });
});

describe('a sweep', () => {
  test('rings again for what was not written or admitted to the end', async () => {
    const planned = await stage.plan({ prompts: prompts(5_100) });
    const running = await launch(await stage.plan({ prompts: prompts(1_100) }));
    await sql`delete from pgboss.job where name = 'expand-campaign'`.execute(stage.deps.db);
    await sweepCampaigns(stage.deps);
    await sweepCampaigns(stage.deps);
    const rung = (await waitingJobs())['expand-campaign'] ?? [];
    for (const { id } of [planned, running]) expect(rung.filter((job) => JSON.stringify(job).includes(id))).toHaveLength(1);
  });

  test('forgets keys after 24 hours, not before', async () => {
    const { db } = stage.deps;
    const [old, fresh] = [randomUUID(), randomUUID()];
    for (const idempotencyKey of [old, fresh]) await launch(await stage.plan(), { idempotencyKey });
    await sql`update idempotency_keys set created_at = created_at - interval '24 hours' where key = ${old}`.execute(db);
    await sweepCampaigns(stage.deps);
    const kept = await db.selectFrom('idempotency_keys').select('key').where('key', 'in', [old, fresh]).execute();
    expect(kept).toEqual([{ key: fresh }]);
  });
});

describe('pause, resume and cancel', () => {
  test('move the status, tell it, and wake the endpoint again', async () => {
    const running = await stage.launch();
    expect(await pauseCampaign(stage.deps, stage.actor, { campaignId: running.id })).toMatchObject({ campaign: { status: 'paused' } });
    await refusalOf(pauseCampaign(stage.deps, stage.actor, { campaignId: running.id }), WrongStatus);
    expect(await resumeCampaign(stage.deps, stage.actor, { campaignId: running.id })).toMatchObject({ status: 'running' });
    expect((await eventKinds(stage.deps, running)).slice(-2)).toEqual(['campaign.paused', 'campaign.resumed']);
  });

  test('a campaign that never ran is cancelled without money', async () => {
    const planned = await stage.plan({ prompts: prompts(3) });
    await cancelCampaign(stage.deps, stage.actor, { campaignId: planned.id });
    await cancelUnclaimedVariants(stage.deps, planned.id, new AbortController().signal);
    expect(await stage.counts(planned)).toEqual({ cancelled: 3 });
    expect(await balance(planned)).toEqual({ heldMicros: 0, settledMicros: 0, spareMicros: 0 });
    await refusalOf(launch(planned), WrongStatus);
  });
});

describe('a retry', () => {
  const retry = (campaign: CampaignRow, input: { failureCodes?: string[]; variantIds?: string[]; idempotencyKey?: string } = {}) =>
    retryRenders(stage.deps, stage.actor, { campaignId: campaign.id, idempotencyKey: randomUUID(), ...input });

  test('of one cause queues those cells, holds their money again and opens the campaign', async () => {
    const running = await stage.launch({ prompts: prompts(5) });
    await stage.endVariants(running, [0, 1], { failureCode: 'render_timeout' });
    await stage.endVariants(running, [2], { failureCode: 'moderation_blocked' });
    await stage.endVariants(running, [3, 4], 'ready');
    await stage.deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, keyOf(running)));
    expect(await stage.read(running)).toMatchObject({ status: 'completed' });
    expect(await balance(running)).toEqual({ heldMicros: 0, settledMicros: 800_000, spareMicros: 0 });

    const idempotencyKey = randomUUID();
    const failureCodes = ['render_timeout'];
    const { campaign, retried } = await retry(running, { failureCodes, idempotencyKey });
    expect(retried).toBe(2);
    expect(campaign).toMatchObject({ status: 'running', completed_at: null });
    expect(await stage.counts(running)).toEqual({ queued: 2, failed: 1, ready: 2 });
    expect(await held(running)).toBe(800_000);
    expect((await eventKinds(stage.deps, running)).slice(-2)).toEqual(['campaign.reopened', 'variants.queued']);
    const rows = await stage.deps.db
      .selectFrom('variants')
      .select(['index', 'render_id', 'attempt'])
      .where('campaign_num', '=', running.num)
      .where('phase', '=', 'queued')
      .execute();
    expect(rows.every((row) => row.render_id === null)).toBe(true);

    expect((await retry(running, { failureCodes, idempotencyKey })).retried).toBe(2);
    await refusalOf(retry(running, { failureCodes: ['moderation_blocked'], idempotencyKey }), IdempotencyKeyReused);
    expect(await held(running)).toBe(800_000);
  });

  test('of single cells takes those; of nothing is refused', async () => {
    const running = await stage.launch({ prompts: prompts(3) });
    await refusalOf(retry(running), NothingToRender);
    await stage.endVariants(running, [0, 1, 2], { failureCode: 'provider_error' });
    expect((await retry(running, { variantIds: [`${running.id}.1`] })).retried).toBe(1);
    await refusalOf(retry(running, { variantIds: [`${running.id}.1`] }), NothingToRender);
    await refusalOf(retry(running, { variantIds: ['cmp_00000000000000000000000000.1'] }), NotFound);
    expect((await retry(running)).retried).toBe(2);
    expect(await held(running)).toBe(3 * 400_000);
  });

  test('pressed by many at once happens once', async () => {
    const running = await stage.launch({ prompts: prompts(4) });
    await stage.endVariants(running, [0, 1, 2, 3], { failureCode: 'provider_error' });
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => retry(running)));
    expect(outcomes.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(await held(running)).toBe(4 * 400_000);
    expect(await stage.counts(running)).toEqual({ queued: 4 });
  });
});

describe('moving variants', () => {
  test('is compare-and-set', async () => {
    const running = await stage.launch({ prompts: prompts(3) });
    const move = (moves: Parameters<typeof moveVariants>[2]) =>
      stage.deps.db.transaction().execute((trx) => moveVariants(trx, keyOf(running), moves));
    expect(await move([{ index: 0, to: 'rendering', from: ['queued'], renderId: 'rnd_a', attempt: 1 }])).toEqual([
      { index: 0, was: 'queued', now: 'rendering' },
    ]);
    expect(await move([{ index: 0, to: 'rendering', from: ['queued'] }])).toEqual([]);
    expect(
      await move([
        { index: 0, to: 'parked', from: ['finalizing', 'rendering'] },
        { index: 2, to: 'queued', renderId: 'rnd_b' },
      ]),
    ).toEqual([
      { index: 0, was: 'rendering', now: 'parked' },
      { index: 2, was: 'queued', now: 'queued' },
    ]);
    const row = await stage.deps.db
      .selectFrom('variants')
      .selectAll()
      .where('campaign_num', '=', running.num)
      .where('index', '=', 0)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ phase: 'parked', render_id: 'rnd_a', attempt: 1, clip_id: null });
    expect(await stage.counts(running)).toEqual({ parked: 1, queued: 2 });
  });

  test('by many at once keeps the tallies equal to the rows', async () => {
    const running = await stage.launch({ prompts: prompts(40) });
    const phases = ['queued', 'rendering', 'finalizing', 'ready', 'failed'] as const;
    const moves = fc.uniqueArray(
      fc.record({ index: fc.nat(39), to: fc.constantFrom(...phases), from: fc.subarray([...phases], { minLength: 1 }) }),
      {
        selector: (move) => move.index,
        minLength: 1,
        maxLength: 20,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 2, maxLength: 8 }), async (batches) => {
        await Promise.all(batches.map((batch) => stage.deps.db.transaction().execute((trx) => moveVariants(trx, keyOf(running), batch))));
        await stage.counts(running);
      }),
      { numRuns: 25 },
    );
  });

  test('ends the campaign when two last variants end at the same moment', async () => {
    for (let round = 0; round < 8; round += 1) {
      const running = await stage.launch({ prompts: prompts(2) });
      const end = (index: number) =>
        stage.deps.db.transaction().execute(async (trx) => {
          await moveVariants(trx, keyOf(running), [{ index, to: 'failed' }]);
          await new Promise((resolve) => setTimeout(resolve, 5));
          return finishCampaignIfDone(trx, keyOf(running));
        });
      expect((await Promise.all([end(0), end(1)])).filter(Boolean)).toHaveLength(1);
      expect(await stage.read(running)).toMatchObject({ status: 'completed' });
    }
  });

  test('a sweep ends what nobody saw ending', async () => {
    const running = await stage.launch({ prompts: prompts(2) });
    await stage.deps.db.transaction().execute((trx) =>
      moveVariants(
        trx,
        keyOf(running),
        [0, 1].map((index) => ({ index, to: 'failed' as const })),
      ),
    );
    expect(await finishDoneCampaigns(stage.deps)).toBeGreaterThanOrEqual(1);
    expect(await stage.read(running)).toMatchObject({ status: 'completed' });
    expect(await launchPlanned(stage.deps, stage.actor, await stage.plan())).toMatchObject({ status: 'running' });
    expect(await finishDoneCampaigns(stage.deps)).toBe(0);
  });
});
