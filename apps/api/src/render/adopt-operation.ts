import { type Micros, variantId } from '@dailies/schema';
import { sql } from 'kysely';
import { coverOverrun } from '../campaign/cover-overrun.ts';
import { moveVariants } from '../campaign/move-variants.ts';
import { reopenCampaign } from '../campaign/reopen-campaign.ts';
import { requestHashOf } from '../campaign/reuse-conditions.ts';
import type { Trx } from '../db/database.ts';
import { CONNECTION_SHARD, LOCK_HOLDERS_SHARD } from '../db/tally-shard.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { appendEntries } from '../ledger/append-entries.ts';
import { adoptionHoldChange, type LedgerChange, releaseUnsentChange } from '../ledger/ledger.rules.ts';
import { newId } from '../lib/new-id.ts';
import type { Operation } from '../providers/provider.ts';
import type { VariantPlace } from './orphan-evidence.store.ts';
import { settleRenders } from './settle-renders.ts';

/**
 * Gives a listed video to the variant that wants exactly it, as an attempt that begins running: an intended attempt ends unsent, a queued variant's
 * money serves it, a failed one's is held again; where the lost attempt was counted as spent already, neither pays. A completed campaign runs
 * again. Answers false, with nothing changed, where variant or video went another way in the meantime.
 */
export async function adoptOperation(deps: Deps, endpointId: string, place: VariantPlace, operation: Operation): Promise<boolean> {
  return deps.db.transaction().execute(async (trx) => {
    // Who reopens holds the campaign's row.
    const shard = place.kind === 'given_up' ? LOCK_HOLDERS_SHARD : CONNECTION_SHARD;
    if (place.kind === 'given_up' && !(await reopenCampaign(trx, place.campaign))) return false;
    if (place.intendedId !== null && !(await endIntended(trx, deps, place))) return false;
    const render = await insertRunning(trx, deps, endpointId, place, operation);
    if (!render) return place.intendedId === null ? false : abandon();
    const { campaign, index } = place;
    await moveVariants(trx, campaign, [{ index, to: 'rendering', renderId: render.id, attempt: render.attempt }], shard);
    const change = changeOf(place, render);
    if (change) await appendEntries(trx, [{ ...change, workspaceId: campaign.workspaceId, campaignNum: campaign.num }], shard);
    await recordEvents(trx, [
      {
        workspaceId: campaign.workspaceId,
        campaignNum: campaign.num,
        kind: 'render.running',
        subject: render.id,
        facts: { variant: variantId(campaign.id, index), index, attempt: render.attempt, operationId: operation.id, adopted: true },
      },
    ]);
    if (place.kind === 'given_up') await coverOverrun(trx, campaign);
    return true;
  });
}

/** A failed cell takes its money again; a waiting one whose video was counted as spent before gives its own back. */
function changeOf({ kind, isPaid }: VariantPlace, render: AdoptedRender): LedgerChange | null {
  if (kind === 'given_up') return isPaid ? null : adoptionHoldChange({ id: render.id, holdMicros: render.hold_micros });
  return isPaid ? releaseUnsentChange(`adopted:${render.id}`, render.price_micros) : null;
}

/** What was begun must not stand alone: the transaction ends without a trace, and the next look judges anew. */
function abandon(): never {
  throw new Error('the video or its variant went another way while it was adopted');
}

async function endIntended(trx: Trx, deps: Deps, { campaign, intendedId }: VariantPlace): Promise<boolean> {
  const changes = [{ renderId: intendedId! }];
  return (await settleRenders(trx, deps, campaign, { from: 'intended', to: 'cancelled', changes, requeue: true })).length > 0;
}

interface AdoptedRender {
  id: string;
  attempt: number;
  hold_micros: Micros;
  /** What its cell speaks for while it waits. */
  price_micros: Micros;
}

/** The attempt's row; undefined where the variant is not free any more, or another render has the video. */
async function insertRunning(
  trx: Trx,
  deps: Deps,
  endpointId: string,
  place: VariantPlace,
  operation: Operation,
): Promise<AdoptedRender | undefined> {
  const phase = place.kind === 'given_up' ? 'failed' : 'queued';
  const inserted = await sql<AdoptedRender>`
    with free as (
      select v.* from variants v
      where v.campaign_num = ${place.campaign.num} and v.index = ${place.index} and v.phase = ${phase}
        and (v.phase = 'failed' or v.render_id is null)
      for no key update of v
    )
    insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, single_flight, hold_micros, price_id,
      operation_id, sent_at, accepted_at, request_hash)
    select ${newId('render', deps.clock.now().getTime())}, v.campaign_num, v.index, v.attempt + 1, ${endpointId}, 'running',
      decode(${place.fingerprint}, 'hex'), true, case when ${place.isPaid} then 0 else o.price_micros end, o.price_id,
      ${operation.id}, least(${operation.createdAt}::timestamptz, dailies_now()), dailies_now(), ${requestHashOf}
    from free v
    join campaigns k on k.num = v.campaign_num
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    join models m on m.id = o.model_id
    on conflict do nothing
    returning id, attempt, hold_micros, (
      select o.price_micros from variants v join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
      where v.campaign_num = renders.campaign_num and v.index = renders.variant_index) as price_micros`.execute(trx);
  return inserted.rows[0];
}
