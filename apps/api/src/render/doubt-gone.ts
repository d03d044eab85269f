import type { Deps } from '../deps.ts';
import type { Provider } from '../providers/provider.ts';
import { databaseClock } from './database-clock.ts';
import type { OpenRender } from './open-render.store.ts';
import type { Told } from './read-renders.ts';
import { readWindow } from './read-window.ts';
import { stepAfterGone } from './render.rules.ts';

/**
 * Before a video that its provider does not know is given up, the list is read back to its send: one that shows it contradicts, and one that is
 * not answered says that the provider is not well, so that its word about the video is none either.
 */
export async function doubtGone(
  deps: Deps,
  provider: Provider,
  { running, told }: { running: readonly OpenRender[]; told: Told },
  signal: AbortSignal,
): Promise<void> {
  const gone = running.filter(({ id, goneMs }) => told.get(id)?.kind === 'gone' && stepAfterGone(goneMs, deps.timing) !== null);
  if (gone.length === 0) return;
  const oldest = gone.reduce((a, b) => (b.sentAt < a.sentAt ? b : a));
  const since = new Date(oldest.sentAt.getTime() - deps.timing.clockSkewMs);
  const window = await readWindow(deps, provider, { since, nowMs: databaseClock(deps, oldest) }, signal);
  const shown = new Map(window.operations.map((operation) => [operation.id, operation]));
  for (const { id, operationId } of gone) {
    const operation = shown.get(operationId!);
    if (operation) told.set(id, { kind: 'found', operation });
    else if (!window.answered)
      told.set(id, {
        kind: 'unanswered',
        note: 'neither the video nor the list was answered',
        retryAfterMs: window.retryAfterMs,
        ...(window.unasked && { unasked: true }),
      });
  }
}
