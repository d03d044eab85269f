import type { Deps } from '../deps.ts';
import type { Operation } from '../providers/provider.ts';
import { type DurationSample, learnDurations } from './duration.store.ts';

/** A finished render and how long it took, in milliseconds. */
export interface Finished {
  modelId: string;
  seconds: number;
  tookMs: number;
}

/** What a finished operation took by the provider's own clock, queue and rendering together; else by ours, which can only be longer. Milliseconds. */
export function tookMs({ createdAt, state }: Operation, seenAfterMs: number): number {
  const completedAt = state.kind === 'succeeded' ? (state.completedAt ?? null) : null;
  if (createdAt === null || completedAt === null) return seenAfterMs;
  return Math.min(Math.max(1, completedAt.getTime() - createdAt.getTime()), seenAfterMs);
}

/** Remembers what finished renders took, for finish estimates and for the pace of reading. */
export async function learnFinished(deps: Pick<Deps, 'db'>, endpointId: string, finished: readonly Finished[]): Promise<void> {
  const groups = Map.groupBy(finished, ({ modelId, seconds }) => `${seconds}:${modelId}`);
  await learnDurations(deps.db, endpointId, [...groups.values()].map(sampleOf));
}

function sampleOf(group: readonly Finished[]): DurationSample {
  const { modelId, seconds } = group[0]!;
  const meanMs = group.reduce((sum, one) => sum + one.tookMs, 0) / group.length;
  const varianceMs2 = group.reduce((sum, one) => sum + (one.tookMs - meanMs) ** 2, 0) / group.length;
  return { modelId, seconds, meanMs, varianceMs2, count: group.length };
}
