import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** What an offer is rendered by, and at which length. */
export interface RenderedLike {
  endpointId: string;
  modelId: string;
  seconds: number;
}

/** Whole seconds that renders like these took, as learned by endpoint, model and length; what was never rendered is absent. */
export async function listTypicalSeconds(db: Db, asked: readonly RenderedLike[]): Promise<(RenderedLike & { typicalSeconds: number })[]> {
  const { rows } = await sql<RenderedLike & { typicalSeconds: number }>`
    select d.endpoint_id as "endpointId", d.model_id as "modelId", d.seconds, greatest(1, round(d.mean_ms / 1000))::int as "typicalSeconds"
    from unnest(
      ${asked.map((one) => one.endpointId)}::text[], ${asked.map((one) => one.modelId)}::text[], ${asked.map((one) => one.seconds)}::int[]
    ) as asked (endpoint_id, model_id, seconds)
    join render_durations d using (endpoint_id, model_id, seconds)`.execute(db);
  return rows;
}
