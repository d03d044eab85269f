import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db } from '../db/database.ts';

/** A render whose output we want, and what was ordered. */
export interface StorableRender {
  id: string;
  /** `running`: a webhook says that it is finished, and nobody has proved it. */
  status: 'running' | 'succeeded';
  campaign: CampaignKey;
  index: number;
  endpointId: string;
  operationId: string;
  modelId: string;
  size: string;
  seconds: number;
  audio: boolean;
  holdMicros: Micros;
  /** The time is over until which the provider promised to keep it. */
  isOutputExpired: boolean;
  /** Since its send. */
  ageMs: number;
}

/**
 * Takes a finished render for storing, or one that is said to be finished, and puts its next look off while we work; null when there is nothing
 * to store. Milliseconds.
 */
export async function claimStore(db: Db, renderId: string, wait: { retryMs: number; proofMs: number }): Promise<StorableRender | null> {
  const claimed = await sql<Omit<StorableRender, 'campaign'> & { num: number; campaignId: string; workspaceId: string }>`
    update renders r set due_at = dailies_now() + make_interval(secs => case r.status when 'running' then ${wait.proofMs / 1000}::float8 else ${wait.retryMs / 1000}::float8 end)
    from campaigns c, variants v, offers o
    where r.id = ${renderId} and (r.status = 'succeeded' or (r.status = 'running' and r.hinted_at is not null)) and c.num = r.campaign_num
      and v.campaign_num = r.campaign_num and v.index = r.variant_index and o.campaign_num = v.campaign_num and o.n = v.offer_n
    returning r.id, r.status, r.variant_index as index, r.endpoint_id as "endpointId", r.operation_id as "operationId", r.hold_micros as "holdMicros",
      coalesce(r.output_expires_at <= dailies_now(), false) as "isOutputExpired",
      (extract(epoch from dailies_now() - r.sent_at) * 1000)::float8 as "ageMs", c.num, c.id as "campaignId", c.workspace_id as "workspaceId",
      (c.brief ->> 'audio')::boolean as audio, o.model_id as "modelId", o.size, o.seconds`.execute(db);
  const row = claimed.rows[0];
  if (!row) return null;
  const { num, campaignId, workspaceId, ...render } = row;
  return { ...render, campaign: { num, id: campaignId, workspaceId } };
}

/** Gives a claimed render back to be asked about: what its webhook said could not be proved. */
export async function returnUnproved(db: Db, renderId: string): Promise<void> {
  await sql`update renders set due_at = dailies_now() where id = ${renderId} and status = 'running'`.execute(db);
}

/** Counts a try that failed by the provider's doing; null when the render has moved on. `ageMs`: since it was seen finished. */
export async function countStoreTry(db: Db, renderId: string): Promise<{ tries: number; ageMs: number } | null> {
  const counted = await sql<{ tries: number; age_ms: number }>`
    update renders set store_count = store_count + 1 where id = ${renderId} and status = 'succeeded'
    returning store_count as tries, (extract(epoch from dailies_now() - changed_at) * 1000)::float8 as age_ms`.execute(db);
  const row = counted.rows[0];
  return row ? { tries: row.tries, ageMs: row.age_ms } : null;
}

/** Whether no try has kept this render's clip yet. */
export async function awaitsClip(db: Db, renderId: string): Promise<boolean> {
  const { rows } = await sql`
    select from renders r where r.id = ${renderId} and r.status = 'succeeded'
      and not exists (select from clips c where c.render_id = r.id)`.execute(db);
  return rows.length > 0;
}

/** A finished output is due again after this rest. */
export async function deferStore(db: Db, renderId: string, restMs: number): Promise<void> {
  await sql`
    update renders set due_at = dailies_now() + make_interval(secs => ${restMs / 1000})
    where id = ${renderId} and status = 'succeeded'`.execute(db);
}
