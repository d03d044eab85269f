import type { Timing } from '../lib/timing.ts';
import type { Capabilities } from '../providers/provider.ts';

/** What is known of renders of one model and length at an endpoint. Milliseconds from send to end. */
export interface Learned {
  samples: number;
  meanMs: number;
  deviationMs: number;
}

/** A running render, as far as its end can be foretold. `learned` is null while too little is known of its like. */
export interface Waiting {
  ageMs: number;
  learned: Learned | null;
}

const SAMPLES_MIN = 5;
/** Renders of one kind are never as equal as a few samples pretend. */
const DEVIATION_SHARE_MIN = 0.05;
/** Beyond this many deviations before the mean nothing has ended yet; beyond the other one nearly all have. */
const EARLIEST_DEVIATIONS = 2;
const OVERDUE_DEVIATIONS = 3;
/** An overdue render is asked for again when it has grown this much older. */
const OVERDUE_GROWTH = 1.25;
/** Ends that a request should show to be worth making, and that looking at all is worth. */
const ENDS_A_REQUEST = 2.4;
const ENDS_A_READING = 1.5;
/** With few in flight, the share of them that should have ended. */
const SHARE_ENDED = 0.18;
const STEP_GROWTH = 1.15;

/** A guess that few samples support is no better than none. */
export function usable(learned: Learned | undefined): Learned | null {
  if (!learned || learned.samples < SAMPLES_MIN) return null;
  return { ...learned, deviationMs: Math.max(learned.deviationMs, DEVIATION_SHARE_MIN * learned.meanMs) };
}

/** Whether it is worth asking yet. */
export function mayHaveEnded({ ageMs, learned }: Waiting): boolean {
  return learned === null || ageMs >= learned.meanMs - EARLIEST_DEVIATIONS * learned.deviationMs;
}

/** The chance that a render which is still running at its age ends within the next `withinMs`: 0 to 1, by a normal curve. */
export function chanceToEnd({ ageMs, learned }: Waiting & { learned: Learned }, withinMs: number): number {
  const running = 1 - shareEndedBy(ageMs, learned);
  if (running < 0.001) return 1;
  return (shareEndedBy(ageMs + withinMs, learned) - (1 - running)) / running;
}

/** Logistic approximation of the normal distribution (error at most 0.0002; source: Bowling et al. 2009). */
function shareEndedBy(ageMs: number, { meanMs, deviationMs }: Learned): number {
  const z = (ageMs - meanMs) / deviationMs;
  return 1 / (1 + Math.exp(-(0.07056 * z ** 3 + 1.5976 * z)));
}

/**
 * How long until the running renders should be looked at again, in milliseconds. While webhooks tell of most ends, reading only makes up for lost
 * ones. When they are quiet, a reading is due as soon as it can be expected to show enough ends for the requests it costs.
 */
export function nextReadingMs(input: {
  waiting: readonly Waiting[];
  isAnnounced: boolean;
  /** What the last reading cost. */
  requests: number;
  /** Time since the last reading; 0 right after one. */
  sinceReadMs: number;
  timing: Pick<Timing, 'readQuietMs' | 'readAnnouncedMs'>;
}): number {
  const { waiting, timing } = input;
  const { readQuietMs: leastMs, readAnnouncedMs: mostMs } = timing;
  if (waiting.length === 0) return mostMs;
  if (input.isAnnounced) return Math.max(leastMs, Math.min(mostMs - input.sinceReadMs, msToOverdue(waiting)));
  const enough = Math.min(ENDS_A_REQUEST * input.requests + ENDS_A_READING, SHARE_ENDED * waiting.length);
  for (let withinMs = leastMs; withinMs < mostMs; withinMs *= STEP_GROWTH) {
    if (expectedEnds(waiting, withinMs) >= enough) return withinMs;
  }
  return mostMs;
}

function expectedEnds(waiting: readonly Waiting[], withinMs: number): number {
  return waiting.reduce((sum, { ageMs, learned }) => sum + (learned === null ? 1 : chanceToEnd({ ageMs, learned }, withinMs)), 0);
}

/** Whether a render grew overdue, or another step older after that, within the last `sinceMs`: its webhook is probably lost. */
export function grewOverdue({ ageMs, learned }: Waiting, sinceMs: number): boolean {
  if (learned === null) return false;
  const before = overdueSteps(ageMs - sinceMs, learned);
  return overdueSteps(ageMs, learned) > before;
}

function msToOverdue(waiting: readonly Waiting[]): number {
  return Math.min(
    ...waiting.map(({ ageMs, learned }) =>
      learned === null ? 0 : overdueMs(learned) * OVERDUE_GROWTH ** overdueSteps(ageMs, learned) - ageMs,
    ),
  );
}

