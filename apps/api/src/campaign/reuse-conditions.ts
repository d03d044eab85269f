import type { ClipStatus } from '@dailies/schema';
import { type RawBuilder, sql } from 'kysely';

/** Clips that may serve again: nobody objected to them, and they stay. */
const SERVING: readonly ClipStatus[] = ['pending_review', 'approved', 'shared'];
export const SERVING_CLIP: RawBuilder<unknown> = sql.join(SERVING);

/**
 * What a cell asks for, in SQL: `k` its campaign, `c` its compiled prompt, `o` its offer, `m` the offer's model. Equal hashes are the same request
 * of one workspace.
 */
export const requestHashOf: RawBuilder<Buffer> = sql<Buffer>`request_hash(
  k.workspace_id, o.endpoint_id, m.key, c.sha256, o.seconds, o.size, (k.brief ->> 'audio')::boolean,
  (select f.sha256 from reference_images f where f.id = k.brief ->> 'referenceId'), '')`;

/** Whether a campaign `k` of a workspace `w` reuses at all, in SQL. */
export const mayShare: RawBuilder<boolean> = sql<boolean>`((k.brief ->> 'reuse')::boolean and w.reuse_window_hours > 0)`;

/** In SQL, of a render `r`: it leads identical requests, and will be sent, or was. */
export const mayLead: RawBuilder<boolean> = sql<boolean>`(
  r.leads and (r.status <> 'intended' or exists (select from campaigns s where s.num = r.campaign_num and s.status = 'running')))`;

/** In SQL, of a render `r`: it may serve a request, because it leads, or was stored within so many hours and has a clip that may serve. */
export function maySource(hours: RawBuilder<number>): RawBuilder<boolean> {
  return sql<boolean>`(${mayLead} or (
    r.status = 'stored' and r.ended_at > dailies_now() - make_interval(hours => ${hours})
    and exists (select from clips l where l.render_id = r.id and l.status in (${SERVING_CLIP}))))`;
}

/** Which of several sources serves: one that is stored before one that is live, then the newest. */
export const bestSource: RawBuilder<unknown> = sql`r.leads nulls first, r.ended_at desc`;
