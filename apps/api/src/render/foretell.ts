import type { Deps } from '../deps.ts';
import { listDurations } from './duration.store.ts';
import type { OpenRender } from './open-render.store.ts';
import { usable, type Waiting } from './reading-pace.rules.ts';

/** Says of a running render how old it is and what is known of its like, read once for an endpoint. */
export async function foretellerOf(deps: Pick<Deps, 'db'>, endpointId: string): Promise<(render: OpenRender) => Waiting> {
  const durations = await listDurations(deps.db, endpointId);
  const learnedOf = new Map(durations.map((one) => [`${one.seconds}:${one.modelId}`, usable(one)]));
  return ({ ageMs, seconds, modelId }) => ({ ageMs, learned: learnedOf.get(`${seconds}:${modelId}`) ?? null });
}
