const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Every duration of the render protocol in milliseconds, handed in at start, so that proofs can run the same record scaled. */
export interface Timing {
  /** A send older than this since its fence is given back unsent. */
  sendBudgetMs: number;
  /** The one create request ends after this. */
  sendTimeoutMs: number;
  /** Tolerated difference between our clock and the provider's. */
  clockSkewMs: number;
  /** How long an ambiguous send is looked for before the policy decides. */
  quietPeriodMs: number;
  /** A submitting row older than this belonged to a process that died. */
  submittingStaleMs: number;
  /** Least time between two readings of an endpoint's list for a doubtful send; also how often campaigns are looked over. */
  reconcileEveryMs: number;
  /** Time between two readings of running renders: at least this while webhooks are quiet, at most the other, and that long while webhooks come. */
  readQuietMs: number;
  readAnnouncedMs: number;
  /** How long announced ends are gathered before those that nobody has fetched by then are asked for. */
  hintGatherMs: number;
  /** Least and most time between two questions for one running render by its id. */
  checkLeastMs: number;
  checkMostMs: number;
  /** A render still running after this is failed as timed out. */
  renderWindowMs: number;
  /** Wait before a send that never left is tried again. */
  notSentBackoffMs: number;
  /** A finished output that is not stored after this is tried again. */
  storeRetryMs: number;
  /** People are warned when an output that is not stored yet has so little time left at the provider. */
  expiryWarningMs: number;
  /** Time the provider keeps its copy after we stored ours. */
  providerCopyKeptMs: number;
  /** Time between two looks for videos that no render of ours has. */
  orphanSweepEveryMs: number;
  /** Leased loops: how often they look, and how long a lease lasts without renewal. */
  sweepEveryMs: number;
  leaseMs: number;
}

export const productionTiming: Timing = {
  sendBudgetMs: 5 * SECOND,
  sendTimeoutMs: 60 * SECOND,
  clockSkewMs: 2 * MINUTE,
  quietPeriodMs: 20 * MINUTE,
  submittingStaleMs: 75 * SECOND,
  reconcileEveryMs: 5 * SECOND,
  readQuietMs: 3 * SECOND,
  readAnnouncedMs: 30 * SECOND,
  hintGatherMs: 2 * SECOND,
  checkLeastMs: 2 * SECOND,
  checkMostMs: 12 * SECOND,
  renderWindowMs: 60 * MINUTE,
  notSentBackoffMs: 2 * SECOND,
  storeRetryMs: 2 * MINUTE,
  expiryWarningMs: 15 * MINUTE,
  providerCopyKeptMs: 10 * MINUTE,
  orphanSweepEveryMs: 5 * MINUTE,
  sweepEveryMs: 1 * SECOND,
  leaseMs: 10 * SECOND,
};

/** A sweep that looks more often than this keeps a processor busy with looking. No rule of the protocol rests on how often it looks. */
const SCALED_LEAST: Partial<Timing> = { sweepEveryMs: 150, leaseMs: 750 };

/** The same record with every duration divided by one factor; sweeps look as often as they can without being a load themselves. */
export function scaleTiming(timing: Timing, factor: number): Timing {
  const scaled = Object.entries(timing).map(([name, ms]): [string, number] => {
    const leastMs = Math.min(ms, SCALED_LEAST[name as keyof Timing] ?? 0);
    return [name, Math.max(leastMs, ms / factor)];
  });
  const record: unknown = Object.fromEntries(scaled);
  return record as Timing;
}

/** `--hasten 20` on a process's command line divides every duration of the protocol, for drills against the sandbox. */
export function readTiming(args: readonly string[]): Timing {
  const at = args.indexOf('--hasten');
  if (at < 0) return productionTiming;
  const factor = Number(args[at + 1]);
  if (!(factor >= 1 && factor <= 1_000)) throw new RangeError('--hasten takes a number from 1 to 1000');
  return scaleTiming(productionTiming, factor);
}
