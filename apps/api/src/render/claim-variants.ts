import { sql } from 'kysely';
import { moveVariants } from '../campaign/move-variants.ts';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { newId } from '../lib/new-id.ts';
import { variantId } from '@dailies/schema';

interface ClaimedVariant {
  campaign_num: number;
  campaign_id: string;
  workspace_id: string;
  index: number;
  attempt: number;
}

/**
 * Rule 2, write ahead: takes queued variants for which the endpoint has room and commits an intended render for each, with the money it
 * holds, before anything is sent. The endpoint row is locked, so that any number of workers together never exceed `in_flight_max`.
 * Running campaigns share the room evenly. Answers how many were claimed.
 */
export async function claimVariants(deps: Deps, endpointId: string): Promise<number> {
  return deps.db.transaction().execute(async (trx) => {
    const room = await readRoom(trx, endpointId);
    if (room <= 0) return 0;
    const claimed = await lockClaimable(trx, endpointId, room);
    const groups = [...Map.groupBy(claimed, (one) => one.campaign_num)].sort(([a], [b]) => a - b);
    for (const [, variants] of groups) await intendRenders(trx, deps, endpointId, variants);
    return claimed.length;
  });
}

/**
 * Free places at the endpoint now; 0 while it is paused or backing off. What a paused campaign has not sent takes no place: it waits for a
 * person, and the others go on. Locks the endpoint row.
 */
async function readRoom(trx: Trx, endpointId: string): Promise<number> {
  const endpoint = await trx
    .selectFrom('endpoints')
    .where('id', '=', endpointId)
    .where('status', '=', 'active')
    .where((eb) => eb.or([eb('backoff_until', 'is', null), eb('backoff_until', '<=', sql<Date>`dailies_now()`)]))
    .select('in_flight_max')
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!endpoint) return 0;
  const { taken } = await trx
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .where('r.endpoint_id', '=', endpointId)
    .where('r.status', 'in', ['intended', 'submitting', 'ambiguous', 'running'])
    .where((eb) => eb.or([eb('r.status', '<>', 'intended'), eb('c.status', '<>', 'paused')]))
    .select(sql<number>`count(*)::int`.as('taken'))
    .executeTakeFirstOrThrow();
  return endpoint.in_flight_max - taken;
}

async function lockClaimable(trx: Trx, endpointId: string, room: number): Promise<ClaimedVariant[]> {
  const claimable = await sql<ClaimedVariant>`
    with live as (
      select c.num, c.id, c.workspace_id from campaigns c
      where c.status = 'running'
        and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = ${endpointId})
        and exists (select from variants v where v.campaign_num = c.num and v.phase = 'queued' and v.render_id is null)
    ), share as (select greatest(1, ceil(${room}::numeric / greatest(count(*), 1)))::int as size from live)
    select live.num as campaign_num, live.id as campaign_id, live.workspace_id, picked.index, picked.attempt
    from live, share, lateral (
      select v.index, v.attempt from variants v
      where v.campaign_num = live.num and v.phase = 'queued' and v.render_id is null
        and exists (select from offers o where o.campaign_num = v.campaign_num and o.n = v.offer_n and o.endpoint_id = ${endpointId})
      order by v.index
      limit share.size
      for no key update of v skip locked
    ) picked
    limit ${room}`.execute(trx);
  return claimable.rows;
}

/** One campaign's intended renders; the fingerprint is computed where the compiled prompt lies. */
async function intendRenders(trx: Trx, deps: Deps, endpointId: string, variants: readonly ClaimedVariant[]): Promise<void> {
  const first = variants[0]!;
  const campaign = { num: first.campaign_num, id: first.campaign_id, workspaceId: first.workspace_id };
  const nowMs = deps.clock.now().getTime();
  const intents = variants.map((variant) => ({ id: newId('render', nowMs), index: variant.index, attempt: variant.attempt + 1 }));
  await sql`
    insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, single_flight, hold_micros, price_id)
    select i.id, v.campaign_num, v.index, i.attempt, ${endpointId}, 'intended',
      render_fingerprint(m.key, p.text, o.seconds, o.size), true, o.price_micros, o.price_id
    from unnest(
      ${intents.map((one) => one.id)}::text[], ${intents.map(() => campaign.num)}::int[],
      ${intents.map((one) => one.index)}::int[], ${intents.map((one) => one.attempt)}::smallint[]
    ) as i (id, campaign_num, index, attempt)
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
