import type { Deps } from '../deps.ts';
import { applyTold, endSilent } from './apply-told.ts';
import { doubtGone } from './doubt-gone.ts';
import { foretellerOf } from './foretell.ts';
import { type MeteredProvider, meterProvider } from './metered-provider.ts';
import { restKey } from './endpoint.store.ts';
import { deferChecks, listOpenRenders, type OpenRender } from './open-render.store.ts';
import { openProvider } from './open-provider.ts';
import { askRenders, readRenders, type Told } from './read-renders.ts';
import { readReading, type ReadingState, recordLook, returnStatusRequests, takeStatusRequests } from './reading.store.ts';
import { chooseWanted, foldAnnounced, isAnnouncing, nextCheckMs, nextReadingMs } from './reading-pace.rules.ts';
import { parkUnread } from './resolve-ambiguous.ts';
import { resolveDoubtful } from './resolve-doubtful.ts';
import { settleRenders } from './settle-renders.ts';

/** A look that would ask more goes on in the next one. */
const REQUESTS_A_LOOK = 400;

/**
 * Makes our open renders agree with what the provider says. Sends whose process died become ambiguous; doubtful sends are looked for in the
 * list; of the running ones those are asked for that are due and, when a reading is, those that may have ended by now. How soon the next look
 * is due follows from what renders usually take and from whether webhooks tell of their ends.
 */
export async function reconcileEndpoint(deps: Deps, endpointId: string, signal: AbortSignal): Promise<void> {
  const open = await listAfterDoubt(deps, endpointId);
  if (open.length === 0) return;
  const running = open.filter(({ status }) => status === 'running').reverse();
  const provider = await openProvider(deps, endpointId);
  const ambiguous = open.filter(({ status }) => status === 'ambiguous');
  if (!provider) {
    await parkUnread(deps, ambiguous);
    return endSilent(deps, running, 'the endpoint can not be used');
  }
  const reading = await readReading(deps.db, endpointId);
  const granted = await takeStatusRequests(deps.db, endpointId, REQUESTS_A_LOOK);
  const metered = meterProvider(provider, granted, reading.restMs);
  try {
    await resolveDoubtful(deps, metered.overdrawn(), { endpointId, ambiguous }, signal);
    await lookAtRunning(deps, metered, { endpointId, running, reading }, signal);
  } finally {
    await returnStatusRequests(deps.db, endpointId, granted - metered.asked);
    await restKey(deps.db, endpointId, metered.restMs);
  }
}

/** A process that fenced a render and died left it submitting: whether a byte left nobody knows, so only the list can tell. */
async function listAfterDoubt(deps: Deps, endpointId: string): Promise<OpenRender[]> {
  const open = await listOpenRenders(deps.db, endpointId);
  const stale = open.filter(({ status, ageMs }) => status === 'submitting' && ageMs > deps.timing.submittingStaleMs);
  if (stale.length === 0) return open;
  const failureNote = 'the sending process ended before it could say what it saw';
  for (const { id, epoch, campaign } of stale) {
    const change = { renderId: id, epoch, failureCode: 'submission_unclear', failureNote };
    await deps.db
      .transaction()
      .execute((trx) => settleRenders(trx, deps, campaign, { from: 'submitting', to: 'ambiguous', changes: [change] }));
  }
  return listOpenRenders(deps.db, endpointId);
}

async function lookAtRunning(
  deps: Deps,
  provider: MeteredProvider,
  { endpointId, running, reading }: { endpointId: string; running: readonly OpenRender[]; reading: ReadingState },
  signal: AbortSignal,
): Promise<void> {
  const { timing, clock } = deps;
  const startedMs = clock.monotonicMs();
  const folded = { announced: reading.announcedCount, missed: reading.missedCount };
  const announcedShare = foldAnnounced(reading.announcedShare, folded);
  const isAnnounced = isAnnouncing(announcedShare);
  const foretell = await foretellerOf(deps, endpointId);
  const isListed = provider.capabilities.lists && provider.capabilities.listIsAuthoritative;
  const { kind, wanted } = chooseWanted(running, { ...reading, isAnnounced, isListed, foretell, timing });

  const askedBefore = provider.asked;
  const told = isListed ? await readRenders(deps, provider, { running, wanted }, signal) : await askRenders(provider, wanted, signal);
  if (isListed) await doubtGone(deps, provider.overdrawn(), { running, told }, signal);
  const requests = provider.asked - askedBefore;
  const { ended, unannounced, restMs } = await applyTold(
    deps,
    endpointId,
    running.flatMap((render) => (told.has(render.id) ? [{ render, outcome: told.get(render.id)! }] : [])),
  );
  const left = running.filter(({ id }) => !ended.has(id));
  await deferDue(deps, left, { told, restMs, nextMs: (render) => (isListed ? Infinity : nextCheckMs(foretell(render), timing)) });

  const paceMs = nextReadingMs({
    waiting: left.map(foretell),
    isAnnounced: isAnnounced || !isListed,
    ...(kind === 'reading' || kind === 'whole' ? { requests, sinceReadMs: 0 } : reading),
    timing,
  });
  if (signal.aborted) return;
  // The pace was reckoned from the ages that this look began with.
  const leftMs = Math.max(0, paceMs - (clock.monotonicMs() - startedMs));
  const dueInMs = Math.max(leftMs, restMs);
  await recordLook(deps.db, endpointId, { kind, dueInMs, requests, announcedShare, folded, missed: unannounced });
}

/** Renders that were due and go on want to be looked at again: after an answer in their own time, without one in the next regular look. */
async function deferDue(
  { db, timing }: Deps,
  left: readonly OpenRender[],
  { told, restMs, nextMs }: { told: Told; restMs: number; nextMs: (render: OpenRender) => number },
): Promise<void> {
  const checks = left
    .filter(({ id, isDue }) => isDue && told.get(id)?.kind !== 'gone')
    .map((render) => {
      const isAnswered = told.get(render.id)?.kind === 'found';
      const leftMs = Math.max(timing.checkLeastMs, timing.renderWindowMs - render.heldMs);
      return { renderId: render.id, dueInMs: isAnswered ? Math.min(nextMs(render), leftMs) : Math.max(timing.reconcileEveryMs, restMs) };
    });
  await deferChecks(db, checks);
}
