import type { EndpointStatus } from '@dailies/schema';

/** A provider counts the requests of this time. Wall clock: it does not shrink with the protocol's durations. */
export const MINUTE_MS = 60_000;

/** Creates in doubt at once where the list does not echo prompts: two of them could not be told apart. */
const IN_DOUBT_MAX_WITHOUT_ECHO = 1;
const SHARE_CUT = 0.5;
/** A round of accepted sends gives back this part of the whole limit, and at least one place: a key of a thousand recovers in as many rounds as one of sixteen. */
const SHARE_STEP = 1 / 16;
const TROUBLE_REST_MAX = 30;

/** What an endpoint allows. */
export interface EndpointLimits {
  inFlightMax: number;
  /** Null: no limit. */
  requestsPerMinute: number | null;
  dayMax: number | null;
  /** The part of the first two that is used now, above 0 to 1. */
  sendingShare: number;
  level: string;
}

/** What is used of it now. */
export interface EndpointUse extends EndpointLimits {
  status: EndpointStatus;
  backingOff: boolean;
  /** Submitting, ambiguous or running. */
  inFlight: number;
  submitting: number;
  ambiguous: number;
  /** Requests the provider may still count against its minute, and when the next of them is forgotten (milliseconds from now). */
  lastMinute: number;
  tokenFreeInMs: number | null;
  /** Sends since 00:00 UTC. */
  today: number;
}

/** What a fence may not exceed. */
export interface SendCaps {
  /** For sends and renders that are certain; what is in doubt counts against the key's whole limit alone. */
  places: number;
  aMinute: number | null;
  inDoubt: number | null;
}

/** The limits as trouble has shrunk them: at least one place and one request a minute are left, so that a probe can always go. */
export function capsOf(limits: EndpointLimits): SendCaps {
  return {
    places: shrunk(limits.inFlightMax, limits.sendingShare),
    aMinute: limits.requestsPerMinute === null ? null : shrunk(limits.requestsPerMinute, limits.sendingShare),
    inDoubt: limits.level === 'L3' ? IN_DOUBT_MAX_WITHOUT_ECHO : null,
  };
}

function shrunk(limit: number, share: number): number {
  return Math.max(1, Math.floor(limit * share + 1e-6));
}

/** Why nothing more is sent now; null while something may be. */
export type Holdback = 'paused' | 'backing_off' | 'probing' | 'in_flight' | 'in_doubt' | 'minute' | 'day';

/** How many more sends may begin now, and what holds the next one back. */
export function sendRoom(use: EndpointUse): { room: number; because: Holdback | null } {
  if (use.status === 'paused') return { room: 0, because: 'paused' };
  if (use.backingOff) return { room: 0, because: 'backing_off' };
  const caps = capsOf(use);
  const rooms: [number, Holdback][] = [
    [use.inFlightMax - use.inFlight, 'in_flight'],
    [caps.places - (use.inFlight - use.ambiguous), 'in_flight'],
    [(caps.inDoubt ?? Infinity) - use.submitting - use.ambiguous, 'in_doubt'],
    [(caps.aMinute ?? Infinity) - use.lastMinute, 'minute'],
    [(use.dayMax ?? Infinity) - use.today, 'day'],
    [use.status === 'probing' ? 1 - use.submitting : Infinity, 'probing'],
  ];
  const [room, because] = rooms.reduce((least, one) => (one[0] < least[0] ? one : least));
  return room > 0 ? { room, because: null } : { room: 0, because };
}

/** Trouble halves what is used, down to one place. */
export function cutShare(limits: EndpointLimits): number {
  return Math.max(1 / limits.inFlightMax, limits.sendingShare * SHARE_CUT);
}

/** Every accepted send gives a little back: a round of as many sends as there are places adds one step. */
export function grownShare(limits: EndpointLimits): number {
  const step = Math.max(1 / limits.inFlightMax, SHARE_STEP);
  return Math.min(1, limits.sendingShare + step / capsOf(limits).places);
}

/** Trouble that says not how long it lasts: the endpoint rests the longer, the more of it there was. `baseMs`: with the whole share. Milliseconds. */
export function troubleRestMs(limits: Pick<EndpointLimits, 'sendingShare'>, baseMs: number): number {
  return Math.min(baseMs / limits.sendingShare, TROUBLE_REST_MAX * baseMs);
}

/** The end of the day that the cap counts. */
export function nextDayUtc(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}

/** Why an endpoint sends nothing now, in words; null while it does. */
export function holdbackWords(use: EndpointUse, because: Holdback | null, now: Date): string | null {
  const caps = capsOf(use);
  const shrunkBy =
    use.sendingShare < 1 ? ' The limit is lowered after trouble at the provider and grows back with every accepted request.' : '';
  switch (because) {
    case null:
      return null;
    case 'paused':
      return 'Paused: nothing is sent until a person resumes it.';
    case 'backing_off':
      return 'Resting: the provider asked us to wait, is in trouble, or could not be reached. Sending goes on by itself.';
    case 'probing':
      return 'Resumed: one request is under way to see whether the provider takes it. The rest follows when it does.';
    case 'in_flight':
      return `All ${caps.places} places are taken: the next request goes when a render ends.${shrunkBy}`;
    case 'in_doubt':
      return 'A request is in doubt, and this provider’s list can not tell two apart: the next one goes when it is decided.';
    case 'minute':
      return `${caps.aMinute} requests in the last minute: the next one goes in ${Math.ceil((use.tokenFreeInMs ?? 0) / 1000)} s.${shrunkBy}`;
    case 'day':
      return `Today’s ${use.dayMax} requests are used: the next one goes after ${nextDayUtc(now).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  }
}
