import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getCampaignKey, keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { retryRenders } from '../../apps/api/src/render/retry-renders.ts';
import { getLocalActor } from '../../apps/api/src/identity/seed-identity.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { type DoubtStage, startDoubtStage } from '../support/doubt-stage.ts';
import { createBehindOurBack } from '../support/foreign-video.ts';
import { makeForeignWorkspace } from '../support/foreign-workspace.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, tellSandbox } from '../support/start-app.ts';

const PROMPT = 'A lighthouse in the rain.';
/** Above the price up to which a doubtful send is made again by itself. */
const MICROS = 1_200_000;

let app: DoubtStage;
let campaignId: string;
beforeEach(async () => {
  app = await startDoubtStage();
});
afterEach(() => app.stop());

const renders = () => app.deps.db.selectFrom('renders').select(['status', 'attempt', 'operation_id']).orderBy('attempt').execute();

/** One render of a dear model whose send came to nothing, and nobody can tell. */
async function park(): Promise<void> {
  await tellSandbox(app.sandbox, 'faults', { rates: { serverErrorBefore: 1 } });
  const planned = await planCampaign(app.client, { prompts: [PROMPT], model: 'sora-2-pro' });
  campaignId = planned.id;
  await launchCampaign(app.client, planned);
  await app.dispatch();
  await tellSandbox(app.sandbox, 'faults', { rates: {} });
}

async function parkUnseen(): Promise<void> {
  await park();
  await app.reconcile();
  await app.waitOutQuietPeriod();
  await app.reconcile();
}

const createTwin = (prompt = PROMPT) => createBehindOurBack(app, prompt, 'sora-2-pro');

async function parkDisputed(): Promise<string[]> {
  await park();
  const ids = [await createTwin(), await createTwin()];
  await app.reconcile();
  return ids;
}

const PARKED = `query ($id: ID!) { campaign(id: $id) { variants(first: 5, filter: { phases: [PARKED] }) { edges { node {
  phase render { id parked { sentAt because disputedIds mayCostMicros } } } } } } }`;

interface ParkedRender {
  id: string;
  parked: { sentAt: string; because: string; disputedIds: string[]; mayCostMicros: number };
}

async function readParked(): Promise<ParkedRender[]> {
  const page = await app.client.request<{ campaign: { variants: { edges: { node: { render: ParkedRender } }[] } } }>(PARKED, {
    id: campaignId,
  });
  return page.campaign.variants.edges.map(({ node }) => node.render);
}

const DECIDE = `mutation ($input: DecideParkedRenderInput!) { decideParkedRender(input: $input) {
  ... on DecideParkedRenderSuccess { render { status operationId } } ... on Refusal { code message } } }`;

async function decide(decision: string, more: object = {}, idempotencyKey: string = randomUUID()) {
  const renderId = renderIdOf ?? (await readParked())[0]!.id;
  renderIdOf = renderId;
  return app.client.mutate(DECIDE, { renderId, decision, note: 'Looked in the console.', idempotencyKey, ...more });
}
let renderIdOf: string | null = null;
beforeEach(() => void (renderIdOf = null));

it('shows what a person needs to decide', async () => {
  const ids = await parkDisputed();
  const [render] = await readParked();
  expect(render!.parked).toMatchObject({ mayCostMicros: MICROS, because: expect.stringContaining('several') });
  expect(render!.parked.disputedIds.toSorted()).toEqual(ids.toSorted());
  expect(Date.parse(render!.parked.sentAt)).toBeGreaterThan(Date.now() - 60_000);
});

