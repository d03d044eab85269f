import { afterEach, beforeEach, expect, it } from 'vitest';
import { closeEndpoint } from '../../apps/api/src/render/endpoint.store.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { createBehindOurBack, untilFinished } from '../support/foreign-video.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const TIMING = { clockSkewMs: 1_000, sendTimeoutMs: 2_000 };
const GUARD_MS = TIMING.clockSkewMs + TIMING.sendTimeoutMs + 1_100;
const PROMPT = 'A paper boat drifts down a canal.';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false, timing: TIMING });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterEach(() => app.stop());

const deps = () => app.built.deps;

async function launch(prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(app.client, { prompts });
  await launchCampaign(app.client, planned);
  return planned.id;
}

interface Trouble {
  holdups: { waiting: number; because: string; nextStep: string; needsPerson: boolean; endpoint: { name: string } }[];
  paidTwice: { count: number; lossMicros: number } | null;
}

async function readTrouble(id: string): Promise<Trouble> {
  const query = `query ($id: ID!) { campaign(id: $id) {
    holdups { waiting because nextStep needsPerson endpoint { name } } paidTwice { count lossMicros } } }`;
  return (await app.client.request<{ campaign: Trouble }>(query, { id })).campaign;
}

it('a campaign says why its cells are not sent while its endpoint is paused, and nothing once it is open or nothing waits', async () => {
  const id = await launch([PROMPT, 'A kite.']);
  expect((await readTrouble(id)).holdups).toEqual([]);
  await closeEndpoint(deps().db, 'default', 'HTTP 402: the account has no credit');
  expect((await readTrouble(id)).holdups).toEqual([
    {
      waiting: 2,
      because: expect.stringContaining('out of money'),
      nextStep: expect.stringContaining('Top it up'),
      needsPerson: true,
      endpoint: { name: expect.any(String) },
    },
  ]);
  await deps().db.updateTable('campaigns').set({ status: 'paused' }).execute();
  expect((await readTrouble(id)).holdups).toEqual([]);
  await deps().db.updateTable('campaigns').set({ status: 'running' }).execute();
  await deps().db.updateTable('endpoints').set({ status: 'active', paused_because: null }).execute();
  await dispatchEndpoint(deps(), 'default', signal);
  await closeEndpoint(deps().db, 'default', 'HTTP 402: the account has no credit');
  expect((await readTrouble(id)).holdups).toEqual([]);
});

it('a campaign says what it paid for a second video of its own request', async () => {
  const id = await launch([PROMPT]);
  await dispatchEndpoint(deps(), 'default', signal);
  expect((await readTrouble(id)).paidTwice).toBeNull();
  await untilFinished(app, await createBehindOurBack(app, PROMPT));
  await new Promise((resolve) => setTimeout(resolve, GUARD_MS));
  await sweepOrphans(deps(), signal);
  expect((await readTrouble(id)).paidTwice).toEqual({ count: 1, lossMicros: 400_000 });
});

it('an endpoint says that somebody else seems to use its key; deleted videos are listed apart', async () => {
  const KEYS = '{ endpoints { id keyDoubt { disputedRenders unknownVideos } } }';
  const readDoubts = async () =>
    (await app.client.request<{ endpoints: { keyDoubt: object | null }[] }>(KEYS)).endpoints.flatMap(({ keyDoubt }) => keyDoubt ?? []);
  expect(await readDoubts()).toEqual([]);
  await untilFinished(app, await createBehindOurBack(app, 'A video of somebody else.'));
  await new Promise((resolve) => setTimeout(resolve, GUARD_MS));
  await sweepOrphans(deps(), signal);
  expect(await readDoubts()).toEqual([{ disputedRenders: 0, unknownVideos: 1 }]);

  const LISTS =
    '{ open: orphans { totalCount } gone: orphans(onlyDeleted: true) { totalCount } all: orphans(withDeleted: true) { totalCount } }';
  const counts = async () => {
    const lists = await app.client.request<Record<'open' | 'gone' | 'all', { totalCount: number }>>(LISTS);
    return [lists.open.totalCount, lists.gone.totalCount, lists.all.totalCount];
  };
  expect(await counts()).toEqual([1, 0, 1]);
  const { id: userId } = await deps().db.selectFrom('users').select('id').executeTakeFirstOrThrow();
  await deps().db.updateTable('orphans').set({ deleted_at: new Date(), deleted_by: userId }).execute();
  expect(await counts()).toEqual([0, 1, 1]);
  expect(await readDoubts()).toEqual([]);
});
