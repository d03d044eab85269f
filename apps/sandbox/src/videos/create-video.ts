import { takeDelayMs, takeFaultAfter, takeFaultBefore, takeGarbage, type CreateFault, type FaultSubject } from '../faults/create-faults.ts';
import { planJob } from '../faults/job-faults.ts';
import { sha256 } from '../lib/chance.ts';
import { json, type Reply } from '../lib/reply.ts';
import { priceMicros } from './catalogue.ts';
import { inTransaction } from './database.ts';
import type { Caller, VideosDeps } from './deps.ts';
import { fingerprintOf } from './fingerprint.ts';
import { planTimes } from './life-cycle.rules.ts';
import type { Video, VideoRequest } from './video.ts';
import { rateLimited, Refused } from './wire-error.ts';
import { writeVideo } from './write-video.ts';

/** Counts a create against the requests a minute. Throws Refused (429), which the ledger remembers. */
export function admitCreate(deps: VideosDeps, caller: Caller): void {
  const waitSeconds = deps.rateLimit.take(Date.now());
  if (waitSeconds === 0) return;
  const refusal = rateLimited(waitSeconds, deps.rateLimit.rpm);
  recordRefusedCreate(deps, caller, refusal);
  throw refusal;
}

/** Writes down a create that came to nothing before its request was understood. */
export function recordRefusedCreate(deps: VideosDeps, caller: Caller, refusal: Refused): void {
  recordCreate(deps, caller, null, { status: refusal.wire.status, outcome: refusal.wire.code ?? refusal.wire.type, videoId: null });
}

/**
 * Accepts a checked request: the row, the ledger's `create` and `start` lines are one commit, made before the first byte of the answer.
 * Faults of the prompt or the rates come before it (nothing started) or after it (started, billed, and the caller is not told).
 */
export function createVideo(deps: VideosDeps, caller: Caller, asked: VideoRequest): Reply {
  const subject = subjectOf(asked);
  const before = takeFaultBefore(deps.faults, subject);
  if (before) {
    recordCreate(deps, caller, { asked, subject }, { status: statusOf(before), outcome: before.outcome, videoId: null });
    return replyOf(deps, before);
  }
  const after = takeFaultAfter(deps.faults, subject);
  const video = start(deps, caller, asked, subject, after);
  deps.scheduler.add(video);
  const delayMs = takeDelayMs(deps.faults, subject);
  const reply = after ? replyOf(deps, after) : accepted(deps, subject, video);
  return delayMs > 0 ? { kind: 'delayed', ms: delayMs, reply } : reply;
}

function start(deps: VideosDeps, caller: Caller, asked: VideoRequest, subject: FaultSubject, after: CreateFault | null): Video {
  const plan = planJob(deps.faults, subject);
  const nth = deps.faults.count('create', subject.fingerprint);
  const times = planTimes(asked, { speed: deps.pace.speed, slower: plan.slower }, [deps.pace.seed, subject.fingerprint, nth]);
  const { promptSha, fingerprint } = subject;
  const nowMs = Date.now();
  const fresh = {
    ...asked,
    ...times,
    prompt: plan.prompt,
    promptSha,
    fingerprint,
    ending: plan.ending,
    id: deps.dialect.newId(),
    createdMs: nowMs,
  };
  const costMicros = plan.billed ? priceMicros(asked.model, asked.size, asked.seconds) : 0;
  return inTransaction(deps.db, () => {
    const video = deps.videos.insert(fresh);
    recordCreate(
      deps,
      caller,
      { asked, subject },
      { status: after ? statusOf(after) : 200, outcome: after?.outcome ?? 'accepted', videoId: video.id },
    );
    deps.ledger.append({
      ...lineOf(caller, { asked, subject }),
      atMs: nowMs,
      kind: 'start',
      videoId: video.id,
      status: null,
      outcome: plan.ending.kind,
      billed: plan.billed,
      costMicros,
    });
    return video;
  });
}

type Understood = { asked: VideoRequest; subject: FaultSubject };

function recordCreate(
  deps: VideosDeps,
  caller: Caller,
  about: Understood | null,
  what: { status: number | null; outcome: string; videoId: string | null },
): void {
  deps.ledger.append({ ...lineOf(caller, about), ...what, atMs: Date.now(), kind: 'create', billed: false, costMicros: 0 });
}

function lineOf(caller: Caller, about: Understood | null) {
  return {
    model: about?.asked.model ?? null,
    seconds: about ? String(about.asked.seconds) : null,
    size: about?.asked.size ?? null,
    promptSha: about?.subject.promptSha ?? null,
    fingerprint: about?.subject.fingerprint ?? null,
    clientRequestId: caller.clientRequestId,
    requestId: caller.requestId,
  };
}

function subjectOf(asked: VideoRequest): FaultSubject {
  const { prompt, model, size } = asked;
  return { prompt, model, promptSha: sha256(prompt), fingerprint: fingerprintOf({ model, prompt, size, seconds: String(asked.seconds) }) };
}

function accepted(deps: VideosDeps, subject: FaultSubject, video: Video): Reply {
  const garbage = takeGarbage(deps.faults, subject);
  if (garbage) return { kind: 'text', status: 200, ...garbage };
  return json(200, writeVideo(deps.dialect, video, Date.now(), deps.faults.settings().clockSkewSeconds * 1000));
}

const statusOf = (fault: CreateFault): number | null => ('refusal' in fault ? fault.refusal.wire.status : null);

function replyOf(deps: VideosDeps, fault: CreateFault): Reply {
  if ('drop' in fault) return { kind: 'drop', how: fault.drop };
  const { wire } = fault.refusal;
  return json(wire.status, deps.dialect.errorBody(wire), wire.headers);
}
