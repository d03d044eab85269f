import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { unhurried } from '../db/unhurried.ts';

/** Newer renders weigh as if this many had been seen before them: a provider that grows slower is believed within as many renders. */
const SAMPLES_WEIGHED = 64;

/** What a group of renders of one model and length took at an endpoint. Milliseconds. */
export interface DurationSample {
  modelId: string;
  seconds: number;
  meanMs: number;
  varianceMs2: number;
  count: number;
}

/** Takes finished renders into what is known of their like: a running mean and deviation in which the newest count most. */
export async function learnDurations(db: Db, endpointId: string, groups: readonly DurationSample[]): Promise<void> {
  for (const { modelId, seconds, count, meanMs, varianceMs2 } of groups) {
    await sql`
      insert into render_durations as d (endpoint_id, model_id, seconds, samples, mean_ms, deviation_ms)
      values (${endpointId}, ${modelId}, ${seconds}, ${count}, ${meanMs}, ${Math.sqrt(varianceMs2)})
      on conflict (endpoint_id, model_id, seconds) do update set (samples, mean_ms, deviation_ms, changed_at) = (
        select least(d.samples::bigint + excluded.samples, 2147483647),
          d.mean_ms + share * (excluded.mean_ms - d.mean_ms),
          sqrt((1 - share) * d.deviation_ms ^ 2 + share * excluded.deviation_ms ^ 2
            + share * (1 - share) * (excluded.mean_ms - d.mean_ms) ^ 2),
          dailies_now()
        from (select excluded.samples::float8 / (least(d.samples, ${SAMPLES_WEIGHED}) + excluded.samples) as share) weight)
      returning ${unhurried}`.execute(db);
  }
}

/** What is known of renders at an endpoint, by model and seconds. Milliseconds. */
export interface LearnedDuration {
  modelId: string;
  seconds: number;
  samples: number;
  meanMs: number;
  deviationMs: number;
}

export async function listDurations(db: Db, endpointId: string): Promise<LearnedDuration[]> {
  const rows = await db
    .selectFrom('render_durations')
    .where('endpoint_id', '=', endpointId)
    .select(['model_id', 'seconds', 'samples', 'mean_ms', 'deviation_ms'])
    .execute();
  return rows.map((row) => ({
    modelId: row.model_id,
    seconds: row.seconds,
    samples: row.samples,
    meanMs: row.mean_ms,
    deviationMs: row.deviation_ms,
  }));
}

/** What is known of the like of each render. Milliseconds. */
export async function listTypicalDurations(
  db: Db,
  renderIds: readonly string[],
): Promise<{ renderId: string; samples: number; meanMs: number; deviationMs: number }[]> {
  return db
    .selectFrom('renders as r')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'r.campaign_num').onRef('v.index', '=', 'r.variant_index'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .innerJoin('render_durations as d', (join) =>
      join.onRef('d.endpoint_id', '=', 'r.endpoint_id').onRef('d.model_id', '=', 'o.model_id').onRef('d.seconds', '=', 'o.seconds'),
    )
    .where('r.id', 'in', [...renderIds])
    .select(['r.id as renderId', 'd.samples', 'd.mean_ms as meanMs', 'd.deviation_ms as deviationMs'])
    .execute();
}
