import type { CampaignKey } from '../campaign/move-variants.ts';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** A finished render whose output we want, and what was ordered. */
export interface StorableRender {
  id: string;
  campaign: CampaignKey;
  index: number;
  endpointId: string;
  operationId: string;
  size: string;
  seconds: number;
  audio: boolean;
}

/** Takes a finished render for storing and puts its next look off while we work; null when there is nothing to store. */
export async function claimStore(db: Db, renderId: string, retryMs: number): Promise<StorableRender | null> {
  const claimed = await sql<ClaimedRow>`
    update renders r set due_at = dailies_now() + make_interval(secs => ${retryMs / 1000})
    from campaigns c, variants v, offers o
    where r.id = ${renderId} and r.status = 'succeeded' and c.num = r.campaign_num
      and v.campaign_num = r.campaign_num and v.index = r.variant_index and o.campaign_num = v.campaign_num and o.n = v.offer_n
    returning r.id, r.variant_index, r.endpoint_id, r.operation_id, c.num, c.id as campaign_id, c.workspace_id,
      (c.brief ->> 'audio')::boolean as audio, o.size, o.seconds`.execute(db);
  const row = claimed.rows[0];
  if (!row) return null;
  return {
    id: row.id,
    campaign: { num: row.num, id: row.campaign_id, workspaceId: row.workspace_id },
    index: row.variant_index,
    endpointId: row.endpoint_id,
    operationId: row.operation_id,
    size: row.size,
    seconds: row.seconds,
    audio: row.audio,
  };
}

interface ClaimedRow {
  id: string;
  variant_index: number;
  endpoint_id: string;
  operation_id: string;
  num: number;
  campaign_id: string;
  workspace_id: string;
  audio: boolean;
  size: string;
  seconds: number;
}

/** Counts a try that failed by the provider's doing; null when the render has moved on. `ageMs`: since it was seen finished. */
export async function countStoreTry(db: Db, renderId: string): Promise<{ tries: number; ageMs: number } | null> {
  const counted = await sql<{ tries: number; age_ms: number }>`
    update renders set store_count = store_count + 1 where id = ${renderId} and status = 'succeeded'
    returning store_count as tries, (extract(epoch from dailies_now() - changed_at) * 1000)::float8 as age_ms`.execute(db);
  const row = counted.rows[0];
  return row ? { tries: row.tries, ageMs: row.age_ms } : null;
}
