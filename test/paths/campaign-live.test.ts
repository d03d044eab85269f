import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { finishCampaignIfDone } from '../../apps/api/src/campaign/finish-campaign.ts';
import { createGraphqlClient, type GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { recordEvents } from '../../apps/api/src/events/record-event.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, launchPlanned, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
let client: GraphqlClient;
beforeAll(async () => {
  stage = await startCampaignStage();
  client = createGraphqlClient(stage.graphqlUrl);
});
afterAll(async () => {
  await client.close();
  await stage.stop();
});

const gid = (campaign: { id: string }) => globalId('Campaign', campaign.id);
const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));

/** Four times a second. */
const LEAST_GAP_MS = 250;

interface Progress {
  campaignProgress: { campaign: { status: string; counts: { queued: number; ready: number; failed: number } } };
}
interface Changed {
  variantChanged: { gap: boolean; variants: { index: number; phase: string }[] };
}
const PROGRESS = `subscription ($id: ID!) { campaignProgress(campaignId: $id) { campaign { status counts { queued ready failed } } } }`;
const CHANGED = `subscription ($id: ID!) { variantChanged(campaignId: $id) { gap variants { index phase } } }`;

/** Tells the log that variants moved, as the render room does in the transaction that moves them. */
async function tell(campaign: CampaignRow, indexes: readonly number[]): Promise<void> {
  await stage.deps.db.transaction().execute((trx) =>
    recordEvents(
      trx,
      indexes.map((index) => ({
        workspaceId: campaign.workspace_id,
        campaignNum: campaign.num,
        kind: 'render.stored',
        subject: 'rnd',
        facts: { index },
      })),
    ),
  );
  stage.deps.events.ring();
}

describe('campaignProgress', () => {
  test('begun before launch sees the campaign to its end, at most four times a second', { timeout: 20_000 }, async () => {
    const planned = await stage.plan({ prompts: prompts(4) });
    const seen: { at: number; state: Progress['campaignProgress']['campaign'] }[] = [];
    const following = (async () => {
      for await (const { campaignProgress } of client.subscribe<Progress>(PROGRESS, { id: gid(planned) })) {
        seen.push({ at: performance.now(), state: campaignProgress.campaign });
      }
    })();
    while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen[0]!.state).toMatchObject({ status: 'PLANNED', counts: { queued: 0 } });

    const running = await launchPlanned(stage.deps, stage.actor, planned);
    for (const index of [0, 1, 2]) {
      await stage.endVariants(running, [index], 'ready');
      await tell(running, [index]);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await stage.endVariants(running, [3], { failureCode: 'provider_error' });
    await stage.deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, keyOf(running)));
    stage.deps.events.ring();
    await following;

    expect(seen.at(-1)!.state).toEqual({ status: 'COMPLETED', counts: { queued: 0, ready: 3, failed: 1 } });
    const elapsedMs = seen.at(-1)!.at - seen[0]!.at;
    expect(seen.length).toBeLessThanOrEqual(elapsedMs / LEAST_GAP_MS + 2);
  });

  test('of a campaign that has ended answers once and ends', async () => {
    const running = await stage.launch();
    await stage.endVariants(running, [0], 'ready');
    await stage.deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, keyOf(running)));
    const states: string[] = [];
    for await (const { campaignProgress } of client.subscribe<Progress>(PROGRESS, { id: gid(running) }))
      states.push(campaignProgress.campaign.status);
    expect(states).toEqual(['COMPLETED']);
  });

  test('of a campaign that is not here is refused', async () => {
    const nowhere = client.subscribe<Progress>(PROGRESS, { id: globalId('Campaign', 'cmp_gone') });
    await expect(nowhere[Symbol.asyncIterator]().next()).rejects.toThrow();
  });
});

describe('variantChanged', () => {
  test('sends the cells that changed as they are now, and says when to read again', { timeout: 20_000 }, async () => {
    const running = await stage.launch({ prompts: prompts(1_200) });
    const batches: Changed['variantChanged'][] = [];
    const ended = new AbortController();
    const following = (async () => {
      for await (const { variantChanged } of client.subscribe<Changed>(CHANGED, { id: gid(running) })) {
        batches.push(variantChanged);
        if (ended.signal.aborted) return;
      }
    })();
    const until = async (isSo: () => boolean) => {
      for (let tries = 0; !isSo(); tries += 1) {
        if (tries > 200) throw new Error(`nothing came: ${JSON.stringify(batches).slice(0, 300)}`);
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    await new Promise((resolve) => setTimeout(resolve, 300));
    batches.length = 0;

    await stage.endVariants(running, [7, 3], 'ready');
    await tell(running, [7, 3, 7]);
    await until(() => batches.length > 0);
    expect(batches).toEqual([
      {
        gap: false,
        variants: [
          { index: 3, phase: 'READY' },
          { index: 7, phase: 'READY' },
        ],
      },
    ]);

    const many = Array.from({ length: 900 }, (_one, index) => index);
    await tell(running, many);
    await until(() => batches.some((batch) => batch.gap));
    expect(batches.at(-1)!.variants.length).toBeLessThanOrEqual(500);
    ended.abort();
    await tell(running, [1]);
    await following;
  });
});