describe('recreate', () => {
  it('gives the attempt up and begins the next with the same money, once for a key', async () => {
    await parkUnseen();
    const key = randomUUID();
    await decide('RECREATE', {}, key);
    await decide('RECREATE', {}, key);
    await app.endRest();
    await app.dispatch();
    expect(await renders()).toMatchObject([
      { status: 'lost', attempt: 1 },
      { status: 'running', attempt: 2 },
    ]);
    expect((await readSandboxLedger(app.sandbox)).started).toBe(1);
    expect((await readCampaign(app.client, campaignId)).cost).toMatchObject({ heldMicros: MICROS, settledMicros: 0 });
    expect(await verifyLedger(app.deps.db)).toEqual([]);
    await expect(decide('RECREATE')).rejects.toMatchObject({ code: 'RENDER_NOT_PARKED' });
  });

  it('leaves the videos it disputed to the orphan sweep: they are losses of the campaign, not adopted', async () => {
    const ids = await parkDisputed();
    await app.sweep();
    await decide('RECREATE');
    await app.sweepLate();
    const orphans = await app.deps.db.selectFrom('orphans').select(['operation_id', 'kind']).execute();
    expect(orphans.map((row) => row.operation_id).toSorted()).toEqual(ids.toSorted());
    expect(new Set(orphans.map((row) => row.kind))).toEqual(new Set(['duplicate']));
    expect(await renders()).toMatchObject([{ status: 'lost' }]);
  });

  it('is refused in a cancelled campaign', async () => {
    await parkUnseen();
    await app.client.mutate(
      `mutation ($input: CancelCampaignInput!) { cancelCampaign(input: $input) { ... on CancelCampaignSuccess { campaign { id } } ... on Refusal { code message } } }`,
      { campaignId },
    );
    await expect(decide('RECREATE')).rejects.toMatchObject({ code: 'WRONG_STATUS' });
  });
});

describe('write off', () => {
  it('counts the price as spent and ends the variant', async () => {
    await parkUnseen();
    await decide('WRITE_OFF');
    const state = await readCampaign(app.client, campaignId);
    expect(state).toMatchObject({ status: 'COMPLETED', counts: { failed: 1 }, cost: { heldMicros: 0, settledMicros: MICROS } });
    expect(await verifyLedger(app.deps.db)).toEqual([]);
  });

  it('pays nothing more for the late video of a provider that tells its bill', async () => {
    await parkUnseen();
    await decide('WRITE_OFF');
    await createTwin();
    await app.sweep();
    const { db } = app.deps;
    const { id: renderId } = await db.selectFrom('renders').select('id').where('status', '=', 'running').executeTakeFirstOrThrow();
    const campaign = await getCampaignKey(db, 1);
    const changes = [{ renderId, costMicros: MICROS }];
    await db.transaction().execute((trx) => settleRenders(trx, app.deps, campaign, { from: 'running', to: 'succeeded', changes }));
    expect(await readCampaign(app.client, campaignId)).toMatchObject({ status: 'RUNNING', cost: { heldMicros: 0, settledMicros: MICROS } });
    expect(await verifyLedger(db)).toEqual([]);
  });

  it('pays nothing more for the late video of a cell that was retried since: it serves the retry, whose money is free', async () => {
    await parkUnseen();
    await decide('WRITE_OFF');
    const { db } = app.deps;
    const campaign = await db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
    const actor = await getLocalActor(app.deps);
    await retryRenders(app.deps, actor, { campaignId: campaign.id, idempotencyKey: randomUUID() });
    const late = await createTwin();
    await app.sweep();
    expect(await renders()).toMatchObject([{ status: 'lost' }, { status: 'running', attempt: 2, operation_id: late }]);
    expect(await verifyLedger(db)).toEqual([]);
    const [, again] = await db.selectFrom('renders').select('id').orderBy('attempt').execute();
    const changes = [{ renderId: again!.id, costMicros: MICROS }];
    await db.transaction().execute((trx) => settleRenders(trx, app.deps, keyOf(campaign), { from: 'running', to: 'succeeded', changes }));
    expect((await readCampaign(app.client, campaignId)).cost.settledMicros).toBe(MICROS);
    expect(await readBalance(db, campaign.num)).toMatchObject({ heldMicros: MICROS, spareMicros: MICROS });
    expect(await verifyLedger(db)).toEqual([]);
  });

  it('answers for one of the videos that were disputed, and for no second', async () => {
    await parkDisputed();
    await decide('WRITE_OFF');
    await app.sweepLate();
    const orphans = await app.deps.db.selectFrom('orphans').select('price_micros').orderBy('price_micros').execute();
    expect(orphans.map((row) => row.price_micros)).toEqual([0, MICROS]);
  });

  it('pays nothing more when the video turns up after all, and gives it to its variant', async () => {
    await parkUnseen();
    await decide('WRITE_OFF');
    const late = await createTwin();
    await app.sweep();
    expect(await renders()).toMatchObject([{ status: 'lost' }, { status: 'running', attempt: 2, operation_id: late }]);
    expect(await readCampaign(app.client, campaignId)).toMatchObject({
      status: 'RUNNING',
      cost: { heldMicros: 0, settledMicros: MICROS },
    });
    await expect
      .poll(async () => {
        await app.deps.db
          .updateTable('renders')
          .set({ due_at: new Date(0) })
          .where('status', '=', 'running')
          .execute();
        await app.reconcile();
        return (await renders())[1]!.status;
      })
      .toBe('succeeded');
    expect((await readCampaign(app.client, campaignId)).cost).toMatchObject({ heldMicros: 0, settledMicros: MICROS });
    expect(await verifyLedger(app.deps.db)).toEqual([]);
  });
});

