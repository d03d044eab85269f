import type { RenderStatus } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import { isPassingTrouble } from '../db/passing-trouble.ts';
import { violates } from '../db/unique-violation.ts';
import type { Deps } from '../deps.ts';
import { troubleRestMs } from './endpoint-limits.rules.ts';
import { getEndpointUse } from './endpoint-use.store.ts';
import {
  closeEndpointOf,
  cutEndpoint,
  easeEndpoint,
  type FencedSend,
  keepToken,
  restAfterTrouble,
  returnToken,
  throttleEndpoint,
} from './endpoint.store.ts';
import { forgetOrphan, readClaims, reopenJudgement } from './orphan.store.ts';
import { backoffMs, type SendStep, stepOfLateAnswer } from './render.rules.ts';
import { readFenced } from './render.store.ts';
import { settleRenders } from './settle-renders.ts';

const RETRY_BASE_MS = 100;

/** The row took another way before the answer reached it, and the answer changes nothing any more. */
type MovedOn = { movedOn: RenderStatus };

/**
 * Commits what the one send saw. The answer is in hand and can not be asked for twice: while the database is in passing trouble it is offered
 * again, through a drain, as long as the process lives and a doubtful send is looked for; and a render that was taken for doubtful or parked
 * meanwhile still takes its video. The log keeps the provider's id before anything else can fail.
 */
export async function commitAnswer(deps: Deps, send: FencedSend, step: SendStep, checkInMs: number): Promise<void> {
  const { log, clock, timing } = deps;
  const about = { renderId: send.id, ...(step.to === 'running' && { operationId: step.operationId }) };
  log.info({ event: 'render.sent', ...about, to: step.to, ...('note' in step ? { note: step.note } : {}) });
  const untilMs = clock.monotonicMs() + timing.quietPeriodMs;
  for (let tries = 0; ; tries += 1) {
    try {
      const late = await deps.db.transaction().execute((trx) => writeAnswer(trx, deps, send, step, checkInMs));
      if (late) log.error({ event: 'render.answer_late', ...about, to: step.to, status: late.movedOn });
      return;
    } catch (error) {
      if (step.to === 'running' && violates(error, 'renders_operation')) {
        const note = 'the provider answered with a video that belongs to another render';
        return commitAnswer(deps, send, { to: 'ambiguous', note }, checkInMs);
      }
      if (!isPassingTrouble(error) || clock.monotonicMs() >= untilMs) {
        log.error({ event: 'render.answer_lost', ...about, to: step.to, error });
        throw error;
      }
      log.warn({ event: 'render.answer_waits', ...about, to: step.to, error });
      await clock.sleep(backoffMs(RETRY_BASE_MS, tries));
    }
  }
}

/** The answer under the fence's epoch; null once it stands, also where a commit whose word was lost had written it. */
async function writeAnswer(trx: Trx, deps: Deps, send: FencedSend, step: SendStep, checkInMs: number): Promise<MovedOn | null> {
  const row = await readFenced(trx, send.id, send.epoch);
  const isOurs = step.to === 'running' && row?.operationId === step.operationId;
  if (!row || isOurs || (row.status === step.to && step.to !== 'ambiguous')) return null;
  const from = stepOfLateAnswer(row.status, step.to);
  // The endpoint's share, rest and tokens follow from the answer, whatever became of the row.
  await recordAnswer(trx, deps, send, step);
  if (!from) return row.status === step.to ? null : { movedOn: row.status };
  if (step.to === 'running' && from !== 'submitting' && !(await freeVideo(trx, deps, send, step.operationId, row.sentAt)))
    return { movedOn: row.status };
  const change = { renderId: send.id, epoch: send.epoch, ...changeOf(deps, send, step, checkInMs) };
  const moved = await settleRenders(trx, deps, send.campaign, { from, to: step.to, changes: [change] });
  return moved.length > 0 ? null : { movedOn: (await readFenced(trx, send.id, send.epoch))?.status ?? row.status };
}

function changeOf(deps: Deps, send: FencedSend, step: SendStep, checkInMs: number) {
  switch (step.to) {
    case 'running':
      return { operationId: step.operationId, dueInMs: checkInMs };
    case 'failed':
      return { failureCode: step.failure.code, failureNote: step.failure.note };
    case 'ambiguous':
      return { failureCode: 'submission_unclear', failureNote: step.note };
    case 'intended':
      return { failureNote: step.note, dueInMs: step.wait === 'render' || step.wait === 'unreached' ? notSentRestMs(deps, send) : 0 };
  }
}

/**
 * While the render was in doubt its video may have been kept as an orphan, and the render may argue about others, which are judged again. False where
 * the video's price was booked as a loss: a person decides then.
 */
async function freeVideo(trx: Trx, deps: Deps, send: FencedSend, operationId: string, sentAt: Date | null): Promise<boolean> {
  await reopenJudgement(trx, { endpoint_id: send.endpointId, sent_at: sentAt }, deps.timing.clockSkewMs);
  const { orphans } = await readClaims(trx, send.endpointId, [operationId]);
  const orphan = orphans.get(operationId);
  return !orphan || forgetOrphan(trx, orphan.id);
}

/** What the answer says of the endpoint: its share, its rest, then its tokens. Before the render's own rows, in the order of locks. */
async function recordAnswer(trx: Trx, deps: Deps, send: FencedSend, step: SendStep): Promise<void> {
  if (step.to === 'intended' && step.wait === 'render') return returnToken(trx, send);
  if (step.to === 'intended' && step.wait === 'unreached') {
    await restAfterTrouble(trx, send, notSentRestMs(deps, send), step.note);
    return returnToken(trx, send);
  }
  if (step.to === 'running' || step.to === 'failed') await easeEndpoint(trx, send);
  else if (step.to === 'intended' && step.wait === 'person') await closeEndpointOf(trx, send, step.note);
  else await cutEndpoint(trx, send);
  if (step.to === 'intended' && step.wait === 'endpoint') await throttleEndpoint(trx, send, step.retryAfterMs, step.note);
  if (step.to === 'ambiguous' && step.trouble) await restTroubled(trx, deps, send, step.trouble.retryAfterMs, step.note);
  await keepToken(trx, send);
}

/** The server answered that it is failing: what was sent now would be in doubt too. It rests as long as it said, else the longer the more it failed. */
async function restTroubled(trx: Trx, deps: Deps, send: FencedSend, askedMs: number | null, note: string): Promise<void> {
  const restMs = askedMs ?? troubleRestMs(await getEndpointUse(trx, send.endpointId), deps.timing.notSentBackoffMs);
  await restAfterTrouble(trx, send, restMs, note);
}

function notSentRestMs({ timing }: Deps, send: FencedSend): number {
  return backoffMs(timing.notSentBackoffMs, send.notSentCount);
}
