import type { OrphanKind } from '@dailies/schema';
import type { Operation, OperationState } from '../providers/provider.ts';
import { type AmbiguousSend, fingerprintOf, mayBeRewritten, type SendShape } from './match-operations.rules.ts';
import type { GIVEN_UP_CODES } from './render.rules.ts';

/** A send of ours that may have made a video nobody told us of. */
export interface DoubtfulSend extends AmbiguousSend {
  status: 'submitting' | 'ambiguous' | 'parked';
  /** What a parked one argues about already. */
  disputedIds: readonly string[];
}

/** A variant that can take a video in: it waits for one (`queued`, `intended`), or its attempt was given up (`given_up`). */
export interface Place {
  campaignNum: number;
  index: number;
  kind: 'queued' | 'intended' | 'given_up';
  fingerprint: string;
  /** An attempt of it with this fingerprint was lost. */
  wasLost: boolean;
  /** No video made earlier can be its own. */
  notBefore: Date;
  /** Videos a person has decided are not its own. */
  refusedIds: readonly string[];
}

/** What is to be done about one listed video that no render of ours has. */
export type Judgement<P extends Place = Place> = { operation: Operation } & (
  | { kind: 'leave'; because: 'in_doubt' | 'young' }
  /** A parked render gets its video. */
  | { kind: 'resume'; renderId: string }
  /** A person must choose between videos, or say whether this one is ours. */
  | { kind: 'dispute'; renderIds: string[] }
  | { kind: 'adopt'; place: P }
  | { kind: 'keep'; as: OrphanKind }
);

export interface Evidence<P extends Place = Place> {
  /** Listed videos that belong to no render, are not disputed and not kept as orphans yet. */
  operations: readonly Operation[];
  sends: readonly DoubtfulSend[];
  places: readonly P[];
  /** Fingerprints (hex) of any render of ours, ever. */
  known: ReadonlySet<string>;
  /** What requests of each fingerprint (hex) hold that no list shows, in every campaign there is: more than one, and a video may be another's. */
  hidden: ReadonlyMap<string, ReadonlySet<string>>;
  /** When this installation first knew the endpoint. */
  installedAt: Date;
  /** The database's time. Milliseconds. */
  nowMs: number;
  /** Send timeout and tolerated clock difference together: a younger video may still find its render. Milliseconds. */
  guardMs: number;
  clockSkewMs: number;
}

/**
 * Rule 10 of the protocol, and the reading that comes before the first send: every listed video without a render of ours is left alone, given to
 * the attempt or variant that wants exactly it, or kept as an orphan. A row is written before anything is sent, so a video that no doubtful send
 * explains was made for a row that is gone (a restored backup), for an attempt that was given up, or by somebody else. Oldest videos first;
 * each place takes one.
 */
export function judgeOperations<P extends Place>(evidence: Evidence<P>): Judgement<P>[] {
  const operations = [...evidence.operations].sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
  const resumed = resumeParked(evidence, operations);
  const free = new Set(evidence.places);
  const inDoubt = evidence.sends.filter(({ status }) => status !== 'parked');
  // One send made one video at most: a second equal one is free for whoever wants exactly it.
  const explained = new Set<DoubtfulSend>();
  return operations.map((operation) => {
    const fingerprint = fingerprintOf(operation);
    const { createdAt } = operation;
    if (createdAt === null || createdAt.getTime() < evidence.installedAt.getTime() - evidence.clockSkewMs)
      return { operation, kind: 'keep', as: 'stranger' };
    const doubtful = inDoubt.filter((send) => send.fingerprint === fingerprint && isSince(send, operation, evidence));
    const taken = doubtful.find((send) => !explained.has(send));
    if (taken) {
      explained.add(taken);
      return { operation, kind: 'leave', because: 'in_doubt' };
    }
    const ofParked = resumed.get(operation.id);
    if (ofParked) return { operation, ...ofParked };
    const place = findPlace(evidence, free, operation, fingerprint);
    if (place) {
      free.delete(place);
      return { operation, kind: 'adopt', place };
    }
    if (doubtful.length > 0) return { operation, kind: 'leave', because: 'in_doubt' };
    // Only what nobody wants exactly may be a doubtful send's under another prompt.
    const suspects = evidence.sends.filter((send) => mayBeRewritten(send, operation, evidence));
    if (suspects.some(({ status }) => status !== 'parked')) return { operation, kind: 'leave', because: 'in_doubt' };
    if (suspects.length > 0) return { operation, kind: 'dispute', renderIds: suspects.map(({ renderId }) => renderId) };
    if (createdAt.getTime() > evidence.nowMs - evidence.guardMs) return { operation, kind: 'leave', because: 'young' };
    return { operation, kind: 'keep', as: fingerprint !== null && evidence.known.has(fingerprint) ? 'duplicate' : 'unknown' };
  });
}

