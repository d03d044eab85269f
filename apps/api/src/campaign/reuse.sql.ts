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
export const isSharable: RawBuilder<boolean> = sql<boolean>`((k.brief ->> 'reuse')::boolean and w.reuse_window_hours > 0)`;
