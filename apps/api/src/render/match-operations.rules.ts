import { renderFingerprint } from '@dailies/schema/fingerprint';
import type { Operation } from '../providers/provider.ts';

/** What a list shows of a request, and when it was sent. */
export interface SendShape {
  /** Of the whole request, in hex. */
  fingerprint: string;
  model: string;
  seconds: number;
  size: string;
  sentAt: Date;
}

/** A send whose answer was never read. */
export interface AmbiguousSend extends SendShape {
  renderId: string;
}

export type Match = { renderId: string } & (
  | { kind: 'found'; operation: Operation }
  | { kind: 'none' }
  | { kind: 'several'; ids: string[] }
  /** Nothing equals the request, but these were made in its moment and shape: their prompt may have been rewritten there. */
  | { kind: 'suspects'; ids: string[] }
);

/**
 * Rule 8 of the protocol: an ambiguous send is resolved only by reading the provider's list. `listed` are the operations of the window,
 * `claimed` the ids that already belong to some render, `disputed` the ids parked renders argue about.
 * `single_flight` guarantees that at most one send of a fingerprint is in doubt, so one unclaimed match is ours, and two mean that
 * somebody else uses the key. Where the list shows no prompts (`echoesPrompt` false) a video made in the send's moment and shape is ours when it
 * can be nobody else's. A video that a parked render suspects may be this send's all the same: it is not taken, and proves no absence.
 */
export function matchOperations(input: {
  sends: readonly AmbiguousSend[];
  /** Sends that are still under way: what they may have made is not free to take. */
  rivals: readonly AmbiguousSend[];
  listed: readonly Operation[];
  claimed: Pick<ReadonlySet<string>, 'has'>;
  disputed: ReadonlySet<string>;
  /** Of parked renders, in hex: what equals their request is no rewritten video of another. */
  parkedFingerprints: ReadonlySet<string>;
  echoesPrompt: boolean;
  clockSkewMs: number;
  guardMs: number;
}): Match[] {
  const { sends, echoesPrompt, clockSkewMs } = input;
  const all = [...sends, ...input.rivals];
  const unclaimed = input.listed.filter(({ id }) => !input.claimed.has(id));
  const free = unclaimed.filter(({ id }) => !input.disputed.has(id));
  const equalsAnother = (operation: Operation): boolean => {
    const fingerprint = fingerprintOf(operation);
    return fingerprint !== null && (input.parkedFingerprints.has(fingerprint) || all.some((other) => other.fingerprint === fingerprint));
  };
  const byFingerprint = Map.groupBy(free, (operation) => fingerprintOf(operation));
  return sends.map((send): Match => {
    const { renderId } = send;
    const earliest = send.sentAt.getTime() - clockSkewMs;
    const matches = (byFingerprint.get(send.fingerprint) ?? []).filter(
      ({ createdAt }) => createdAt === null || createdAt.getTime() >= earliest,
    );
    if (matches.length === 1) return { renderId, kind: 'found', operation: matches[0]! };
    if (matches.length > 1) return { renderId, kind: 'several', ids: matches.map(({ id }) => id) };
    const suspects = unclaimed.filter((operation) => mayBeRewritten(send, operation, input) && !equalsAnother(operation));
    if (suspects.length === 0) return { renderId, kind: 'none' };
    const isFree = suspects.length === 1 && !input.disputed.has(suspects[0]!.id);
    const isOursAlone = isFree && !all.some((other) => other !== send && mayBeRewritten(other, suspects[0]!, input));
    if (!echoesPrompt && isOursAlone) return { renderId, kind: 'found', operation: suspects[0]! };
    return { renderId, kind: echoesPrompt ? 'suspects' : 'several', ids: suspects.map(({ id }) => id) };
  });
}

/**
 * Whether a video may be this send's although its prompt is another one, or is not shown: it has the same model, length and size, as far as they
 * are told, and was made between the send and the end of its wait.
 */
export function mayBeRewritten(send: SendShape, operation: Operation, within: { clockSkewMs: number; guardMs: number }): boolean {
  const { model, seconds, size, createdAt } = operation;
  if (createdAt === null || fingerprintOf(operation) === send.fingerprint) return false;
  const sinceSendMs = (made: Date) => made.getTime() - send.sentAt.getTime();
  if (sinceSendMs(createdAt) < -within.clockSkewMs || sinceSendMs(operation.earliestAt ?? createdAt) > within.guardMs) return false;
  return [
    [model, send.model],
    [seconds, send.seconds],
    [size, send.size],
  ].every(([listed, sent]) => listed === null || listed === sent);
}

/** Whether a video was made of this very request, as far as the provider tells: what it leaves out is taken to be equal. */
export function isAskedFor(send: Omit<SendShape, 'sentAt'>, { prompt, ...told }: Operation): boolean {
  const shape = { model: told.model ?? send.model, seconds: told.seconds ?? send.seconds, size: told.size ?? send.size };
  if (prompt !== null) return renderFingerprint({ ...shape, prompt }).toString('hex') === send.fingerprint;
  return shape.model === send.model && shape.seconds === send.seconds && shape.size === send.size;
}

/** The fingerprint of what the list shows, in hex; null where it leaves out a part of it. */
export function fingerprintOf({ model, prompt, seconds, size }: Operation): string | null {
  if (model === null || prompt === null || seconds === null || size === null) return null;
  return renderFingerprint({ model, prompt, seconds, size }).toString('hex');
}
