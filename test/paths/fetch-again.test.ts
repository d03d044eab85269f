import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Deps } from '../../apps/api/src/deps.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import type { OutputOutcome } from '../../apps/api/src/providers/provider.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { hintOperation } from '../../apps/api/src/render/hint-operation.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { storeOutput } from '../../apps/api/src/render/store-output.ts';
import { withProvider } from '../support/crash.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, tellSandbox, type TestApp } from '../support/start-app.ts';

const { signal } = new AbortController();
const PAID = { heldMicros: 0, settledMicros: 400_000 };

let app: TestApp;
let deps: Deps;
let campaignId: string;
let createsBefore: number;
beforeAll(async () => {
  app = await startApp({ worker: false });
  // When a webhook comes is for the test to say.
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
  deps = app.built.deps;
});
afterAll(() => app.stop());

/** A running render of a campaign of one. */
beforeEach(async () => {
  const planned = await planCampaign(app.client, { prompts: ['Steam rises from a kettle by a window.'] });
  campaignId = planned.id;
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(deps, 'default', signal);
  createsBefore = (await readSandboxLedger(app.sandbox)).creates;
  expect((await readRender()).status).toBe('running');
});
afterEach(async () => expect(await verifyLedger(deps.db)).toEqual([]));

const readRender = () =>
  deps.db.selectFrom('renders').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

const creates = async () => (await readSandboxLedger(app.sandbox)).creates - createsBefore;

async function reconcileUntil(status: string, tools: Deps = deps): Promise<void> {
  await expect
    .poll(async () => {
      await sql`update renders set due_at = dailies_now() where status = 'running'`.execute(deps.db);
      await sql`update endpoint_readings set due_at = dailies_now()`.execute(deps.db);
      await reconcileEndpoint(tools, 'default', signal);
      return (await readRender()).status;
    })
    .toBe(status);
}

/** The render outlives its window at a provider that goes on with it. */
async function timeOut(): Promise<void> {
  await sql`update renders set accepted_at = accepted_at - interval '61 minutes' where status = 'running'`.execute(deps.db);
  const pending = { kind: 'pending', phase: 'running', progressPercent: 90 } as const;
  const slow = await withProvider(deps, (provider) => ({
    check: async (id, abort) => {
      const outcome = await provider.check(id, abort);
      return outcome.kind === 'found' ? { kind: 'found', operation: { ...outcome.operation, state: pending } } : outcome;
    },
    list: () => Promise.resolve({ kind: 'unanswered', note: 'away', retryAfterMs: null } as const),
  }));
  await reconcileUntil('expired', slow);
}

/** The finished video can not be fetched until nobody tries any more. */
async function failToFetch(answer: OutputOutcome): Promise<void> {
  await reconcileUntil('succeeded');
  const away = await withProvider(deps, () => ({ openOutput: () => Promise.resolve(answer) }));
  for (let n = 0; n < 8; n += 1) {
    await sql`update renders set changed_at = changed_at - interval '2 hours' where status = 'succeeded'`.execute(deps.db);
    await storeOutput(away, (await readRender()).id, signal).catch(() => undefined);
  }
  expect((await readRender()).status).toBe('failed');
}

const retry = (input: { renderAnew?: boolean } = {}) =>
  app.client.mutate<{ retried: number; fetchedAgain: number }>(
    `mutation ($input: RetryRendersInput!) { retryRenders(input: $input) { ... on RetryRendersSuccess { retried fetchedAgain } ... on Refusal { code message } } }`,
    { campaignId, idempotencyKey: randomUUID(), ...input },
  );

const quota = async () =>
  Number((await sql<{ n: string }>`select coalesce(sum(renders), 0) as n from quota_uses`.execute(deps.db)).rows[0]!.n);

async function readGroup(): Promise<object> {
  const { campaign } = await app.client.request<{ campaign: { failures: object[] } }>(
    `query ($id: ID!) { campaign(id: $id) { failures { code count fetchable retryMicros anewMicros } } }`,
    { id: campaignId },
  );
  return campaign.failures[0]!;
}

const UNREACHABLE = { kind: 'not_ready' } as const;

it.each([
  ['outlived its window', 'render_timeout', timeOut],
  ['could not be fetched', 'output_unreachable', () => failToFetch(UNREACHABLE)],
])('fetches a video that %s and pays nothing again', async (_what, code, end) => {
  await end();
  expect(await readRender()).toMatchObject({ failure_code: code });
  expect(await readGroup()).toEqual({ code, count: 1, fetchable: 1, retryMicros: 0, anewMicros: 400_000 });
  expect(await readCampaign(app.client, campaignId)).toMatchObject({ status: 'COMPLETED', cost: PAID });
  const counted = await quota();

  expect(await retry()).toMatchObject({ retried: 0, fetchedAgain: 1 });
  expect(await readCampaign(app.client, campaignId)).toMatchObject({ status: 'RUNNING', counts: { finalizing: 1 }, cost: PAID });
  expect(await quota()).toBe(counted);
  await expect
    .poll(async () => {
      await storeOutput(deps, (await readRender()).id, signal).catch(() => undefined);
      return (await readRender()).status;
    })
    .toBe('stored');
  expect(await readCampaign(app.client, campaignId)).toMatchObject({ status: 'COMPLETED', counts: { ready: 1 }, cost: PAID });
  expect(await creates()).toBe(0);
});

it('renders anew once the provider says that it does not offer the video any more', async () => {
  await timeOut();
  await retry();
  const gone = await withProvider(deps, () => ({ openOutput: () => Promise.resolve({ kind: 'gone' } as const) }));
  await storeOutput(gone, (await readRender()).id, signal);
  expect(await readRender()).toMatchObject({ status: 'expired', failure_code: 'output_expired' });
  expect(await readGroup()).toMatchObject({ fetchable: 0, retryMicros: 400_000 });
  expect(await retry()).toMatchObject({ retried: 1, fetchedAgain: 0 });
  expect(await readCampaign(app.client, campaignId)).toMatchObject({
    counts: { queued: 1 },
    cost: { heldMicros: 400_000, settledMicros: 400_000 },
  });
});

it('renders anew where a person wants to pay for it', async () => {
  await failToFetch(UNREACHABLE);
  expect(await retry({ renderAnew: true })).toMatchObject({ retried: 1, fetchedAgain: 0 });
  await dispatchEndpoint(deps, 'default', signal);
  expect(await creates()).toBe(1);
});

it('fetches what a webhook calls finished after its render was given up, once', async () => {
  await timeOut();
  const { id, operation_id: operationId } = await readRender();
  const hint = { operationId: operationId!, said: 'completed' } as const;
  await Promise.all([hintOperation(deps, 'default', hint), hintOperation(deps, 'default', hint)]);
  expect(await readRender()).toMatchObject({ id, status: 'succeeded' });
  await expect
    .poll(async () => {
      await storeOutput(deps, id, signal).catch(() => undefined);
      return (await readRender()).status;
    })
    .toBe('stored');
  expect(await readCampaign(app.client, campaignId)).toMatchObject({ status: 'COMPLETED', counts: { ready: 1 }, cost: PAID });
});

it('leaves a cell alone that renders anew, whatever a webhook says of its old video', async () => {
  await timeOut();
  const { operation_id: operationId } = await readRender();
  await retry({ renderAnew: true });
  await hintOperation(deps, 'default', { operationId: operationId!, said: 'completed' });
  expect(await readCampaign(app.client, campaignId)).toMatchObject({ counts: { queued: 1, finalizing: 0 } });
});
