import type { Deps } from '../deps.ts';
import type { Capabilities, Operation } from '../providers/provider.ts';
import { type Match, matchOperations } from './match-operations.rules.ts';
import { countMissed, type OpenRender } from './open-render.store.ts';
import { listDoubtfulSends } from './orphan-evidence.store.ts';
import { readClaims } from './orphan.store.ts';
import { afterQuietPeriod, countsAsMissed, isBeyondReading, isMissedEnough, provesAbsence } from './render.rules.ts';
import { settleRenders } from './settle-renders.ts';

/**
 * Rules 8 and 9: an ambiguous send is claimed when the list shows exactly one video that can only be its own, parked for a person when it
 * shows several, and decided by policy when two whole readings show none, the last after the quiet period. Only a list of everything that echoes
 * prompts can prove that nothing was created, and not while a video of the same moment and shape belongs to nobody: its prompt may have been
 * rewritten. A reading that is not whole (`isWhole`) shows what there is, and proves nothing of what it does not show.
 */
export async function resolveAmbiguous(
  deps: Deps,
  input: {
    endpointId: string;
    ambiguous: readonly OpenRender[];
    listed: readonly Operation[];
    isWhole: boolean;
    capabilities: Capabilities;
  },
): Promise<void> {
  if (input.ambiguous.length === 0) return;
  const { endpointId, listed, isWhole, capabilities } = input;
  const canProve = provesAbsence(capabilities);
  const doubtful = await listDoubtfulSends(deps.db, endpointId);
  const claims = await readClaims(
    deps.db,
    endpointId,
    listed.map(({ id }) => id),
  );
  const renderOf = new Map(input.ambiguous.map((render) => [render.id, render]));
  const matches = matchOperations({
    sends: doubtful.filter(({ renderId }) => renderOf.has(renderId)),
    rivals: doubtful.filter(({ status }) => status === 'submitting'),
    listed: listed.filter(({ id }) => !claims.orphans.has(id)),
    ...claims,
    parkedFingerprints: new Set(doubtful.filter(({ status }) => status === 'parked').map(({ fingerprint }) => fingerprint)),
    echoesPrompt: capabilities.listEchoesPrompt,
    clockSkewMs: deps.timing.clockSkewMs,
    guardMs: deps.timing.sendTimeoutMs + deps.timing.clockSkewMs,
  });
  for (const match of matches) await applyMatch(deps, renderOf.get(match.renderId)!, match, { isWhole, canProve });
}

/** Gives to a person what can not be looked for: its list was not read whole until the quiet period and a render's window were over. */
export async function parkUnread(deps: Deps, ambiguous: readonly OpenRender[]): Promise<void> {
  for (const render of ambiguous) {
    if (!isBeyondReading(render.ageMs, deps.timing)) continue;
    deps.log.error({ event: 'render.unread', renderId: render.id });
    const failureNote = 'the provider’s list could not be read whole, so that nobody can tell whether it was made';
    await settle(deps, render, 'parked', { renderId: render.id, epoch: render.epoch, failureCode: 'submission_unclear', failureNote });
  }
}

async function applyMatch(
  deps: Deps,
  render: OpenRender,
  match: Match,
  { isWhole, canProve }: { isWhole: boolean; canProve: boolean },
): Promise<void> {
  const base = { renderId: render.id, epoch: render.epoch };
  if (match.kind === 'found') {
    deps.log.info({ event: 'render.adopted', renderId: render.id, operationId: match.operation.id });
    await settle(deps, render, 'running', { ...base, operationId: match.operation.id, dueInMs: deps.timing.renderWindowMs });
    return;
  }
  if (match.kind === 'several') {
    deps.log.error({ event: 'provider.key_shared', renderId: render.id, operationIds: match.ids });
    const failureNote = 'several unclaimed videos match this request: the provider key seems to be shared';
    await settle(deps, render, 'parked', { ...base, failureCode: 'submission_unclear', failureNote, disputedIds: match.ids });
    return;
  }
  if (!isWhole) return parkUnread(deps, [render]);
  const isCounted = countsAsMissed(render, deps.timing);
  if (isCounted) await countMissed(deps.db, render);
  if (render.ageMs < deps.timing.quietPeriodMs) return;
  if (match.kind === 'suspects') {
    const failureNote =
      'a video of the same model, length and size was made in its moment with another prompt: the provider may have rewritten it';
    await settle(deps, render, 'parked', { ...base, failureCode: 'submission_unclear', failureNote, disputedIds: match.ids });
    return;
  }
  if (canProve && !isMissedEnough(render.missedCount + (isCounted ? 1 : 0))) return;
  if (afterQuietPeriod(render, canProve) === 'park') {
    const failureNote = 'the provider’s list does not show it after the quiet period';
    await settle(deps, render, 'parked', { ...base, failureCode: 'submission_unclear', failureNote });
    return;
  }
  deps.log.warn({ event: 'render.lost', renderId: render.id });
  const change = { ...base, failureCode: 'submission_lost', failureNote: 'never listed within the quiet period' };
  await settle(deps, render, 'lost', change, true);
}

async function settle(
  deps: Deps,
  render: OpenRender,
  to: 'running' | 'parked' | 'lost',
  change: Parameters<typeof settleRenders>[3]['changes'][number],
  requeue = false,
): Promise<void> {
  await deps.db
    .transaction()
    .execute((trx) => settleRenders(trx, deps, render.campaign, { from: 'ambiguous', to, changes: [change], requeue }));
}
