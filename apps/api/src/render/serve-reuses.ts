import { variantId } from '@dailies/schema';
import { wakeEndpoints } from '../campaign/expand-campaign.ts';
import { finishCampaignIfDone } from '../campaign/finish-campaign.ts';
import { type CampaignKey, moveVariants } from '../campaign/move-variants.ts';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { type NewEvent, recordEvents } from '../events/record-event.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { releaseUnsentChange } from '../ledger/ledger.rules.ts';
import { returnRenders } from '../policy/take-renders.ts';
import { addSavings, endFollowing, listServable, lockServable, type Servable } from './reuse.store.ts';

const CHUNK_ROWS = 1_000;

/**
 * Ends what follows a render that has ended: a stored clip serves its followers, and what they held returns; without a clip, or when the source
 * will not be sent for now, they go back to the queue and the first of them is rendered. One campaign a transaction. Repeating it changes
 * nothing.
 */
export async function serveReuses(deps: Deps, signal: AbortSignal): Promise<void> {
  for (const campaign of await listServable(deps.db)) {
    while (!signal.aborted && (await serveChunk(deps, campaign)) === CHUNK_ROWS);
  }
}

async function serveChunk(deps: Deps, campaign: CampaignKey): Promise<number> {
  const ended = await deps.db.transaction().execute(async (trx) => {
    const servable = await lockServable(trx, campaign.num, CHUNK_ROWS);
    if (servable.length === 0) return servable;
    const moved = await moveVariants(
      trx,
      campaign,
      servable.map(({ index, clip_id: clipId }) => ({
        index,
        from: ['queued'],
        to: clipId ? 'ready' : 'queued',
        renderId: null,
        ...(clipId ? { clipId } : {}),
      })),
    );
    const served = servable.filter((one) => moved.some(({ index, now }) => index === one.index && now === 'ready'));
    const gone = servable.filter((one) => !served.includes(one));
    await endFollowing(trx, campaign.num, { served: served.map((one) => one.index), gone: gone.map((one) => one.index) });
    await release(trx, campaign, served);
    const unused = { workspaceId: campaign.workspaceId, campaignNum: campaign.num, renders: served.length };
    await returnRenders(trx, { ...unused, key: `reuse:${campaign.id}:${served[0]?.index}` });
    await recordEvents(trx, [...served.map((one) => servedEvent(campaign, one)), ...requeuedEvents(campaign, gone)]);
    const savedMicros = served.reduce((sum, one) => sum + one.saved_micros, 0);
    if (savedMicros > 0) await addSavings(trx, campaign.num, savedMicros);
    await finishCampaignIfDone(trx, campaign);
    if (gone.length > 0) await wakeEndpoints(trx, deps, campaign.num);
    return servable;
  });
  if (ended.length > 0) deps.events.ring();
  return ended.length;
}

async function release(trx: Trx, campaign: CampaignKey, served: readonly Servable[]): Promise<void> {
  await appendEntries(
    trx,
    served.map((one) => ({
      ...releaseUnsentChange(`reuse:${variantId(campaign.id, one.index)}`, one.saved_micros),
      workspaceId: campaign.workspaceId,
      campaignNum: campaign.num,
    })),
  );
}

function servedEvent(campaign: CampaignKey, one: Servable): NewEvent {
  return {
    workspaceId: campaign.workspaceId,
    campaignNum: campaign.num,
    kind: 'variant.reused',
    subject: variantId(campaign.id, one.index),
    facts: { index: one.index, source: one.source, clipId: one.clip_id, savedMicros: one.saved_micros },
  };
}

function requeuedEvents(campaign: CampaignKey, gone: readonly Servable[]): NewEvent[] {
  if (gone.length === 0) return [];
  const facts = { indexes: gone.map((one) => one.index), count: gone.length };
  return [{ workspaceId: campaign.workspaceId, campaignNum: campaign.num, kind: 'variants.queued', subject: campaign.id, facts }];
}