/** How often a render of this age has grown overdue: 0 while it is not. */
function overdueSteps(ageMs: number, learned: Learned): number {
  const over = ageMs / overdueMs(learned);
  return over < 1 ? 0 : 1 + Math.floor(Math.log(over) / Math.log(OVERDUE_GROWTH));
}

const overdueMs = ({ meanMs, deviationMs }: Learned): number => meanMs + OVERDUE_DEVIATIONS * deviationMs;

/** How far a look at an endpoint goes. */
export type LookKind = 'errand' | 'glance' | 'reading' | 'whole';

/**
 * Which running renders to ask for. Always those that are due themselves. In a *reading* also those that may have ended; in a *whole* one all,
 * so that an early end is seen and progress moves; in a *glance* those that grew overdue although webhooks come, because theirs is probably lost.
 * Between looks, an *errand* asks for the due ones alone.
 */
export function chooseWanted<Render extends { isDue: boolean }>(
  running: readonly Render[],
  state: {
    isDue: boolean;
    isListed: boolean;
    isAnnounced: boolean;
    sinceLookMs: number;
    sinceReadMs: number;
    sinceWholeMs: number;
    foretell: (render: Render) => Waiting;
    timing: Pick<Timing, 'readAnnouncedMs'>;
  },
): { kind: LookKind; wanted: Render[] } {
  const { foretell, timing } = state;
  const due = running.filter(({ isDue }) => isDue);
  if (!state.isDue) return { kind: 'errand', wanted: due };
  if (!state.isListed) return { kind: 'glance', wanted: due };
  if (state.isAnnounced && state.sinceReadMs < timing.readAnnouncedMs) {
    return { kind: 'glance', wanted: running.filter((render) => render.isDue || grewOverdue(foretell(render), state.sinceLookMs)) };
  }
  if (state.sinceWholeMs >= 2 * timing.readAnnouncedMs) return { kind: 'whole', wanted: [...running] };
  return { kind: 'reading', wanted: running.filter((render) => render.isDue || mayHaveEnded(foretell(render))) };
}

/** Weight of one finished render in the share of announced ones. */
const HEALTH_WEIGHT = 1 / 16;
const ANNOUNCED_SHARE_MIN = 0.9;

/** The share of ends that webhooks told of, after `announced` more were told of and `missed` more were not. */
export function foldAnnounced(share: number, { announced, missed }: { announced: number; missed: number }): number {
  const ends = announced + missed;
  if (ends === 0) return share;
  const weight = 1 - (1 - HEALTH_WEIGHT) ** ends;
  return share + weight * (announced / ends - share);
}

/** Whether webhooks can be relied on, so that reading may rest. */
export function isAnnouncing(share: number): boolean {
  return share >= ANNOUNCED_SHARE_MIN;
}

/**
 * When a running render is next asked for by id, where no list can be believed: after half of what it is still expected to take, else
 * 2 s, 3 s, 5 s, 8 s … of its age; never past the end of its window. Milliseconds.
 */
export function nextCheckMs({ ageMs, learned }: Waiting, timing: Pick<Timing, 'checkLeastMs' | 'checkMostMs' | 'renderWindowMs'>): number {
  const leftMs = learned === null ? 0 : learned.meanMs + learned.deviationMs - ageMs;
  const waitMs = leftMs > 0 ? leftMs / 2 : Math.min(ageMs * (learned === null ? 0.6 : 0.1), timing.checkMostMs);
  return Math.max(0, Math.min(Math.max(timing.checkLeastMs, waitMs), timing.renderWindowMs - ageMs));
}

/** When the provider's list is next read for a doubtful send that it did not show: ever more seldom, and once more as its quiet period ends. Milliseconds. */
export function nextWindowMs(ageMs: number, timing: Pick<Timing, 'reconcileEveryMs' | 'quietPeriodMs'>): number {
  const { reconcileEveryMs: leastMs, quietPeriodMs } = timing;
  const waitMs = Math.min(Math.max(leastMs, ageMs / 2), quietPeriodMs / 10);
  return ageMs < quietPeriodMs ? Math.min(waitMs, quietPeriodMs - ageMs) : waitMs;
}

/** When a render that was just taken in is first asked for by id: where its list can be believed, only at the end of its window. Milliseconds. */
export function firstCheckMs(provider: Pick<Capabilities, 'lists' | 'listIsAuthoritative'>, timing: Timing): number {
  return provider.lists && provider.listIsAuthoritative ? timing.renderWindowMs : nextCheckMs({ ageMs: 0, learned: null }, timing);
}