describe('adopt', () => {
  it('takes one of the disputed videos; the other is a loss of the campaign', async () => {
    const [mine, other] = await parkDisputed();
    await decide('ADOPT', { operationId: mine });
    expect(await renders()).toEqual([{ status: 'running', attempt: 1, operation_id: mine }]);
    await app.sweepLate();
    expect(await app.deps.db.selectFrom('orphans').select(['operation_id', 'kind']).execute()).toEqual([
      { operation_id: other, kind: 'duplicate' },
    ]);
  });

  it('takes a video that the provider confirms, and no other', async () => {
    await parkUnseen();
    await expect(decide('ADOPT', { operationId: 'video_of_nobody' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(decide('ADOPT')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    const found = await createTwin();
    await decide('ADOPT', { operationId: found });
    expect(await renders()).toEqual([{ status: 'running', attempt: 1, operation_id: found }]);
  });

  it('takes a video whose prompt the provider rewrote once it is disputed', async () => {
    await park();
    const found = await createTwin('A lighthouse, as the provider rewrote it.');
    await app.reconcile();
    await app.waitOutQuietPeriod();
    await app.reconcile();
    await decide('ADOPT', { operationId: found });
    expect(await renders()).toEqual([{ status: 'running', attempt: 1, operation_id: found }]);
  });

  it('takes no video of another request, nor tells whether the provider has one', async () => {
    await parkUnseen();
    const other = await createTwin('A harbour at noon.');
    expect(await refusalOf(other)).toEqual(await refusalOf('video_of_nobody'));
    expect(await renders()).toMatchObject([{ status: 'parked', operation_id: null }]);
  });

  it('takes no video of another workspace, rendered or kept as an orphan, nor tells that there is one', async () => {
    await parkUnseen();
    const theirs = await makeForeignWorkspace(app.deps);
    const [rendered, kept] = [await createTwin(), await createTwin()];
    const { db } = app.deps;
    await db.updateTable('renders').set({ operation_id: rendered }).where('id', '=', theirs.nodes.Render).execute();
    await insertTheirOrphan(kept, theirs.nodes.Workspace);
    const unknown = await refusalOf('video_of_nobody');
    expect(await refusalOf(rendered)).toEqual(unknown);
    expect(await refusalOf(kept)).toEqual(unknown);
    expect(await db.selectFrom('orphans').select('operation_id').execute()).toEqual([{ operation_id: kept }]);
  });
});

async function refusalOf(operationId: string): Promise<{ code: string; message: string }> {
  const { code, message } = await decide('ADOPT', { operationId }).then(
    () => ({ code: 'ADOPTED', message: '' }),
    (error: { code: string; message: string }) => error,
  );
  return { code, message };
}

async function insertTheirOrphan(operationId: string, workspaceId: string): Promise<void> {
  await app.deps.db
    .insertInto('orphans')
    .values({
      id: newId('orphan'),
      endpoint_id: 'default',
      operation_id: operationId,
      kind: 'unknown',
      workspace_id: workspaceId,
      campaign_num: null,
      render_id: null,
      model: 'sora-2-pro',
      prompt: PROMPT,
      seconds: 4,
      size: '720x1280',
      state: 'pending',
      price_micros: MICROS,
      booked_at: null,
      made_at: new Date(),
      deleted_at: null,
      deleted_by: null,
    })
    .execute();
}

it('keeps who decided, what, and why', async () => {
  await parkUnseen();
  await expect(decide('WRITE_OFF', { note: '  ' })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  await decide('WRITE_OFF');
  const decided = await app.deps.db.selectFrom('events').select(['facts', 'actor_id']).where('kind', '=', 'render.decided').execute();
  expect(decided).toMatchObject([
    { actor_id: expect.stringMatching(/^usr_/), facts: { decision: 'write_off', note: 'Looked in the console.' } },
  ]);
});

it('goes on by itself when the video of a parked send turns up', async () => {
  await parkUnseen();
  const late = await createTwin();
  await app.sweep();
  expect(await renders()).toEqual([{ status: 'running', attempt: 1, operation_id: late }]);
});
