import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pauseRetired } from '../../apps/api/src/campaign/replan/pause-retired.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { withdrawRetired } from '../../apps/api/src/render/withdraw-retired.ts';
import { globalId } from '../support/global-id.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false });
});
afterEach(() => app.stop());

const PROMPTS = Array.from({ length: 6 }, (_, n) => `A kite climbs over beach number ${n}.`);
const [OLD, NEW] = ['sora-2', 'sora-2-pro'].map((key) => globalId('Model', `default.${key}`));

const dispatch = () => dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
const creates = async () => (await readSandboxLedger(app.sandbox)).creates;
const mutate = (name: string, input: Record<string, unknown>) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return app.client.mutate(
    `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ... on Refusal { code message } } }`,
    input,
  );
};

it('sends nothing to a model from its day on, not even what was taken up before, and gives it back for another model', async () => {
  const { deps } = app.built;
  await deps.db.updateTable('endpoints').set({ in_flight_max: 2 }).where('id', '=', 'default').execute();
  const planned = await planCampaign(app.client, { prompts: PROMPTS });
  await launchCampaign(app.client, planned);
  await claimVariants(deps, 'default');
  expect(await deps.db.selectFrom('renders').where('status', '=', 'intended').select('id').execute()).toHaveLength(2);

  await sql`update models set retires_on = (dailies_now() at time zone 'UTC')::date where id = 'default.sora-2'`.execute(deps.db);
  await dispatch();
  expect(await creates()).toBe(0);

  expect(await pauseRetired(deps)).toBe(1);
  await withdrawRetired(deps);
  const renders = await deps.db.selectFrom('renders').select('status').execute();
  expect(renders).toEqual([{ status: 'cancelled' }, { status: 'cancelled' }]);
  expect(await readCampaign(app.client, planned.id)).toMatchObject({
    status: 'PAUSED',
    counts: { queued: 6, cancelled: 0 },
    cost: { heldMicros: 6 * 400_000, settledMicros: 0 },
  });

  await expect(mutate('resumeCampaign', { campaignId: planned.id })).rejects.toMatchObject({
    code: 'MODEL_RETIRED',
    message: 'Sora 2 retired, and 6 cells wait for it. Plan them again onto another model, then resume.',
  });
  await mutate('replanCampaign', { campaignId: planned.id, models: [{ fromId: OLD, toId: NEW }], idempotencyKey: randomUUID() });
  await mutate('resumeCampaign', { campaignId: planned.id });
  await dispatch();
  expect(await creates()).toBe(2);
  expect(await verifyLedger(deps.db)).toEqual([]);
});
