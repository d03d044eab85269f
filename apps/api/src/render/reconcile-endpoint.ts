import type { Deps } from '../deps.ts';
import { eachLimit } from '../lib/each-limit.ts';
import type { Operation, Provider } from '../providers/provider.ts';
import { openProvider } from './open-provider.ts';
import { recordProgress } from './record-progress.ts';
import { readWindow } from './read-window.ts';
import { recordReading } from './reading.store.ts';
import { type CheckStep, nextCheckMs, stepAfterCheck } from './render.rules.ts';
import { deferChecks, listOpenRenders, type OpenRender } from './open-render.store.ts';
import { resolveAmbiguous } from './resolve-ambiguous.ts';
import { settleRenders } from './settle-renders.ts';

const CHECKS_IN_PARALLEL = 4;

/**
 * Makes our open renders agree with what the provider says. Sends whose process died become ambiguous; then, where the dialect lists,
 * one windowed reading of the list answers for every open render at once; what a whole list does not show is asked by id, and of a broken
 * one what is due.
 */
export async function reconcileEndpoint(deps: Deps, endpointId: string, signal: AbortSignal): Promise<void> {
  await recordReading(deps.db, endpointId, deps.timing.reconcileEveryMs);
  await doubtStaleSends(deps, endpointId);
  const open = (await listOpenRenders(deps.db, endpointId)).filter(({ status }) => status !== 'submitting');
  if (open.length === 0) return;

  const nowMs = databaseClock(deps, open[0]!);
  const provider = await openProvider(deps, endpointId);
  if (!provider) return;
  const running = open.filter(({ status }) => status === 'running');
  const ambiguous = open.filter(({ status }) => status === 'ambiguous');
  if (!provider.capabilities.lists) {
    await checkEach(
      deps,
      provider,
      running.filter(({ isDue }) => isDue),
      signal,
    );
    await resolveAmbiguous(deps, { endpointId, ambiguous, listed: [], capabilities: provider.capabilities });
    return;
  }
  const since = new Date(open[0]!.sentAt.getTime() - deps.timing.clockSkewMs);
  const window = await readWindow(deps, provider, { since, nowMs }, signal);
  const listed = new Map(window.operations.map((operation) => [operation.id, operation]));
  await applyStates(
    deps,
    running.flatMap((render) => pairWith(render, listed.get(render.operationId!))),
    true,
  );
  await checkEach(
    deps,
    provider,
    running.filter(({ operationId, isDue }) => !listed.has(operationId!) && (window.complete || isDue)),
    signal,
  );
  if (!window.complete) return;
  await resolveAmbiguous(deps, { endpointId, ambiguous, listed: window.operations, capabilities: provider.capabilities });
}

/** The time of the clock that dated the sends, whatever this machine's own says; begun when the render was read. Milliseconds. */
function databaseClock({ clock }: Deps, { sentAt, ageMs }: OpenRender): () => number {
  const readAtMs = clock.monotonicMs();
  return () => sentAt.getTime() + ageMs + clock.monotonicMs() - readAtMs;
}

/** A process that fenced a render and died left it submitting: whether a byte left nobody knows, so only the list can tell. */
async function doubtStaleSends(deps: Deps, endpointId: string): Promise<void> {
  const stale = (await listOpenRenders(deps.db, endpointId)).filter(
    ({ status, ageMs }) => status === 'submitting' && ageMs > deps.timing.submittingStaleMs,
  );
  for (const render of stale) {
    await deps.db.transaction().execute((trx) =>
      settleRenders(trx, deps, render.campaign, {
        from: 'submitting',
        to: 'ambiguous',
        changes: [
          {
            renderId: render.id,
            epoch: render.epoch,
            failureCode: 'submission_unclear',
            failureNote: 'the sending process ended before it could say what it saw',
          },
        ],
      }),
    );
  }
}

function pairWith(render: OpenRender, operation: Operation | undefined): { render: OpenRender; operation: Operation }[] {
  return operation ? [{ render, operation }] : [];
}

/** Asks for each of these by id; a question that is not answered is asked again in the next regular pass, or when the provider says. */
async function checkEach(deps: Deps, provider: Provider, renders: readonly OpenRender[], signal: AbortSignal): Promise<void> {
  await eachLimit(renders, CHECKS_IN_PARALLEL, async (render) => {
    if (signal.aborted) return;
    const outcome = await provider.check(render.operationId!, signal);
    if (outcome.kind === 'unanswered') {
      deps.log.warn({ event: 'provider.check_unanswered', renderId: render.id, note: outcome.note });
      if (!render.isDue) return;
      return deferChecks(deps.db, [{ renderId: render.id, dueInMs: Math.max(deps.timing.reconcileEveryMs, outcome.retryAfterMs ?? 0) }]);
    }
    if (outcome.kind === 'found') return applyStates(deps, [{ render, operation: outcome.operation }], provider.capabilities.lists);
    // A gateway may answer 404 for a moment after the create: money is not given back on that word alone.
    if (render.ageMs < deps.timing.clockSkewMs) return;
    const step = stepAfterCheck('gone', true);
    if (step) await applySteps(deps, [{ render, step }]);
  });
}

async function applyStates(deps: Deps, told: readonly { render: OpenRender; operation: Operation }[], lists: boolean): Promise<void> {
  const steps: { render: OpenRender; step: CheckStep }[] = [];
  const progress: { render: OpenRender; percent: number }[] = [];
  for (const { render, operation } of told) {
    if (operation.state.kind === 'unknown')
      deps.log.error({ event: 'provider.status_unknown', renderId: render.id, word: operation.state.word });
    const step = stepAfterCheck(operation.state, render.ageMs > deps.timing.renderWindowMs);
    if (step) steps.push({ render, step });
    else if (operation.state.kind === 'pending' && operation.state.progressPercent !== null)
      progress.push({ render, percent: operation.state.progressPercent });
  }
  await applySteps(deps, steps);
  await recordProgress(deps, progress);
  const ended = new Set(steps.map(({ render }) => render.id));
  const waiting = told.filter(({ render }) => render.isDue && !ended.has(render.id));
  const { renderWindowMs } = deps.timing;
  await deferChecks(
    deps.db,
    waiting.map(({ render }) => ({
      renderId: render.id,
      dueInMs: lists ? renderWindowMs - render.ageMs : nextCheckMs(render.ageMs, renderWindowMs),
    })),
  );
}

/** One transaction for each campaign and step, in order of campaign. */
async function applySteps(deps: Deps, steps: readonly { render: OpenRender; step: CheckStep }[]): Promise<void> {
  const groups = Map.groupBy(steps, ({ render, step }) => `${render.campaign.num}:${step.to}`);
  for (const group of groups.values()) {
    const { render, step } = group[0]!;
    const moved = await deps.db.transaction().execute((trx) =>
      settleRenders(trx, deps, render.campaign, {
        from: 'running',
        to: step.to,
        changes: group.map((one) => changeOf(one.render, one.step, deps.timing.storeRetryMs)),
      }),
    );
    deps.log.info({ event: `render.${step.to}`, campaignId: render.campaign.id, count: moved.length });
  }
}

function changeOf(render: OpenRender, step: CheckStep, storeRetryMs: number) {
  if (step.to === 'succeeded')
    return { renderId: render.id, costMicros: render.holdMicros, outputExpiresAt: step.expiresAt, dueInMs: storeRetryMs };
  const failure = { renderId: render.id, failureCode: step.failure.code, failureNote: step.failure.note };
  return step.to === 'expired' ? { ...failure, costMicros: render.holdMicros } : failure;
}