/** Parked renders and the videos that match them: as many as there are videos go on, else a person chooses. */
function resumeParked(
  evidence: Evidence,
  operations: readonly Operation[],
): Map<string, { kind: 'resume'; renderId: string } | { kind: 'dispute'; renderIds: string[] }> {
  const parked = evidence.sends.filter(({ status }) => status === 'parked');
  const answers = new Map<string, { kind: 'resume'; renderId: string } | { kind: 'dispute'; renderIds: string[] }>();
  for (const [fingerprint, sends] of Map.groupBy(parked, (send) => send.fingerprint)) {
    const matches = operations.filter((operation) => fingerprintOf(operation) === fingerprint && isSince(sends[0]!, operation, evidence));
    const isClear =
      matches.length <= sends.length && sends.every(({ disputedIds }) => disputedIds.length === 0) && !isVeiled(evidence, fingerprint);
    for (const [at, { id }] of matches.entries()) {
      answers.set(
        id,
        isClear ? { kind: 'resume', renderId: sends[at]!.renderId } : { kind: 'dispute', renderIds: sends.map(({ renderId }) => renderId) },
      );
    }
  }
  return answers;
}

function isSince({ sentAt }: SendShape, { createdAt }: Operation, { clockSkewMs }: Evidence): boolean {
  return createdAt === null || createdAt.getTime() >= sentAt.getTime() - clockSkewMs;
}

/** Whether equal requests differ in what no list shows. */
function isVeiled({ hidden }: Pick<Evidence, 'hidden'>, fingerprint: string): boolean {
  return (hidden.get(fingerprint)?.size ?? 0) > 1;
}

/**
 * Waiting places whose video may be among those of nobody, which can not be given to them because equal requests differ in what no list shows: to
 * send for them may buy a second time.
 */
export function findVeiledPlaces<P extends Place>(
  evidence: Pick<Evidence<P>, 'operations' | 'places' | 'hidden'>,
  clockSkewMs: number,
): P[] {
  const free = Map.groupBy(evidence.operations, (operation) => fingerprintOf(operation));
  return evidence.places.filter(
    ({ kind, fingerprint, notBefore }) =>
      kind !== 'given_up' &&
      isVeiled(evidence, fingerprint) &&
      free.get(fingerprint)?.some(({ createdAt }) => createdAt === null || createdAt.getTime() >= notBefore.getTime() - clockSkewMs),
  );
}

/** A place that wants exactly this video; one whose attempt was lost comes first. */
function findPlace<P extends Place>(
  evidence: Evidence<P>,
  free: ReadonlySet<P>,
  operation: Operation,
  fingerprint: string | null,
): P | undefined {
  const wanting = evidence.places.filter((place) => place.fingerprint === fingerprint);
  if (fingerprint === null || isVeiled(evidence, fingerprint)) return undefined;
  return wanting
    .filter((place) => free.has(place) && !place.refusedIds.includes(operation.id))
    .filter(({ notBefore }) => operation.createdAt!.getTime() >= notBefore.getTime() - evidence.clockSkewMs)
    .sort((a, b) => Number(b.wasLost) - Number(a.wasLost) || a.campaignNum - b.campaignNum || a.index - b.index)[0];
}

/**
 * Whether a list that shows this state contradicts the end of a video's render: it is finished and can still be had, or it renders although the
 * provider said that it does not know it.
 */
export function listsAfterAll(code: (typeof GIVEN_UP_CODES)[number], state: OperationState, nowMs: number): boolean {
  if (state.kind === 'pending') return code === 'operation_gone';
  return state.kind === 'succeeded' && (state.expiresAt === null || state.expiresAt.getTime() > nowMs);
}

/** What a row can hold; nothing renders so long. */
const SECONDS_MAX = 86_400;

/** A video's length as a row can hold it and a price can be reckoned from it; null where the list tells nonsense. */
export function billableSeconds(seconds: number | null): number | null {
  return seconds !== null && seconds >= 1 && seconds <= SECONDS_MAX ? seconds : null;
}

/** Whether a video in this state is, or must be taken to be, on the provider's bill. */
export function isBilled(state: OperationState['kind']): boolean {
  return state === 'succeeded' || state === 'expired' || state === 'unknown';
}
