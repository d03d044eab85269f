import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { makeForeignWorkspace } from '../support/foreign-workspace.ts';
import { createBehindOurBack } from '../support/foreign-video.ts';
import { globalId } from '../support/global-id.ts';
import { dispatchThroughTrouble } from '../support/dispatch-through-trouble.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const TIMING = { clockSkewMs: 1_000, sendTimeoutMs: 2_000, quietPeriodMs: 500, submittingStaleMs: 500, reconcileEveryMs: 100 };
/** Of four seconds of a dear model: above the price up to which a doubtful send is made again by itself. */
const MICROS = 1_200_000;

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false, timing: TIMING });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterEach(() => app.stop());

const deps = () => app.built.deps;
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Campaigns whose sends came to nothing, and nobody can tell. Answers their ids. */
async function park(...campaigns: (readonly string[])[]): Promise<string[]> {
  await tellSandbox(app.sandbox, 'faults', { rates: { serverErrorBefore: 1 } });
  const ids: string[] = [];
  for (const prompts of campaigns) {
    const planned = await planCampaign(app.client, { prompts, model: 'sora-2-pro' });
    await launchCampaign(app.client, planned);
    ids.push(planned.id);
  }
  await dispatchThroughTrouble(deps());
  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  return ids;
}

async function parkUnseen(...campaigns: (readonly string[])[]): Promise<string[]> {
  const ids = await park(...campaigns);
  await reconcileEndpoint(deps(), 'default', signal);
  await wait(600);
  await reconcileEndpoint(deps(), 'default', signal);
  return ids;
}

interface Waiting {
  totalCount: number;
  atRiskMicros: number;
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  nodes: { id: string; parked: { cause: string }; variant: { prompt: { text: string }; campaign: { id: string } } }[];
}

async function readWaiting(asked: Record<string, unknown> = {}): Promise<Waiting> {
  const query = `query ($first: Int, $after: String, $causes: [ParkedCause!], $endpointId: ID, $campaignId: ID) {
    parkedRenders(first: $first, after: $after, causes: $causes, endpointId: $endpointId, campaignId: $campaignId) {
      totalCount atRiskMicros pageInfo { hasNextPage endCursor }
      nodes { id parked { cause } variant { prompt { text } campaign { id } } } } }`;
  return (await app.client.request<{ parkedRenders: Waiting }>(query, asked)).parkedRenders;
}

interface Decided {
  decided: { id: string; status: string }[];
  refused: { renderId: string; code: string }[];
}

const decide = (input: Record<string, unknown>) =>
  app.client.mutate<Decided>(
    `mutation ($input: DecideParkedRendersInput!) { decideParkedRenders(input: $input) {
      ... on DecideParkedRendersSuccess { decided { id status } refused { renderId code message } } ... on Refusal { code message } } }`,
    { note: 'Looked in the console.', idempotencyKey: randomUUID(), ...input },
  );

const idsOf = ({ nodes }: Waiting) => nodes.map((node) => node.id);

describe('the list of what waits', () => {
  it('holds the parked renders of every campaign, the oldest first, page by page, with what they may cost twice', async () => {
    const [first, second] = await parkUnseen(['A pier.', 'A dune.'], ['A quay.']);
    const all = await readWaiting();
    expect(all).toMatchObject({ totalCount: 3, atRiskMicros: 3 * MICROS });
    const found = Map.groupBy(all.nodes, ({ variant }) => variant.campaign.id);
    expect([found.get(first!)?.length, found.get(second!)?.length]).toEqual([2, 1]);
    const start = await readWaiting({ first: 2 });
    expect(start.pageInfo.hasNextPage).toBe(true);
    const rest = await readWaiting({ first: 2, after: start.pageInfo.endCursor });
    expect([...idsOf(start), ...idsOf(rest)]).toEqual(idsOf(all));
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });

  it('is filtered by cause, endpoint and campaign', async () => {
    const [first, second] = await park(['A pier.'], ['A quay.']);
    await reconcileEndpoint(deps(), 'default', signal);
    await createBehindOurBack(app, 'A pier.', 'sora-2-pro');
    await createBehindOurBack(app, 'A pier.', 'sora-2-pro');
    await wait(600);
    await reconcileEndpoint(deps(), 'default', signal);
    const campaignsOf = async (asked: object) => (await readWaiting({ ...asked })).nodes.map(({ variant }) => variant.campaign.id);
    expect(await campaignsOf({ causes: ['DISPUTED'] })).toEqual([first]);
    expect(await campaignsOf({ causes: ['UNSEEN'] })).toEqual([second]);
    expect(await campaignsOf({ causes: ['NO_LIST'] })).toEqual([]);
    expect(await campaignsOf({ campaignId: second })).toEqual([second]);
    expect(await campaignsOf({ campaignId: 'nonsense' })).toEqual([]);
    expect(await campaignsOf({ endpointId: globalId('Endpoint', 'default') })).toHaveLength(2);
    expect(await campaignsOf({ endpointId: globalId('Endpoint', 'elsewhere') })).toEqual([]);
  });

  it('knows nothing of another workspace, nor decides there', async () => {
    const { nodes } = await makeForeignWorkspace(deps());
    await deps().db.deleteFrom('clips').execute();
    await deps()
      .db.updateTable('renders')
      .set({
        status: 'parked',
        failure_code: 'submission_unclear',
        operation_id: null,
        ended_at: null,
        cost_micros: null,
        sent_at: new Date(),
        disputed_ids: ['a', 'b'],
      })
      .where('id', '=', nodes.Render)
      .execute();
    expect(await readWaiting()).toMatchObject({ totalCount: 0, atRiskMicros: 0, nodes: [] });
    const theirs = globalId('Render', nodes.Render);
    expect(await decide({ renderIds: [theirs], decision: 'WRITE_OFF' })).toMatchObject({
      decided: [],
      refused: [{ renderId: theirs, code: 'NOT_FOUND' }],
    });
    const { endpoints } = await app.client.request<{ endpoints: { keyDoubt: unknown }[] }>(
      '{ endpoints { keyDoubt { disputedRenders } } }',
    );
    expect(endpoints.map(({ keyDoubt }) => keyDoubt)).toEqual(endpoints.map(() => null));
  });
});

