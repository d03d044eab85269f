import type { Deps } from '../deps.ts';
import type { CheckOutcome } from '../providers/provider.ts';
import { alarmUnknown } from './alarm-unknown.ts';
import { learnFinished, tookMs } from './learn-durations.ts';
import { markGone, type OpenRender, unmarkGone } from './open-render.store.ts';
import { recordReportsCost } from './reading.store.ts';
import { recordProgress } from './record-progress.ts';
import { type CheckStep, stepAfterCheck, stepAfterGone, stepAfterSilence } from './render.rules.ts';
import { settleRenders } from './settle-renders.ts';

/** What became of the renders that were asked for. */
export interface Applied {
  /** They moved on, or somebody else moved them. */
  ended: Set<string>;
  /** Ends that no webhook had told of. */
  unannounced: number;
  /** The longest rest the provider asked for. Milliseconds. */
  restMs: number;
}

/** Takes the provider's word for every render it was asked for: steps with their money and events, progress, alarms, and what is learned from it. */
export async function applyTold(
  deps: Deps,
  endpointId: string,
  told: readonly { render: OpenRender; outcome: CheckOutcome }[],
): Promise<Applied> {
  const steps: { render: OpenRender; step: CheckStep }[] = [];
  const progress: { render: OpenRender; percent: number }[] = [];
  const finished: Parameters<typeof learnFinished>[2][number][] = [];
  const unknown: { render: OpenRender; word: string }[] = [];
  let restMs = 0;
  for (const { render, outcome } of told) {
    if (outcome.kind === 'unanswered') restMs = Math.max(restMs, outcome.retryAfterMs ?? 0);
    const step = stepFor(deps, render, outcome);
    if (step) steps.push({ render, step });
    if (outcome.kind !== 'found') continue;
    const { operation } = outcome;
    if (operation.state.kind === 'unknown') unknown.push({ render, word: operation.state.word });
    if (operation.state.kind === 'succeeded')
      finished.push({ modelId: render.modelId, seconds: render.seconds, tookMs: tookMs(operation, render.ageMs) });
    if (!step && operation.state.kind === 'pending' && operation.state.progressPercent !== null)
      progress.push({ render, percent: operation.state.progressPercent });
  }
  await alarmUnknown(deps, unknown);
  await applySteps(deps, steps);
  await recordProgress(deps, progress);
  await noteGone(deps, told);
  await learnFinished(deps, endpointId, finished);
  if (steps.some(({ step }) => step.to === 'succeeded' && step.costMicros !== null)) await recordReportsCost(deps.db, endpointId, true);
  const unannounced = steps.filter(({ render, step }) => !render.isHinted && (step.to === 'succeeded' || step.to === 'failed')).length;
  return { ended: new Set(steps.map(({ render }) => render.id)), unannounced, restMs };
}

function stepFor({ timing }: Deps, render: OpenRender, outcome: CheckOutcome): CheckStep | null {
  switch (outcome.kind) {
    case 'found':
      return stepAfterCheck(outcome.operation.state, render.heldMs > timing.renderWindowMs);
    case 'gone':
      return stepAfterGone(render.goneMs, timing);
    case 'unanswered':
      return outcome.unasked ? null : stepAfterSilence(render.heldMs, timing, outcome.note);
  }
}

/** How often a video that its provider does not know is asked for until that is confirmed. */
const QUESTIONS_TO_CONFIRM = 4;

/** Remembers who was said to be unknown, for the second word, and forgets it of whom the provider shows again. */
async function noteGone({ db, timing }: Deps, told: readonly { render: OpenRender; outcome: CheckOutcome }[]): Promise<void> {
  const gone = told.filter(({ outcome }) => outcome.kind === 'gone');
  const shown = told.filter(({ render, outcome }) => outcome.kind === 'found' && render.goneMs !== null);
  await markGone(
    db,
    gone.map(({ render }) => render.id),
    timing.clockSkewMs / QUESTIONS_TO_CONFIRM,
  );
  await unmarkGone(
    db,
    shown.map(({ render }) => render.id),
  );
}

/** Ends renders nobody can be asked about any more, once their window and a quiet period are over. */
export async function endSilent(deps: Deps, running: readonly OpenRender[], note: string): Promise<void> {
  const steps = running.flatMap((render) => {
    const step = stepAfterSilence(render.heldMs, deps.timing, note);
    return step ? [{ render, step }] : [];
  });
  await applySteps(deps, steps);
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
    return {
      renderId: render.id,
      costMicros: step.costMicros ?? render.holdMicros,
      outputExpiresAt: step.expiresAt,
      dueInMs: storeRetryMs,
    };
  const failure = { renderId: render.id, failureCode: step.failure.code, failureNote: step.failure.note };
  return step.to === 'expired' ? { ...failure, costMicros: render.holdMicros } : failure;
}
