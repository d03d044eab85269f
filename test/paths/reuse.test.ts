import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { cancelCampaign } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { createCampaign, type CreateCampaignInput } from '../../apps/api/src/campaign/create-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { pauseCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { PlanStale } from '../../apps/api/src/campaign/refusals.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { getLocalActor } from '../../apps/api/src/identity/seed-identity.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { cancelRenders } from '../../apps/api/src/render/cancel-renders.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { serveReuses } from '../../apps/api/src/render/serve-reuses.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

const STANDARD = 'default.sora-2';
const PRICE = 400_000;
const TRAM = 'A tram turns the corner of a wet street.';
const KITE = 'A kite over the beach, seen from below.';

let app: TestApp;
let actor: Actor;
const start = async (worker: boolean) => {
  app = await startApp({ worker });
  actor = await getLocalActor(app.built.deps);
};
afterEach(() => app.stop());

const plan = async (texts: readonly string[], wish: Partial<CreateCampaignInput> = {}): Promise<CampaignRow> => {
  const { deps } = app.built;
  const prompts = texts.map((text) => ({ text }));
  const { id } = await createCampaign(deps, actor, {
    name: 'Reuse',
    modelIds: [STANDARD],
    sizes: ['720x1280'],
    seconds: [4],
    prompts,
    ...wish,
  });
  return planCampaign(deps, actor, { campaignId: id });
};

const launch = async (texts: readonly string[], wish: Partial<CreateCampaignInput> = {}): Promise<CampaignRow> => {
  return launchPlan(await plan(texts, wish));
};

const launchPlan = (planned: CampaignRow): Promise<CampaignRow> =>
  launchCampaign(app.built.deps, actor, { campaignId: planned.id, planHash: planned.plan_hash!, idempotencyKey: randomUUID() });

const read = (campaign: { id: string }) =>
  app.built.deps.db.selectFrom('campaigns').selectAll().where('id', '=', campaign.id).executeTakeFirstOrThrow();
const variants = (campaign: { num: number }) =>
  app.built.deps.db
    .selectFrom('variants')
    .select(['index', 'phase', 'render_id', 'clip_id'])
    .where('campaign_num', '=', campaign.num)
    .orderBy('index')
    .execute();
const renders = () =>
  app.built.deps.db.selectFrom('renders').select(['id', 'campaign_num', 'status', 'leads']).orderBy('created_at').execute();
const claim = () => claimVariants(app.built.deps, 'default');
const serve = () => serveReuses(app.built.deps, new AbortController().signal);

