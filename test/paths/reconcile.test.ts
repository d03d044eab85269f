import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { hintOperation } from '../../apps/api/src/render/hint-operation.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startApp, tellSandbox, type TestApp } from '../support/start-app.ts';

const { signal } = new AbortController();
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ worker: false });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterAll(() => app.stop());

const readRender = () =>
  app.built.deps.db
    .selectFrom('renders')
    .select(['status', 'operation_id', sql<boolean>`due_at <= dailies_now()`.as('is_due')])
    .executeTakeFirstOrThrow();

it('asks by id for what is due while the list is broken, and rests where that is not answered either', async () => {
  const { deps } = app.built;
  const planned = await planCampaign(app.client, { prompts: ['Rain runs down a tram window.'] });
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(deps, 'default', signal);
  const { operation_id: operationId } = await readRender();

  await tellSandbox(app.sandbox, 'faults', { rates: { listError: 1, retrieveError: 1 } });
  await hintOperation(deps, 'default', { operationId: operationId!, said: 'failed' });
  await reconcileEndpoint(deps, 'default', signal);
  expect(await readRender()).toMatchObject({ status: 'running', is_due: false });

  await tellSandbox(app.sandbox, 'faults', { rates: { listError: 1 } });
  await expect
    .poll(async () => {
      await hintOperation(deps, 'default', { operationId: operationId!, said: 'failed' });
      await reconcileEndpoint(deps, 'default', signal);
      return (await readRender()).status;
    })
    .toBe('succeeded');
});

it.each([-600, 600])('finds a lost response at a provider whose clock is wrong by %i seconds', async (clockSkewSeconds) => {
  const { deps } = app.built;
  await deps.db.deleteFrom('renders').execute();
  await tellSandbox(app.sandbox, 'faults', { clockSkewSeconds });
  const planned = await planCampaign(app.client, {
    prompts: [`A lighthouse, seen by a clock ${clockSkewSeconds} s off [[lose-response]]`],
  });
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(deps, 'default', signal);
  expect(await readRender()).toMatchObject({ status: 'ambiguous' });
  await reconcileEndpoint(deps, 'default', signal);
  expect(await readRender()).toMatchObject({ status: 'running' });
});
