import { DatabaseError } from 'pg';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { getCampaignKey } from '../../apps/api/src/campaign/campaign.store.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import { withProvider, withTransactions } from '../support/crash.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const { signal } = new AbortController();

let app: TestApp;
let deps: Deps;
const logged: { event?: string; renderId?: string; operationId?: string; status?: string }[] = [];
beforeAll(async () => {
  app = await startApp({ worker: false });
  const { log } = app.built.deps;
  const keep = (fields: object) => void logged.push(fields);
  deps = { ...app.built.deps, log: Object.assign(Object.create(log) as typeof log, { info: keep, warn: keep, error: keep }) };
});
afterAll(() => app.stop());

let campaigns = 0;
beforeEach(async () => {
  logged.length = 0;
  campaigns += 1;
  await launchCampaign(app.client, await planCampaign(app.client, { prompts: [`Take ${campaigns}: a ferry leaves its pier.`] }));
});
afterEach(async () => expect(await verifyLedger(deps.db)).toEqual([]));

const readRender = () =>
  deps.db.selectFrom('renders').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

/** What `meanwhile` does happens between the provider's answer and its commit. Answers the video's id. */
async function dispatchWhile(meanwhile: () => Promise<void>, hooks: Parameters<typeof withTransactions>[1] = {}): Promise<string> {
  let operationId = '';
  const slow = await withProvider(deps, (provider) => ({
    start: async (request, abort) => {
      const outcome = await provider.start(request, abort);
      if (outcome.kind === 'accepted') operationId = outcome.operation.id;
      await meanwhile();
      return outcome;
    },
  }));
  await dispatchEndpoint(withTransactions(slow, hooks), 'default', signal);
  return operationId;
}

/** Another process finds the send stale and reads a list that does not show its video. */
async function takeForDoubtful(ageMinutes: number): Promise<void> {
  await sql`update renders set sent_at = sent_at - make_interval(mins => ${ageMinutes}) where status = 'submitting'`.execute(deps.db);
  const blind = await withProvider(deps, (provider) => ({
    capabilities: { ...provider.capabilities, listEchoesPrompt: false },
    list: () => Promise.resolve({ kind: 'page', operations: [], nextAfter: null, providerNow: null } as const),
  }));
  await reconcileEndpoint(blind, 'default', signal);
}

it.each([
  ['a deadlock', Object.assign(new DatabaseError('deadlock detected', 0, 'error'), { code: '40P01' })],
  ['a restart', new Error('Connection terminated unexpectedly')],
  ['a server that is starting', Object.assign(new DatabaseError('the database system is starting up', 0, 'error'), { code: '57P03' })],
])('offers the answer again after %s, and names its video before', async (_what, trouble) => {
  let isAnswered = false;
  let left = 3;
  const operationId = await dispatchWhile(async () => void (isAnswered = true), {
    before: () => {
      if (!isAnswered || left === 0) return;
      left -= 1;
      throw trouble;
    },
  });
  expect(await readRender()).toMatchObject({ status: 'running', operation_id: operationId });
  expect(logged).toContainEqual(expect.objectContaining({ event: 'render.sent', operationId }));
});

it('takes a commit whose acknowledgement was lost for what it is', async () => {
  let isAnswered = false;
  const operationId = await dispatchWhile(async () => void (isAnswered = true), {
    after: () => {
      if (!isAnswered) return;
      isAnswered = false;
      throw new Error('Connection terminated unexpectedly');
    },
  });
  expect(await readRender()).toMatchObject({ status: 'running', operation_id: operationId });
  expect(logged).not.toContainEqual(expect.objectContaining({ event: 'render.answer_late' }));
});

it('leaves what is no passing trouble to whoever asks', async () => {
  let isAnswered = false;
  const before = () => {
    if (isAnswered) throw new TypeError('a bug');
  };
  await expect(dispatchWhile(async () => void (isAnswered = true), { before })).rejects.toThrow('a bug');
  expect(logged).toContainEqual(expect.objectContaining({ event: 'render.answer_lost', operationId: expect.any(String) as string }));
});

it.each([
  ['ambiguous', 2],
  ['parked', 30],
] as const)('gives a render that is %s by now the video of its own answer', async (status, ageMinutes) => {
  const operationId = await dispatchWhile(async () => {
    await takeForDoubtful(ageMinutes);
    expect((await readRender()).status).toBe(status);
  });
  expect(await readRender()).toMatchObject({ status: 'running', operation_id: operationId, failure_code: null });
});

it('says aloud that a person has decided otherwise meanwhile', async () => {
  const operationId = await dispatchWhile(async () => {
    await takeForDoubtful(30);
    const parked = await readRender();
    const campaign = await getCampaignKey(deps.db, parked.campaign_num);
    const changes = [{ renderId: parked.id, failureCode: 'submission_written_off', costMicros: parked.hold_micros }];
    await deps.db
      .transaction()
      .execute((trx) => settleRenders(trx, deps, campaign, { from: 'parked', to: 'lost', changes, isWrittenOff: true }));
  });
  const { id, status } = await readRender();
  expect(status).toBe('lost');
  expect(logged).toContainEqual(expect.objectContaining({ event: 'render.answer_late', renderId: id, operationId, status: 'lost' }));
});