async function waitForCompleted(campaign: CampaignRow): Promise<CampaignRow> {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    const row = await read(campaign);
    if (row.status === 'completed') return row;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not completed: ${JSON.stringify(await variants(campaign))}`);
}

/** Ends an intended render as the provider's refusal would. */
async function failFirst(campaign: CampaignRow): Promise<void> {
  const { deps } = app.built;
  const { id } = await deps.db
    .selectFrom('renders')
    .select('id')
    .where('campaign_num', '=', campaign.num)
    .where('status', '=', 'intended')
    .executeTakeFirstOrThrow();
  const key = { num: campaign.num, id: campaign.id, workspaceId: campaign.workspace_id };
  const changes = [{ renderId: id, failureCode: 'prompt_refused', failureNote: 'no' }];
  await deps.db.transaction().execute((trx) => settleRenders(trx, deps, key, { from: 'intended', to: 'failed', changes }));
}

describe('with a worker', () => {
  beforeEach(() => start(true));

  it('renders the same request once, in one campaign and in the next, and books what it saved', async () => {
    const first = await waitForCompleted(await launch([TRAM, KITE, TRAM]));
    const cells = await variants(first);
    expect(cells.map((cell) => cell.phase)).toEqual(['ready', 'ready', 'ready']);
    expect(cells[2]!.clip_id).toBe(cells[0]!.clip_id);
    expect(cells[1]!.clip_id).not.toBe(cells[0]!.clip_id);
    expect((await readSandboxLedger(app.sandbox)).billed).toBe(2);

    const replan = await plan([KITE, TRAM]);
    expect(replan.plan).toMatchObject({
      verdicts: { reused: 2 },
      reused: { count: 2, micros: 2 * PRICE },
      lowMicros: 0,
      highMicros: 2 * PRICE,
    });
    const second = await waitForCompleted(await launch([KITE, TRAM]));
    expect((await variants(second)).map((cell) => cell.clip_id)).toEqual([cells[1]!.clip_id, cells[0]!.clip_id]);
    expect((await readSandboxLedger(app.sandbox)).creates).toBe(2);
    expect(await readBalance(app.built.deps.db, second.num)).toMatchObject({ heldMicros: 0, settledMicros: 0 });

    const saved = await app.built.deps.db.selectFrom('reuses').select(['status', 'saved_micros']).execute();
    expect(saved).toEqual(Array.from({ length: 3 }, () => ({ status: 'served', saved_micros: PRICE })));
    const keys = await sql<{ key: string }>`select key from ledger_entries where key like 'release:reuse:%' order by id`.execute(
      app.built.deps.db,
    );
    expect(keys.rows.map((row) => row.key)).toEqual([
      `release:reuse:${first.id}.2`,
      ...[0, 1].map((n) => `release:reuse:${second.id}.${n}`),
    ]);
    expect(await verifyLedger(app.built.deps.db)).toEqual([]);

    const cost = await app.client.request<{ campaign: { cost: { savedMicros: number }; variants: { nodes: object[] } } }>(
      `query ($id: ID!) { campaign(id: $id) { cost { savedMicros }
         variants { nodes { phase render { id } savedMicros reusedFrom { variant { index } } } } } }`,
      { id: Buffer.from(`Campaign:${second.id}`).toString('base64') },
    );
    expect(cost.campaign.cost.savedMicros).toBe(2 * PRICE);
    const third = await plan([KITE, TRAM]);
    const { clip_id: kite } = cells[1]!;
    await app.built.deps.db.updateTable('clips').set({ status: 'rejected' }).where('id', '=', kite!).execute();
    const refusal = await launchPlan(third).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PlanStale);
    expect((refusal as PlanStale).changes).toMatchObject([
      {
        message: '1 cell is not able to share a clip any more',
        count: 1,
        cells: [{ index: 0, label: 'Prompt 1, Sora 2 720x1280, 4 s' }],
      },
    ]);

    expect(cost.campaign.variants.nodes[0]).toMatchObject({
      phase: 'READY',
      render: null,
      savedMicros: PRICE,
      reusedFrom: { variant: { index: 1 } },
    });
  });
});

describe('without a worker', () => {
  beforeEach(() => start(false));

  it('follows a live render of another campaign, claimed by whichever worker', async () => {
    const first = await launch([TRAM]);
    const second = await launch([TRAM, TRAM]);
    await Promise.all([claim(), claim(), claim()]);
    expect(await renders()).toHaveLength(1);
    const { id } = (await renders())[0]!;
    expect(await variants(first)).toMatchObject([{ phase: 'queued', render_id: id }]);
    expect(await variants(second)).toMatchObject([
      { phase: 'queued', render_id: id },
      { phase: 'queued', render_id: id },
    ]);
    await serve();
    expect((await variants(second)).map((cell) => cell.render_id)).toEqual([id, id]);
  });

  it('sends the followers of a failed render back to the queue, where the first of them leads', async () => {
    const first = await launch([TRAM]);
    await claim();
    const second = await launch([TRAM, TRAM]);
    await claim();
    await failFirst(first);
    await serve();
    expect(await variants(second)).toMatchObject([
      { phase: 'queued', render_id: null },
      { phase: 'queued', render_id: null },
    ]);
    await claim();
    const led = (await renders()).filter((one) => one.leads);
    expect(led).toMatchObject([{ campaign_num: second.num, status: 'intended' }]);
    expect((await variants(second)).map((cell) => cell.render_id)).toEqual([led[0]!.id, led[0]!.id]);
  });

  it('does not wait for a render that its paused campaign will not send', async () => {
    const first = await launch([TRAM]);
    await claim();
    const second = await launch([TRAM]);
    await claim();
    await pauseCampaign(app.built.deps, actor, { campaignId: first.id });
    await serve();
    await claim();
    const own = (await renders()).find((one) => one.campaign_num === second.num);
    expect(own).toMatchObject({ status: 'intended', leads: true });
    expect(await variants(second)).toMatchObject([{ phase: 'queued', render_id: own!.id }]);
  });

  it('gives the places that followers leave free to what comes behind them, in the same pass', async () => {
    await app.built.deps.db.updateTable('endpoints').set({ in_flight_max: 2 }).execute();
    await launch([TRAM, TRAM, TRAM, TRAM, KITE]);
    await dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
    expect((await readSandboxLedger(app.sandbox)).creates).toBe(2);
  });

  it('ends what follows with its cancelled campaign, and returns its money', async () => {
    await launch([TRAM]);
    await claim();
    const second = await launch([TRAM]);
    await claim();
    await cancelCampaign(app.built.deps, actor, { campaignId: second.id });
    await cancelRenders(app.built.deps, second.id, new AbortController().signal);
    expect(await variants(second)).toMatchObject([{ phase: 'cancelled', render_id: null }]);
    expect(await readBalance(app.built.deps.db, second.num)).toMatchObject({ heldMicros: 0 });
    await serve();
    expect(await app.built.deps.db.selectFrom('reuses').selectAll().execute()).toEqual([]);
    expect((await variants(second))[0]!.phase).toBe('cancelled');
  });

  it('shares nothing where the brief or the workspace says so, nor between workspaces, sounds, sizes or lengths', async () => {
    const { db } = app.built.deps;
    await launch([TRAM]);
    await launch([TRAM], { reuse: false });
    await launch([TRAM], { audio: true });
    await launch([TRAM], { sizes: ['1280x720'] });
    await launch([TRAM], { seconds: [8] });
    await claim();
    expect(await renders()).toHaveLength(5);
    await db.updateTable('workspaces').set({ reuse_window_hours: 0 }).execute();
    await launch([TRAM]);
    await claim();
    expect(await renders()).toHaveLength(6);
    await db.updateTable('workspaces').set({ reuse_window_hours: 168 }).execute();
    await db.insertInto('workspaces').values({ id: 'wsp_other', name: 'Other', edition: 'enterprise' }).execute();
    actor = { ...actor, workspaceId: 'wsp_other' };
    await launch([TRAM]);
    await claim();
    expect(await renders()).toHaveLength(7);
  });
});
