import { type RawBuilder, sql } from 'kysely';
import { FETCHABLE_CODES } from '../providers/failure.ts';

/** In SQL, of a render `r` or none: it was settled as paid, ended without a clip, and its provider may still offer the video. */
export const isFetchable: RawBuilder<boolean> = sql<boolean>`coalesce(
  r.status in ('failed', 'expired') and r.operation_id is not null and r.cost_micros is not null
    and r.failure_code = any(${FETCHABLE_CODES}::text[]), false)`;
