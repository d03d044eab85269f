import type { DropKind } from '../lib/reply.ts';
import { invalid, modelGone, rateLimited, Refused, serverError } from '../videos/wire-error.ts';
import type { Faults } from './faults.ts';
import { millisecondsOf, type Token } from './tokens.rules.ts';

/** What a create's fault is told: the request, as far as faults look at it. */
export type FaultSubject = { prompt: string; promptSha: string; fingerprint: string; model: string };

/** A create that goes wrong: by a refusal, or by a connection that ends. `outcome` is written to the ledger. */
export type CreateFault = { outcome: string; refusal: Refused } | { outcome: string; drop: DropKind };

const RETRY_AFTER_SECONDS = 1;

/** The fault that meets a create before anything is started: nothing is billed. Null = none. */
export function takeFaultBefore(faults: Faults, subject: FaultSubject): CreateFault | null {
  if (faults.settings().goneModels.includes(subject.model)) return { outcome: 'model_gone', refusal: modelGone(subject.model) };
  const token = faults.takeToken(subject.prompt, subject.promptSha, isBefore);
  if (token) return faultBefore(token, subject);
  const strikes = (name: Parameters<Faults['strikes']>[0]) => faults.strikes(name, subject.fingerprint);
  if (strikes('rateLimited')) return { outcome: 'rate_limited', refusal: rateLimited(RETRY_AFTER_SECONDS, null) };
  if (strikes('serverErrorBefore')) return { outcome: 'server_error_before', refusal: serverError() };
  if (strikes('resetBefore')) return { outcome: 'reset_before', drop: 'reset' };
  if (strikes('modelGone')) return { outcome: 'model_gone', refusal: modelGone(subject.model) };
  return null;
}

/** The fault that meets a create after its job was started and billed. Null = none. */
export function takeFaultAfter(faults: Faults, subject: FaultSubject): CreateFault | null {
  const token = faults.takeToken(subject.prompt, subject.promptSha, isAfter);
  if (token) return faultAfter(token);
  const strikes = (name: Parameters<Faults['strikes']>[0]) => faults.strikes(name, subject.fingerprint);
  if (strikes('loseResponse')) return { outcome: 'response_lost', drop: 'close' };
  if (strikes('serverErrorAfter')) return { outcome: 'server_error_after', refusal: serverError() };
  if (strikes('resetAfter')) return { outcome: 'reset_after', drop: 'reset' };
  return null;
}

/** How long the answer to a create is held back, milliseconds. */
export function takeDelayMs(faults: Faults, subject: FaultSubject): number {
  const token = faults.takeToken(subject.prompt, subject.promptSha, (candidate) => candidate.name === 'delay');
  return token ? millisecondsOf(token.argument, 5000) : 0;
}

/** The nonsense that answers a create whose job was started, as a body and its type; null = the Video. */
export function takeGarbage(faults: Faults, subject: FaultSubject): { type: string; text: string } | null {
  const token = faults.takeToken(
    subject.prompt,
    subject.promptSha,
    (candidate) => candidate.name === 'garbage' && isCreateGarbage(candidate),
  );
  if (token?.argument === 'html') return { type: 'text/html', text: '<html><body><h1>It works!</h1></body></html>' };
  if (token?.argument === 'id') return { type: 'application/json', text: '{"id":42,"object":"video","status":"queued"}' };
  if (token || faults.strikes('garbage', subject.fingerprint)) return { type: 'application/json', text: '{"id":"video_' };
  return null;
}

const isCreateGarbage = (token: Token) => token.argument === null || token.argument === 'html' || token.argument === 'id';

const isAfter = ({ name, argument }: Token) =>
  name === 'lose-response' || (['500', 'reset', 'hang'].includes(name) && argument === 'after');

const isBefore = (token: Token) => ['sentinel', 'model-gone', '429', '500', 'reset', 'hang'].includes(token.name) && !isAfter(token);

function faultBefore(token: Token, subject: FaultSubject): CreateFault {
  if (token.name === 'sentinel') {
    const refusal = invalid('prompt', 'Your request was blocked by our moderation system.', 'sentinel_block');
    return { outcome: 'sentinel_block', refusal };
  }
  if (token.name === 'model-gone') return { outcome: 'model_gone', refusal: modelGone(subject.model) };
  if (token.name === '429') return { outcome: 'rate_limited', refusal: rateLimited(RETRY_AFTER_SECONDS, null) };
  if (token.name === '500') return { outcome: 'server_error_before', refusal: serverError() };
  return token.name === 'hang' ? { outcome: 'hang_before', drop: 'hang' } : { outcome: 'reset_before', drop: 'reset' };
}

function faultAfter(token: Token): CreateFault {
  if (token.name === 'lose-response') return { outcome: 'response_lost', drop: 'close' };
  if (token.name === '500') return { outcome: 'server_error_after', refusal: serverError() };
  return token.name === 'hang' ? { outcome: 'hang_after', drop: 'hang' } : { outcome: 'reset_after', drop: 'reset' };
}
