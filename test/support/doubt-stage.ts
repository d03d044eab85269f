import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../apps/api/src/deps.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { startApp, type TestApp, tellSandbox } from './start-app.ts';

/** Small enough that a test can outwait them, large enough for whole seconds on the wire. */
const TIMING = { clockSkewMs: 1_000, sendTimeoutMs: 2_000, quietPeriodMs: 500, submittingStaleMs: 500, reconcileEveryMs: 100 };
/** A video is young for clock difference and send timeout together: a late sweep has a shorter timeout, and need not wait for three seconds. */
const LATE_SEND_TIMEOUT_MS = 100;
const MARGIN_MS = 100;
/** The provider dates by whole seconds, and so does its clock: a video may seem younger than it is by so much. */
const WHOLE_SECOND_MS = 1_000;

/** The product, in which nothing is sent, read back or swept before a test says so. */
export interface DoubtStage extends TestApp {
  deps: Deps;
  dispatch(): Promise<void>;
  reconcile(): Promise<void>;
  /** To this sweep, a video that was made within three seconds may still find its render. */
  sweep(): Promise<void>;
  /** Waits until every video there is now is too old for that, and sweeps. */
  sweepLate(): Promise<void>;
  /** The endpoint rests no more after the trouble it met. */
  endRest(): Promise<void>;
  /** Waits until a doubtful send of now has been looked for long enough. */
  waitOutQuietPeriod(): Promise<void>;
}

export async function startDoubtStage(): Promise<DoubtStage> {
  const app = await startApp({ worker: false, timing: TIMING });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
  const { deps } = app.built;
  const late: Deps = { ...deps, timing: { ...deps.timing, sendTimeoutMs: LATE_SEND_TIMEOUT_MS } };
  const { signal } = new AbortController();
  return {
    ...app,
    deps,
    dispatch: () => dispatchEndpoint(deps, 'default', signal),
    reconcile: () => reconcileEndpoint(deps, 'default', signal),
    sweep: () => sweepOrphans(deps, signal),
    sweepLate: async () => {
      await sleep(TIMING.clockSkewMs + LATE_SEND_TIMEOUT_MS + WHOLE_SECOND_MS + MARGIN_MS);
      await sweepOrphans(late, signal);
    },
    endRest: async () => void (await deps.db.updateTable('endpoints').set({ backoff_until: null }).execute()),
    waitOutQuietPeriod: () => sleep(TIMING.quietPeriodMs + MARGIN_MS),
  };
}
