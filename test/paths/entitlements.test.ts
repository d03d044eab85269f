import { randomUUID } from 'node:crypto';
import type { Edition } from '@dailies/schema';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { retryRenders } from '../../apps/api/src/render/retry-renders.ts';
import { createGraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { setReuseWindow } from '../../apps/api/src/identity/set-reuse-window.ts';
import { readUsedToday } from '../../apps/api/src/policy/entitlement.store.ts';
import { OverEntitlement, QuotaExceeded } from '../../apps/api/src/policy/refusals.ts';
import { PlanStale } from '../../apps/api/src/campaign/refusals.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { type CampaignStage, launchPlanned, PRO, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.deps.db.deleteFrom('quota_uses').execute();
  await become('free');
});

const become = (edition: Edition) =>
  stage.deps.db.updateTable('workspaces').set({ edition }).where('id', '=', stage.actor.workspaceId).execute();
const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Prompt ${n} ${randomUUID()}` }));
const used = async () => (await readUsedToday(stage.deps.db, stage.actor.workspaceId)).used;
const launch = (campaign: CampaignRow) => launchPlanned(stage.deps, stage.actor, campaign);

describe('an edition', () => {
  it('blocks what it may not render, cell by cell and in words, and prices the rest', async () => {
    const campaign = await stage.plan({ modelIds: [STANDARD, PRO], sizes: ['720x1280'], seconds: [4, 8] });
    expect(campaign.plan).toMatchObject({ verdicts: { ok: 1, over_entitlement: 3 }, estimateMicros: 400_000 });
    const { rows } = await sql<{ note: string; count: number }>`
      select verdict_note as note, count(*)::int as count from offers where campaign_num = ${campaign.num} and verdict = 'over_entitlement'
      group by 1 order by 1`.execute(stage.deps.db);
    expect(rows).toEqual([
      { note: 'Free plan: Standard models only', count: 2 },
      { note: 'Free plan: clips of at most 4 s', count: 1 },
    ]);
  });

  it('refuses a launch of nothing else, with every limit that was met', async () => {
    const campaign = await stage.plan({ modelIds: [PRO], seconds: [8] });
    const refusal = await launch(campaign).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(OverEntitlement);
    expect(refusal).toMatchObject({ code: 'OVER_ENTITLEMENT', edition: 'free', limits: ['Free plan: Standard models only'] });
    expect(await used()).toBe(0);
  });

  it('that became smaller makes a plan stale', async () => {
    await become('pro');
    const campaign = await stage.plan({ seconds: [8] });
    await become('free');
    const refusal = await launch(campaign).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(PlanStale);
    expect((refusal as PlanStale).message).toContain('Free plan: clips of at most 4 s');
  });
});

describe('a day’s renders', () => {
  it('are refused beyond the quota, with limit, used and reset time; nothing is changed', async () => {
    await launch(await stage.plan({ prompts: prompts(7) }));
    const campaign = await stage.plan({ prompts: prompts(4) });
    const refusal = await launch(campaign).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(QuotaExceeded);
    const { resetsAt, message } = refusal as QuotaExceeded;
    expect(refusal).toMatchObject({ code: 'QUOTA_EXCEEDED', limit: 10, used: 7, wanted: 4 });
    expect(message).toMatch(/^Free plan: 10 renders a day\. 7 used today, 4 renders asked for\. Leave out cells until 3 renders remain/);
    expect(resetsAt.getTime() - Date.now()).toBeGreaterThan(0);
    expect(resetsAt.getTime() - Date.now()).toBeLessThanOrEqual(86_400_000);
    expect(await stage.read(campaign)).toMatchObject({ status: 'planned', launched_at: null });
    await launch(await stage.plan({ prompts: prompts(3) }));
    expect(await used()).toBe(10);
  });

  it('are never exceeded by launches at the same time', async () => {
    const campaigns = [];
    for (let n = 0; n < 12; n += 1) campaigns.push(await stage.plan({ prompts: prompts(3) }));
    const ends = await Promise.allSettled(campaigns.map(launch));
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(3);
    expect(ends.filter((end) => end.status === 'rejected' && !(end.reason instanceof QuotaExceeded))).toEqual([]);
    expect(await used()).toBe(9);
  });

  it('count once for the same request twice, again for a retry, and return what was never sent', async () => {
    const planned = await stage.plan({ prompts: prompts(6) });
    const input = { campaignId: planned.id, planHash: planned.plan_hash!, idempotencyKey: randomUUID() };
    await launchCampaign(stage.deps, stage.actor, input);
    const campaign = await launchCampaign(stage.deps, stage.actor, input);
    expect(await used()).toBe(6);

    await stage.endVariants(campaign, [0, 1], { failureCode: 'provider_error' });
    await retryRenders(stage.deps, stage.actor, {
      campaignId: campaign.id,
      variantIds: [`${campaign.id}.0`],
      idempotencyKey: randomUUID(),
    });
    expect(await used()).toBe(7);

    await cancelCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    await cancelUnclaimedVariants(stage.deps, campaign.id, new AbortController().signal);
    expect(await used()).toBe(2);
  });

  it('return to the day that took them, so that no other day has more', async () => {
    const old = await launch(await stage.plan({ prompts: prompts(10) }));
    await stage.endVariants(old, [0], { failureCode: 'provider_error' });
    await sql`update quota_uses set day = day - 1`.execute(stage.deps.db);
    await retryRenders(stage.deps, stage.actor, { campaignId: old.id, idempotencyKey: randomUUID() });
    await launch(await stage.plan({ prompts: prompts(9) }));
    expect(await used()).toBe(10);

    await cancelCampaign(stage.deps, stage.actor, { campaignId: old.id });
    await cancelUnclaimedVariants(stage.deps, old.id, new AbortController().signal);
    expect(await used()).toBe(9);
    await expect(launch(await stage.plan({ prompts: prompts(2) }))).rejects.toBeInstanceOf(QuotaExceeded);
  });

  it('are without end for an enterprise', async () => {
    await become('enterprise');
    await launch(await stage.plan({ prompts: prompts(40) }));
    expect(await used()).toBe(40);
  });

  it('start from nothing on the next day', async () => {
    await launch(await stage.plan({ prompts: prompts(10) }));
    await sql`update quota_uses set day = day - 1`.execute(stage.deps.db);
    await launch(await stage.plan({ prompts: prompts(10) }));
    expect(await used()).toBe(10);
  });

  it('and how long a clip may serve again is set by an administrator alone', async () => {
    const set = (hours: number) =>
      stage.ask(
        `mutation ($input: SetReuseWindowInput!) { setReuseWindow(input: $input) {
          ... on SetReuseWindowSuccess { workspace { reuseWindowHours } } ... on Refusal { code } } }`,
        { input: { hours } },
      );
    expect((await set(24)).data).toEqual({ setReuseWindow: { workspace: { reuseWindowHours: 24 } } });
    expect((await set(-1)).data).toEqual({ setReuseWindow: { code: 'INPUT_INVALID' } });
    await expect(setReuseWindow(stage.deps, { ...stage.actor, role: 'producer' }, { hours: 1 })).rejects.toBeInstanceOf(NotAllowed);
    expect((await set(168)).data).toEqual({ setReuseWindow: { workspace: { reuseWindowHours: 168 } } });
  });

  it('are shown to the people of the workspace', async () => {
    await launch(await stage.plan({ prompts: prompts(3) }));
    const client = createGraphqlClient(stage.graphqlUrl);
    const { viewer } = await client.request<{ viewer: { workspace: { limits: object } } }>(
      '{ viewer { workspace { reuseWindowHours limits { edition tiers secondsMax pixelsMax rendersPerDay rendersToday rendersInFlight retentionDays } } } }',
    );
    expect(viewer.workspace).toEqual({
      reuseWindowHours: 168,
      limits: {
        edition: 'FREE',
        tiers: ['STANDARD'],
        secondsMax: 4,
        pixelsMax: 921_600,
        rendersPerDay: 10,
        rendersToday: 3,
        rendersInFlight: 2,
        retentionDays: 7,
      },
    });
    await client.close();
  });
});
