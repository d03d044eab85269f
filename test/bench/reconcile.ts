import { type BenchRow, rowOf } from './bench-row.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type ReconcileStage, startReconcileStage, type Witnessed } from './reconcile-stage.ts';

/** A render of the two models takes as long on average, in the provider's seconds. */
const RENDER_SECONDS = 115;
const LOST_SHARE = 0.01;
const isShort = process.argv.includes('--short');

/** The provider's seconds: to fill the endpoint and learn, to let a change of webhooks be noticed, to measure, to let the last be seen. */
const WARM_UP_SECONDS = 240;
const CHANGE_SECONDS = 60;
const MEASURE_SECONDS = 240;
const REST_SECONDS = 45;

/**
 * Status requests and detection delay of the real reconciler against the sandbox. Floor: the guide's polling (2 s × 1.4 up to 12 s, jitter of a
 * fifth) of the very same renders, reckoned from the provider's own books of the run. Delays are in the provider's seconds.
 */
export async function bench(): Promise<BenchRow[]> {
  const many = isShort ? { inFlight: 200, speed: 4 } : { inFlight: 2_000, speed: 4 };
  const few = { inFlight: 20, speed: isShort ? 10 : 4 };
  return [...(await measure(many, rowsOfMany)), ...(await measure(few, rowsOfFew))];
}

type Setting = { inFlight: number; speed: number };
type Rows = (setting: Setting, announced: Figures, dead: Figures) => BenchRow[];

async function measure(setting: Setting, rows: Rows): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db }) => {
    const stage = await startReconcileStage(db, setting.speed);
    const { sleep, toMs } = paceOf(stage, setting.speed);
    await stage.setWebhooks(true, LOST_SHARE);
    stage.setRate((setting.inFlight / RENDER_SECONDS) * setting.speed);
    await sleep(WARM_UP_SECONDS);
    const announced = await span(stage, () => sleep(MEASURE_SECONDS));
    await stage.setWebhooks(false, 0);
    await sleep(CHANGE_SECONDS);
    const dead = await span(stage, () => sleep(MEASURE_SECONDS));
    await sleep(REST_SECONDS);
    const witnessed = await stage.stop();
    return rows(setting, figuresOf(witnessed, announced, toMs), figuresOf(witnessed, dead, toMs));
  });
}

function paceOf(stage: ReconcileStage, speed: number) {
  const toMs = (seconds: number): number => (seconds * 1_000) / speed;
  return { toMs, sleep: (seconds: number) => stage.sleep(toMs(seconds)) };
}

interface Span {
  fromMs: number;
  untilMs: number;
  requests: number;
}

async function span(stage: ReconcileStage, wait: () => Promise<void>): Promise<Span> {
  const before = stage.requests();
  const fromMs = Date.now();
  await wait();
  return { fromMs, untilMs: Date.now(), requests: stage.requests() - before };
}

/** Of one span: requests for each finished render, and delays in the provider's seconds; ours and the guide's. */
interface Figures {
  finished: number;
  unseen: number;
  ours: { requests: number; delays: number[] };
  guide: { requests: number; delays: number[] };
}

function figuresOf(witnessed: readonly Witnessed[], { fromMs, untilMs, requests }: Span, toMs: (seconds: number) => number): Figures {
  const finished = witnessed.filter(({ finishedMs }) => finishedMs >= fromMs && finishedMs < untilMs);
  const secondMs = toMs(1);
  const polled = finished.map(({ createdMs, finishedMs }, n) => pollAsTheGuide((finishedMs - createdMs) / secondMs, n));
  return {
    finished: finished.length,
    unseen: finished.filter(({ seenMs }) => seenMs === null).length,
    ours: {
      requests: requests / finished.length,
      delays: finished.flatMap(({ seenMs, finishedMs }) => (seenMs === null ? [] : [(seenMs - finishedMs) / secondMs])),
    },
    guide: { requests: mean(polled.map((one) => one.requests)), delays: polled.map((one) => one.delay) },
  };
}

const FIRST_WAIT = 2;
const GROWTH = 1.4;
const WAIT_MAX = 12;
const JITTER = 0.2;

/** How often the guide asks for a render of so many seconds, and how long after its end it knows. The jitter follows from `n`, so that a run repeats. */
function pollAsTheGuide(seconds: number, n: number): { requests: number; delay: number } {
  let at = 0;
  let requests = 0;
  for (let wait = FIRST_WAIT; at < seconds; wait = Math.min(wait * GROWTH, WAIT_MAX)) {
    requests += 1;
    const chance = ((n * 7_919 + requests * 104_729) % 1_000) / 1_000;
    at += wait * (1 + JITTER * (2 * chance - 1));
  }
  return { requests, delay: at - seconds };
}

const rowsOfMany: Rows = ({ inFlight, speed }, announced, dead) => [
  row(`${inFlight} in flight, 1 % of webhooks lost: requests ÷ the guide's`, requestsOf(announced), 1 / 200, saysOf(announced, speed)),
  row('… mean delay ÷ the guide’s', delayOf(announced), 1 / 5, delaysOf(announced)),
  row('… longest delay, s', Math.max(...announced.ours.delays), 35),
  row(`${inFlight} in flight, webhooks dead: requests ÷ the guide's`, requestsOf(dead), 1 / 40, saysOf(dead, speed)),
  row('… mean delay ÷ the guide’s', delayOf(dead), 1 / 3, delaysOf(dead)),
];

const rowsOfFew: Rows = ({ inFlight, speed }, announced, dead) => [
  row(
    `${inFlight} in flight, 1 % of webhooks lost: requests ÷ the guide's`,
    requestsOf(announced),
    1 / 50,
    `${saysOf(announced, speed)}; ${delaysOf(announced)}`,
  ),
  row(
    `${inFlight} in flight, webhooks dead: requests ÷ the guide's`,
    requestsOf(dead),
    1 / 50,
    `${saysOf(dead, speed)}; ${delaysOf(dead)}`,
  ),
];

const requestsOf = ({ ours, guide }: Figures): number => ours.requests / guide.requests;
const delayOf = ({ ours, guide }: Figures): number => mean(ours.delays) / mean(guide.delays);

function saysOf({ finished, unseen, ours, guide }: Figures, speed: number): string {
  const lost = unseen === 0 ? '' : `, ${unseen} NEVER SEEN`;
  return `${ours.requests.toFixed(3)} a finished render against ${guide.requests.toFixed(1)}; ${finished} renders at speed ${speed}${lost}`;
}

function delaysOf({ ours, guide }: Figures): string {
  const [oursMean, oursLate] = [mean(ours.delays), percentile(ours.delays, 0.95)];
  const [guideMean, guideLate] = [mean(guide.delays), percentile(guide.delays, 0.95)];
  const most = Math.max(...ours.delays);
  return `mean, p95, max ${oursMean.toFixed(2)}, ${oursLate.toFixed(2)}, ${most.toFixed(1)} s; the guide's mean, p95 ${guideMean.toFixed(2)}, ${guideLate.toFixed(2)} s`;
}

function row(name: string, figure: number, goal: number, note?: string): BenchRow {
  const words = goal < 1 ? `≤ 1/${Math.round(1 / goal)} = ${goal.toPrecision(2)}` : `≤ ${goal}`;
  return rowOf(name, [figure], words, (ratio) => ratio <= goal, note);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? 0;
}
