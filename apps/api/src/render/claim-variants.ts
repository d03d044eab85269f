import { sql } from 'kysely';
import { moveVariants } from '../campaign/move-variants.ts';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { variantId } from '@dailies/schema';
import {
  type ClaimedVariant,
  countIntended,
  listContenders,
  lockClaimable,
  lockWorkspaceRoom,
  readFinalsFirst,
  readTurns,
  writeTurns,
} from './claimable.store.ts';
import { sendRoom } from './endpoint-limits.rules.ts';
import { getEndpointUse, lockEndpoint } from './endpoint-use.store.ts';
import { shareRoom } from './fair-share.rules.ts';
import { type OwnIntent, shareRenders } from './share-renders.ts';

/**
 * Rule 2, write ahead: takes queued variants for which the endpoint has room and commits an intended render for each, with the money it
 * holds, before anything is sent. The endpoint's row is locked, so that any number of workers together never take more than there is; no
 * more is taken than can be sent now, so that what comes later and is more urgent does not wait behind it. Answers how many were claimed.
 */
export async function claimVariants(deps: Deps, endpointId: string): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    if (!(await lockEndpoint(trx, endpointId))) return 0;
    const { room } = sendRoom(await getEndpointUse(trx, endpointId));
    const free = room > 0 ? room - (await countIntended(trx, endpointId)) : 0;
    if (free <= 0) return 0;
    const claimed = await claimFairly(trx, endpointId, free);
    const { own, isServable } = await shareRenders(trx, deps, claimed);
    const groups = [...Map.groupBy(own, (one) => one.campaign_num)].sort(([a], [b]) => a - b);
    for (const [, intents] of groups) await intendRenders(trx, endpointId, intents);
    if (isServable) await deps.queue.enqueue(trx, 'serveReuses', {}, { key: 'all' });
    return claimed.length;
  });
}

/** The variants that come next: workspaces take turns, and in each its campaigns by priority. */
async function claimFairly(trx: Trx, endpointId: string, free: number): Promise<ClaimedVariant[]> {
  const contenders = await listContenders(trx, endpointId, free);
  if (contenders.length === 0) return [];
  const workspaceRoom = await lockWorkspaceRoom(trx, [...new Set(contenders.map(({ workspaceId }) => workspaceId))]);
  const served = await readTurns(trx, endpointId);
  const share = shareRoom(free, contenders, { served, workspaceRoom, finalsFirst: await readFinalsFirst(trx, endpointId) });
  await writeTurns(trx, endpointId, share.served);
  return lockClaimable(trx, endpointId, share.places);
}

/** One campaign's intended renders; the fingerprint is computed where the compiled prompt lies. */
async function intendRenders(trx: Trx, endpointId: string, intents: readonly OwnIntent[]): Promise<void> {
  const first = intents[0]!;
  const campaign = { num: first.campaign_num, id: first.campaign_id, workspaceId: first.workspace_id };
  await sql`
    insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, single_flight, hold_micros, price_id,
      request_hash, leads)
    select i.id, v.campaign_num, v.index, i.attempt, ${endpointId}, 'intended',
      render_fingerprint(m.key, p.text, o.seconds, o.size), true, o.price_micros, o.price_id, i.request_hash, i.leads
    from unnest(
      ${intents.map((one) => one.id)}::text[], ${intents.map(() => campaign.num)}::int[],
      ${intents.map((one) => one.index)}::int[], ${intents.map((one) => one.attempt)}::smallint[],
      ${intents.map((one) => one.request_hash)}::bytea[], ${intents.map((one) => one.leads)}::bool[]
    ) as i (id, campaign_num, index, attempt, request_hash, leads)
    join variants v on v.campaign_num = i.campaign_num and v.index = i.index
    join compiled_prompts p on p.campaign_num = v.campaign_num and p.n = v.compiled_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    join models m on m.id = o.model_id`.execute(trx);
  await moveVariants(
    trx,
    campaign,
    intents.map((intent) => ({ index: intent.index, to: 'queued', renderId: intent.id, attempt: intent.attempt })),
  );
  await recordEvents(
    trx,
    intents.map((intent) => ({
      workspaceId: campaign.workspaceId,
      campaignNum: campaign.num,
      kind: 'render.intended',
      subject: intent.id,
      facts: { variant: variantId(campaign.id, intent.index), index: intent.index, attempt: intent.attempt },
    })),
  );
}
