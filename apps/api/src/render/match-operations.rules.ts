import { renderFingerprint } from '@dailies/schema/fingerprint';
import type { Operation } from '../providers/provider.ts';

/** A send whose answer was never read. */
export interface AmbiguousSend {
  renderId: string;
  fingerprint: Buffer;
  sentAt: Date;
}

export type Match = { renderId: string } & (
  | { kind: 'found'; operation: Operation }
  | { kind: 'none' }
  | { kind: 'several'; ids: string[] }
);

/**
 * Rule 8 of the protocol: an ambiguous send is resolved only by reading the provider's list. `listed` are the operations of the window,
 * `claimed` the ids that already belong to some render, `disputed` the ids parked renders argue about.
 * `single_flight` guarantees that at most one send of a fingerprint is in doubt, so one unclaimed match is ours, and two mean that
 * somebody else uses the key.
 */
export function matchOperations(input: {
  sends: readonly AmbiguousSend[];
  listed: readonly Operation[];
  claimed: ReadonlySet<string>;
  disputed: ReadonlySet<string>;
  clockSkewMs: number;
}): Match[] {
  const free = new Map<string, Operation[]>();
  for (const operation of input.listed) {
    if (input.claimed.has(operation.id) || input.disputed.has(operation.id)) continue;
    const key = fingerprintOf(operation);
    if (key !== null) free.set(key, [...(free.get(key) ?? []), operation]);
  }
  return input.sends.map(({ renderId, fingerprint, sentAt }) => {
    const earliest = sentAt.getTime() - input.clockSkewMs;
    const matches = (free.get(fingerprint.toString('hex')) ?? []).filter(
      ({ createdAt }) => createdAt === null || createdAt.getTime() >= earliest,
    );
    if (matches.length === 0) return { renderId, kind: 'none' };
    if (matches.length === 1) return { renderId, kind: 'found', operation: matches[0]! };
    return { renderId, kind: 'several', ids: matches.map(({ id }) => id) };
  });
}

function fingerprintOf(operation: Operation): string | null {
  const { model, prompt, seconds, size } = operation;
  if (model === null || prompt === null || seconds === null || size === null) return null;
  return renderFingerprint({ model, prompt, seconds, size }).toString('hex');
}
