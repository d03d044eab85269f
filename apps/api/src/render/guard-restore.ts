import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Deps } from '../deps.ts';
import { pauseByHouse } from '../campaign/pause-by-house.ts';
import { campaignPrefix, clipIdOfKey } from '../storage/object-keys.ts';
import { openProvider } from './open-provider.ts';
import { readBackOnce } from './read-back.ts';
import { provesAbsence } from './render.rules.ts';
import { readRestoreDoubts } from './sweep-orphans.ts';
import { leaveMark, readReach, type Reach } from './restore-mark.ts';

/**
 * Restoring a backup never buys again. Called before a worker does anything: where the database went back behind its mark, each provider's list is
 * read and what it shows is adopted; then every campaign under way of which that can not be the whole truth pauses with the reason: the provider
 * does not list all with prompts, did not answer, lists videos that differ in what no list shows, or has deleted videos whose clips the bucket still holds. A person compares and resumes. One that stood
 * paused in the backup may have gone on since: it says the same.
 */
export async function guardRestore(deps: Deps, signal: AbortSignal): Promise<void> {
  const reach = await readReach(deps);
  if (reach.marked > reach.reached) {
    deps.log.error({ event: 'database.restored', ...reach });
    for (const endpoint of await listEndpointsAtWork(deps)) await guardEndpoint(deps, endpoint, reach, signal);
  }
  await leaveMark(deps, { anew: true });
}

interface EndpointAtWork {
  id: string;
  name: string;
}

async function listEndpointsAtWork({ db }: Deps): Promise<EndpointAtWork[]> {
  const { rows } = await sql<EndpointAtWork>`
    select e.id, e.name from endpoints e where exists (
      select from campaigns c join offers o on o.campaign_num = c.num where o.endpoint_id = e.id and c.status in ('running', 'paused')) order by e.id`.execute(
    db,
  );
  return rows;
}

async function guardEndpoint(deps: Deps, endpoint: EndpointAtWork, reach: Reach, signal: AbortSignal): Promise<void> {
  const provider = await openProvider(deps, endpoint.id);
  const proves = provider !== null && provesAbsence(provider.capabilities);
  const open = proves ? await readRestoreDoubts(deps, endpoint.id, provider, signal) : null;
  const isRead = provider !== null && (await readBackOnce(deps, endpoint.id, provider, signal));
  for (const campaign of await listUnderWay(deps, endpoint.id)) {
    const missing = await countMissingClips(deps, endpoint.id, campaign);
    const isVeiled = open?.veiled.has(campaign.num) ?? false;
    const doubt = doubtOf(endpoint.name, { proves, isRead, hasLeftOut: open?.hasLeftOut ?? false, isVeiled, missing });
    if (doubt !== null) await pauseRestored(deps, campaign, doubt, reach);
  }
}

interface Seen {
  proves: boolean;
  isRead: boolean;
  hasLeftOut: boolean;
  isVeiled: boolean;
  missing: number;
}

function doubtOf(name: string, { proves, isRead, hasLeftOut, isVeiled, missing }: Seen): string | null {
  if (!proves) return `${name} does not list all that it made with its prompts, so that nobody can tell what was sent since the backup.`;
  if (!isRead) return `${name} did not answer with its list of videos, so that nobody can tell what was sent since the backup.`;
  if (hasLeftOut)
    return `The list of ${name} holds entries that are no videos, so that nobody can tell all that was sent since the backup.`;
  if (isVeiled)
    return `${name} lists videos of this campaign’s prompts that the backup does not know, and equal requests differ in picture or sound, which it does not show.`;
  if (missing === 0) return null;
  return `The bucket holds ${missing} ${missing === 1 ? 'clip' : 'clips'} of this campaign that the backup does not know, and ${name} keeps them no more.`;
}

async function listUnderWay({ db }: Deps, endpointId: string): Promise<CampaignKey[]> {
  const { rows } = await sql<CampaignKey>`
    select c.num, c.id, c.workspace_id as "workspaceId" from campaigns c
    where c.status in ('running', 'paused') and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = ${endpointId})
    order by c.num`.execute(db);
  return rows;
}

/** Clips in the bucket that no row stands for, and whose video no render has either: they were bought, and would be bought again. */
async function countMissingClips(deps: Deps, endpointId: string, campaign: CampaignKey): Promise<number> {
  const operationOf = new Map<string, string>();
  for await (const { key, metadata } of deps.storage.list(campaignPrefix({ workspaceId: campaign.workspaceId, campaignId: campaign.id }))) {
    const clipId = clipIdOfKey(key, 'video');
    if (clipId !== null && metadata['endpoint'] === endpointId) operationOf.set(clipId, metadata['operation'] ?? '');
  }
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from unnest(${[...operationOf.keys()]}::text[], ${[...operationOf.values()]}::text[]) as kept (clip_id, operation_id)
    where not exists (select from clips c where c.id = kept.clip_id)
      and not exists (select from renders r where r.endpoint_id = ${endpointId} and r.operation_id = kept.operation_id)`.execute(deps.db);
  return rows[0]!.count;
}

async function pauseRestored(deps: Deps, campaign: CampaignKey, doubt: string, reach: Reach): Promise<void> {
  const because = `The database was restored from a backup. ${doubt} Rendering on may pay for videos a second time: compare with the provider, then resume.`;
  await deps.db.transaction().execute((trx) => pauseByHouse(trx, campaign, { code: 'restored', because, facts: { ...reach } }));
  deps.log.error({ event: 'campaign.paused_after_restore', campaignId: campaign.id, because });
}
