import type { Deps } from '../deps.ts';
import type { Provider } from '../providers/provider.ts';
import { databaseClock } from './database-clock.ts';
import { deferChecks, type OpenRender } from './open-render.store.ts';
import { nextWindowMs } from './reading-pace.rules.ts';
import { readWindow } from './read-window.ts';
import { parkUnread, resolveAmbiguous } from './resolve-ambiguous.ts';

/**
 * Looks for doubtful sends of an endpoint once one of them is due: the provider's list is read without a gap from now back to the oldest of them,
 * because only the whole stretch proves what is not in it. What is still in doubt is looked for ever more seldom, and at last given to a person
 * where the list can not be read whole.
 */
export async function resolveDoubtful(
  deps: Deps,
  provider: Provider,
  { endpointId, ambiguous }: { endpointId: string; ambiguous: readonly OpenRender[] },
  signal: AbortSignal,
): Promise<void> {
  if (!ambiguous.some(({ isDue }) => isDue)) return;
  const { timing } = deps;
  const { capabilities } = provider;
  let restMs = 0;
  let isAsked = true;
  let read: Pick<Parameters<typeof resolveAmbiguous>[1], 'listed' | 'isWhole'> | null = { listed: [], isWhole: true };
  if (capabilities.lists) {
    const oldest = ambiguous[0]!;
    const since = new Date(oldest.sentAt.getTime() - timing.clockSkewMs);
    const window = await readWindow(deps, provider, { since, nowMs: databaseClock(deps, oldest) }, signal);
    restMs = window.retryAfterMs ?? 0;
    isAsked = !window.unasked;
    read = window.spanned ? { listed: window.operations, isWhole: window.complete } : null;
  }
  if (read) await resolveAmbiguous(deps, { endpointId, ambiguous, ...read, capabilities });
  else if (isAsked) await parkUnread(deps, ambiguous);
  await deferChecks(
    deps.db,
    ambiguous.map(({ id, ageMs }) => ({
      renderId: id,
      dueInMs: read ? nextWindowMs(ageMs, timing) : Math.max(timing.reconcileEveryMs, restMs),
    })),
  );
}
