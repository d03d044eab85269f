import { randomUUID } from 'node:crypto';
import type { CampaignPriority } from '@dailies/schema';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { createCampaign } from '../../apps/api/src/campaign/create-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { setCampaignPriority } from '../../apps/api/src/campaign/set-campaign-priority.ts';
import { getLocalActor } from '../../apps/api/src/identity/seed-identity.ts';
import { insertMember } from '../../apps/api/src/identity/identity.store.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { globalId } from '../support/global-id.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

let app: TestApp;
let us: Actor;
beforeEach(async () => {
  app = await startApp({ worker: false });
  us = await getLocalActor(app.built.deps);
});
afterEach(() => app.stop());

async function launch(actor: Actor, name: string, cells: number, priority: CampaignPriority = 'normal'): Promise<string> {
  const { deps } = app.built;
  const draft = await createCampaign(deps, actor, {
    name,
    modelIds: ['default.sora-2'],
    sizes: ['720x1280'],
    seconds: [4],
    presetIds: [null],
    reuse: false,
    prompts: Array.from({ length: cells }, (_, n) => ({ text: `${name}, scene ${n}.` })),
  });
  await setCampaignPriority(deps, actor, { campaignId: draft.id, priority });
  const { plan_hash } = await planCampaign(deps, actor, { campaignId: draft.id });
  await launchCampaign(deps, actor, { campaignId: draft.id, planHash: plan_hash!, idempotencyKey: randomUUID() });
  return draft.id;
}

async function joinOthers(edition: Actor['edition'] = 'enterprise'): Promise<Actor> {
  const others: Actor = { ...us, userId: 'usr_others', workspaceId: 'wsp_others', name: 'Others', workspaceName: 'Others', edition };
  await app.built.deps.db.transaction().execute((trx) => insertMember(trx, others));
  return others;
}

/** Lets the provider free `places` one after the other; answers who took them, by name. */
async function freePlaces(places: number): Promise<Record<string, number>> {
  const { db } = app.built.deps;
  for (let n = 1; n <= places; n += 1) {
    await db.updateTable('endpoints').set({ in_flight_max: n }).where('id', '=', 'default').execute();
    await claimVariants(app.built.deps, 'default');
  }
  const taken = await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .groupBy('c.name')
    .select(['c.name', sql<number>`count(*)::int`.as('count')])
    .execute();
  return Object.fromEntries(taken.map(({ name, count }) => [name, count]));
}

it('shares between workspaces first, then between their campaigns', async () => {
  const others = await joinOthers();
  for (const name of ['Ours A', 'Ours B', 'Ours C']) await launch(us, name, 20);
  await launch(others, 'Theirs', 20);
  expect(await freePlaces(24)).toEqual({ 'Ours A': 4, 'Ours B': 4, 'Ours C': 4, Theirs: 12 });
});

it('serves a high campaign first and a low one still, and starts a campaign that comes later at once', async () => {
  await launch(us, 'Low', 30, 'low');
  await launch(us, 'High', 30, 'high');
  await launch(us, 'Normal', 30);
  expect(await freePlaces(21)).toEqual({ High: 16, Normal: 4, Low: 1 });

  await launch(us, 'Later', 30, 'high');
  const { High = 0, Later = 0 } = await freePlaces(37);
  expect(Later).toBeGreaterThanOrEqual(6);
  expect(High - 16).toBeGreaterThanOrEqual(6);
});

it('keeps a workspace within the renders in flight of its edition, and gives what it may not use to the others', async () => {
  const others = await joinOthers('free');
  await launch(others, 'Free of charge', 8);
  await launch(us, 'Ours', 20);
  expect(await freePlaces(12)).toEqual({ 'Free of charge': 2, Ours: 10 });
});

it('sends finals before previews where asked, by a limit an administrator sets', async () => {
  const { db } = app.built.deps;
  const preview = await launch(us, 'Preview', 30);
  await db.updateTable('campaigns').set({ purpose: 'preview' }).where('id', '=', preview).execute();
  await launch(us, 'Final', 30);
  const { endpoint } = await app.client.mutate<{ endpoint: { limits: object; waiting: number; use: { heldBackBecause: string | null } } }>(
    `mutation ($input: SetEndpointLimitsInput!) { setEndpointLimits(input: $input) { ... on SetEndpointLimitsSuccess {
      endpoint { limits { inFlight requestsPerMinute requestsPerDay finalsFirst } waiting use { inFlightNow lastMinute today heldBackBecause } } }
      ... on Refusal { code message } } }`,
    { endpointId: globalId('Endpoint', 'default'), finalsFirst: true, requestsPerMinute: 500, requestsPerDay: 1_000 },
  );
  expect(endpoint).toMatchObject({
    limits: { inFlight: 64, requestsPerMinute: 500, requestsPerDay: 1_000, finalsFirst: true },
    waiting: 60,
    use: { inFlightNow: 64, lastMinute: 0, today: 0, heldBackBecause: null },
  });
  expect(await freePlaces(18)).toEqual({ Final: 16, Preview: 2 });
});
