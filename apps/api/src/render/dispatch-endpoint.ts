import type { Deps } from '../deps.ts';
import { eachLimit } from '../lib/each-limit.ts';
import { claimVariants } from './claim-variants.ts';
import { capsOf, sendRoom } from './endpoint-limits.rules.ts';
import { getEndpointUse } from './endpoint-use.store.ts';
import { openProvider } from './open-provider.ts';
import { readBackOnce } from './read-back.ts';
import { listDueSends } from './render.store.ts';
import { submitRender } from './submit-render.ts';
import { watchHistory } from './watch-history.ts';

/** Creates under way at once from one dispatcher; more only queue at the provider's door. */
const SENDS_IN_PARALLEL = 16;
const SENDS_PER_ROUND = 64;
/** A pass ends after this and is rung again, so that a drain never waits for it. */
const PASS_MS = 20_000;

/**
 * Fills the endpoint's free places: claims queued variants and sends them, round by round, until there is no room or no work. Safe to run
 * in several processes at once: claims skip locked rows and every send has its own fence.
 */
export async function dispatchEndpoint(deps: Deps, endpointId: string, signal: AbortSignal): Promise<void> {
  const startedMs = deps.clock.monotonicMs();
  await watchHistory(deps, signal);
  const provider = await openProvider(deps, endpointId);
  if (!provider || !(await readBackOnce(deps, endpointId, provider, signal))) return;
  while (!signal.aborted && deps.clock.monotonicMs() - startedMs < PASS_MS) {
    const claimed = await claimVariants(deps, endpointId);
    const use = await getEndpointUse(deps.db, endpointId);
    const sends = await listDueSends(deps.db, endpointId, Math.min(sendRoom(use).room, SENDS_PER_ROUND));
    if (sends.length === 0 && claimed === 0) return;
    // What was claimed may all share other renders: it took no place, and there may be more.
    if (sends.length === 0) continue;
    const caps = capsOf(use);
    let halted = false;
    let sent = 0;
    await eachLimit(sends, SENDS_IN_PARALLEL, async (send) => {
      if (halted || signal.aborted) return;
      const submission = await submitRender(deps, provider, send, caps, signal);
      if (submission === 'halt') halted = true;
      if (submission === 'sent') sent += 1;
    });
    if (halted || sent === 0) return;
  }
}