describe('deciding many', () => {
  it('renders all of them again with the money they hold, once for a key', async () => {
    const ids = await parkUnseen(['A pier.', 'A dune.'], ['A quay.']);
    const renderIds = idsOf(await readWaiting());
    const idempotencyKey = randomUUID();
    const answer = await decide({ renderIds, decision: 'RECREATE', idempotencyKey });
    expect(answer.decided.map(({ status }) => status)).toEqual(['LOST', 'LOST', 'LOST']);
    expect(await decide({ renderIds, decision: 'RECREATE', idempotencyKey })).toEqual(answer);
    await dispatchEndpoint(deps(), 'default', signal);
    expect((await readSandboxLedger(app.sandbox)).started).toBe(3);
    expect((await readCampaign(app.client, ids[0]!)).cost).toMatchObject({ heldMicros: 2 * MICROS, settledMicros: 0 });
    expect((await readWaiting()).totalCount).toBe(0);
    expect(await verifyLedger(deps().db)).toEqual([]);
  });

  it('counts as spent what it can, and says of the others why nothing happened to them', async () => {
    const [campaign] = await parkUnseen(['A pier.', 'A dune.']);
    const renderIds = idsOf(await readWaiting());
    await decide({ renderIds: [renderIds[0]!], decision: 'WRITE_OFF' });
    expect(await decide({ renderIds, decision: 'WRITE_OFF' })).toMatchObject({
      decided: [{ id: renderIds[1], status: 'LOST' }],
      refused: [{ renderId: renderIds[0], code: 'RENDER_NOT_PARKED' }],
    });
    expect(await readCampaign(app.client, campaign!)).toMatchObject({ status: 'COMPLETED', cost: { settledMicros: 2 * MICROS } });
    expect(await verifyLedger(deps().db)).toEqual([]);
  });

  it('refuses what no render can be decided by, and decides nothing', async () => {
    await parkUnseen(['A pier.']);
    const renderIds = idsOf(await readWaiting());
    const many = Array.from({ length: 101 }, (_, n) => globalId('Render', `rnd_${n}`));
    const refused: [change: Record<string, unknown>, code: string][] = [
      [{ note: ' ' }, 'INPUT_INVALID'],
      [{ renderIds: [] }, 'INPUT_INVALID'],
      [{ renderIds: many }, 'INPUT_INVALID'],
      [{ decision: 'ADOPT' }, 'INPUT_INVALID'],
      [{ idempotencyKey: ' ' }, 'INPUT_INVALID'],
      [{ renderIds: ['nonsense'] }, 'NOT_FOUND'],
    ];
    for (const [change, code] of refused) {
      await expect(decide({ renderIds, decision: 'WRITE_OFF', ...change })).rejects.toMatchObject({ code });
    }
    expect((await readWaiting()).totalCount).toBe(1);
  });
});

it('shows in the life of a render who decided, what, why, and what was booked', async () => {
  await parkUnseen(['A pier.']);
  const [renderId] = idsOf(await readWaiting());
  await decide({ renderIds: [renderId!], decision: 'WRITE_OFF' });
  const query = `query ($id: ID!) { render(id: $id) { events { kind actor { name } decision note code costMicros } } }`;
  const { render } = await app.client.request<{ render: { events: { kind: string }[] } }>(query, { id: renderId });
  const nothing = { actor: null, decision: null, note: null, costMicros: null };
  expect(render.events.find(({ kind }) => kind === 'render.parked')).toMatchObject({ ...nothing, code: 'submission_unclear' });
  expect(render.events.find(({ kind }) => kind === 'render.decided')).toEqual({
    kind: 'render.decided',
    actor: { name: expect.any(String) },
    decision: 'WRITE_OFF',
    note: 'Looked in the console.',
    code: null,
    costMicros: MICROS,
  });
});
