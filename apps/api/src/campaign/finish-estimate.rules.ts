/** Renders of one model and length, and what one takes at its endpoint. Milliseconds. */
export interface ExpectedRenders {
  count: number;
  meanMs: number;
  deviationMs: number;
  /** Learned there, or assumed. */
  isMeasured: boolean;
}

/** What one endpoint does for a campaign. */
export interface EndpointLoad {
  /** Renders at once, for this campaign's workspace. */
  places: number;
  requestsPerMinute: number | null;
  /** Sends that the day's cap still allows, and how many a whole day does; null: no cap. */
  day: { left: number; max: number; msToReset: number } | null;
  renders: readonly ExpectedRenders[];
  /** What every other running campaign still wants there. */
  rivals: readonly number[];
}

export interface FinishEstimate {
  /** From now, milliseconds: as expected, and when renders take two deviations longer. */
  inMs: number;
  latestInMs: number;
  basis: 'measured' | 'partly_measured' | 'assumed';
}

/** Nothing was learned of it yet: providers take from one to some ten minutes. */
export const ASSUMED_DURATION = { meanMs: 120_000, deviationMs: 60_000 };

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const DEVIATIONS = 2;

/**
 * When a campaign is done: its endpoints work side by side, so the slowest decides. An endpoint serves campaigns in turn: of each rival as many
 * renders come before our last one as we have, at most all it wants. Places are filled round by round, requests a minute and the day's cap hold
 * them back. `repeats`: paid renders a clip. Null when there is nothing to render.
 */
export function estimateFinish(loads: readonly EndpointLoad[], repeats: number): FinishEstimate | null {
  const busy = loads.filter((load) => load.renders.some(({ count }) => count > 0));
  if (busy.length === 0) return null;
  const ends = busy.map((load) => endOf(load, repeats));
  const renders = busy.flatMap((load) => load.renders.filter(({ count }) => count > 0));
  const measured = renders.filter((one) => one.isMeasured).length;
  return {
    inMs: Math.max(...ends.map((end) => end.inMs)),
    latestInMs: Math.max(...ends.map((end) => end.latestInMs)),
    basis: measured === renders.length ? 'measured' : measured > 0 ? 'partly_measured' : 'assumed',
  };
}

function endOf(load: EndpointLoad, repeats: number): { inMs: number; latestInMs: number } {
  const wanted = sum(load.renders.map(({ count }) => count));
  const own = Math.ceil(wanted * repeats);
  const total = own + sum(load.rivals.map((rival) => Math.min(rival, own)));
  const meanMs = sum(load.renders.map((one) => one.count * one.meanMs)) / wanted;
  const deviationMs = sum(load.renders.map((one) => one.count * one.deviationMs)) / wanted;
  const rounds = Math.ceil(total / load.places);
  const sendsMs = load.requestsPerMinute === null ? 0 : Math.floor((total - 1) / load.requestsPerMinute) * MINUTE_MS;
  const waitMs = Math.max(sendsMs, (rounds - 1) * meanMs, dayWaitMs(load.day, total));
  const spreadMs = DEVIATIONS * deviationMs * Math.sqrt(rounds);
  return { inMs: Math.round(waitMs + meanMs), latestInMs: Math.round(waitMs + meanMs + spreadMs) };
}

/** How long the day's cap keeps the last render waiting. */
function dayWaitMs(day: EndpointLoad['day'], total: number): number {
  if (day === null || total <= day.left) return 0;
  return day.msToReset + Math.floor((total - day.left - 1) / day.max) * DAY_MS;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
