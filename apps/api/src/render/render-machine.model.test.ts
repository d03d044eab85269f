import type { RenderStatus } from '@dailies/schema';
import { renderFingerprint } from '@dailies/schema/fingerprint';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Operation, OperationState, StartOutcome } from '../providers/provider.ts';
import { matchOperations } from './match-operations.rules.ts';
import { type DoubtfulSend, judgeOperations, type Place } from './orphan.rules.ts';
import {
  afterQuietPeriod,
  countsAsMissed,
  isMissedEnough,
  isOpen,
  mayStep,
  moneyOf,
  stepAfterCheck,
  stepAfterSend,
} from './render.rules.ts';

/**
 * The render machine against a model of what surrounds it: rows that survive a crash, a provider that does as it likes, processes that die, freeze and
 * deliver late, a database that is restored. All decisions are those of the rules files; the model holds only the world.
 */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const SKEW = 2 * MINUTE;
const GUARD = SKEW + MINUTE;
const QUIET = 20 * MINUTE;
const STALE = 75 * SECOND;
const WINDOW = 60 * MINUTE;
/** Shorter than the quiet period, which is there for it. */
const LISTING_LAG = 15 * MINUTE;
/** A run of many stories; a busy machine needs its time. */
const LIMIT_MS = 120_000;
const PROMPTS = ['A kite over a beach.', 'A kite over a beach.', 'A tram turns the corner.', 'Snow on a roof.'];
const SHAPE = { model: 'sora-2', seconds: 4, size: '720x1280' };

const FAULTS = [
  'ok',
  'lost_response',
  'lost_and_listed_late',
  'error_before',
  'throttled',
  'not_sent',
  'died_before_send',
  'died_after_send',
  'frozen',
  'rewritten',
  'rewritten_and_lost',
] as const;
type Fault = (typeof FAULTS)[number];

interface Row {
  id: string;
  variant: number;
  attempt: number;
  status: RenderStatus;
  sentAt: number;
  operationId: string | null;
  disputedIds: string[];
  /** Whole readings that did not show it, and when the last one was counted. */
  missed: number;
  missedAt: number | null;
  /** Money steps booked: exactly one by the time it has ended. */
  booked: number;
}

interface Video {
  id: string;
  prompt: string;
  createdAt: number;
  /** The list may show it later than it was made. */
  listedAt: number;
}

const fingerprintOf = (prompt: string) => renderFingerprint({ ...SHAPE, prompt }).toString('hex');

class World {
  now = Date.parse('2026-11-01T00:00:00Z');
  readonly installedAt = new Date(this.now);
  rows: Row[] = [];
  orphans = new Set<string>();
  readonly videos: Video[] = [];
  readonly frozen: string[] = [];
  /** Deliveries and decisions that may rightly make a second video of one request. */
  excuses = 0;
  /** The provider finishes nothing for now. */
  isStalled = false;
  /** How fetching goes for now: 0 well, 1 unreachable, 2 gone. */
  fetches = 0;
  private backup: { rows: Row[]; orphans: Set<string> } | null = null;

  dispatch(variant: number, fault: Fault): void {
    const row = this.claim(variant);
    if (!row || this.isInFlight(row)) return;
    this.move(row, 'submitting');
    row.sentAt = this.now;
    this.afterSend(row, this.send(row, fault));
  }

  /** Rules 2 and 4: a row before anything is sent, and one open row a variant. */
  private claim(variant: number): Row | null {
    const ofVariant = this.rows.filter((row) => row.variant === variant);
    const open = ofVariant.find(({ status }) => isOpen(status));
    if (open) return open.status === 'intended' ? open : null;
    if (!this.isQueued(variant)) return null;
    const attempt = ofVariant.length + 1;
    const row: Row = {
      id: `rnd_${this.rows.length}_${this.now}`,
      variant,
      attempt,
      status: 'intended',
      sentAt: 0,
      operationId: null,
      disputedIds: [],
      missed: 0,
      missedAt: null,
      booked: 0,
    };
    this.rows.push(row);
    return row;
  }

  isQueued(variant: number): boolean {
    const latest = this.rows.filter((row) => row.variant === variant).at(-1);
    return !latest || latest.status === 'lost' || latest.status === 'cancelled';
  }

  /** Rule 5. */
  private isInFlight(row: Row): boolean {
    const fingerprint = fingerprintOf(PROMPTS[row.variant]!);
    return this.rows.some(
      (other) => ['submitting', 'ambiguous'].includes(other.status) && fingerprintOf(PROMPTS[other.variant]!) === fingerprint,
    );
  }

  /** What the one send sees; null where nobody lives to see it. */
  private send(row: Row, fault: Fault): StartOutcome | null {
    const prompt = PROMPTS[row.variant]!;
    switch (fault) {
      case 'ok':
        return { kind: 'accepted', operation: toOperation(this.create(prompt)) };
      case 'rewritten':
        return { kind: 'accepted', operation: toOperation(this.create(`${prompt} (enhanced)`)) };
      case 'lost_response':
        this.create(prompt);
        return { kind: 'ambiguous', note: 'reset' };
      case 'lost_and_listed_late':
        this.create(prompt).listedAt += LISTING_LAG;
        return { kind: 'ambiguous', note: 'reset' };
      case 'rewritten_and_lost':
        this.create(`${prompt} (enhanced)`);
        return { kind: 'ambiguous', note: 'reset' };
      case 'error_before':
        return { kind: 'ambiguous', note: 'HTTP 500' };
      case 'throttled':
        return { kind: 'throttled', retryAfterMs: SECOND, note: 'HTTP 429' };
      case 'not_sent':
        return { kind: 'not_sent', note: 'refused' };
      case 'died_after_send':
        this.create(prompt);
        return null;
      case 'frozen':
        this.frozen.push(prompt);
        return null;
      case 'died_before_send':
        return null;
    }
  }

  private afterSend(row: Row, outcome: StartOutcome | null): void {
    if (!outcome) return;
    const step = stepAfterSend(outcome);
    if (step.to === 'running') row.operationId = step.operationId;
    this.move(row, step.to);
  }

  private create(prompt: string): Video {
    const video = { id: `video_${this.videos.length}`, prompt, createdAt: this.now, listedAt: this.now };
    this.videos.push(video);
    return video;
  }

  deliver(): void {
    const prompt = this.frozen.shift();
    if (prompt === undefined) return;
    this.excuses += 1;
    this.create(prompt);
  }

  reconcile(): void {
    for (const row of this.rows) if (row.status === 'submitting' && this.now - row.sentAt > STALE) this.move(row, 'ambiguous');
    const matches = matchOperations({
      sends: this.sends('ambiguous'),
      rivals: this.sends('submitting'),
      listed: this.listed(({ id }) => !this.orphans.has(id)),
      claimed: this.claimed(),
      disputed: this.disputed(),
      parkedFingerprints: new Set(this.sends('parked').map(({ fingerprint }) => fingerprint)),
      echoesPrompt: true,
      clockSkewMs: SKEW,
      guardMs: GUARD,
    });
    for (const match of matches) {
      const row = this.row(match.renderId);
      if (match.kind === 'found') this.run(row, match.operation.id);
      else if (match.kind === 'several') this.park(row, match.ids);
      else if (!this.isMissed(row)) continue;
      else if (match.kind === 'suspects') this.park(row, match.ids);
      else this.move(row, afterQuietPeriod({ holdMicros: 400_000, attempt: row.attempt }, true) === 'park' ? 'parked' : 'lost');
    }
    for (const row of this.rows.filter(({ status }) => status === 'running')) {
      const isOverdue = this.now - row.sentAt > WINDOW;
      const state: OperationState = this.isStalled
        ? { kind: 'pending', phase: 'running', progressPercent: null }
        : { kind: 'succeeded', expiresAt: null };
      const step = stepAfterCheck(state, isOverdue);
      if (!step) continue;
      this.move(row, step.to);
      if (step.to === 'succeeded') this.store(row);
    }
  }

  /** The file is fetched, can not be fetched, or is not offered any more. */
  private store(row: Row): void {
    const end = (['stored', 'failed', 'expired'] as const)[this.fetches];
    this.move(row, end ?? 'stored');
  }

  /** People retry: what is paid and may be offered still is fetched again, before anything is sent again. */
  fetchAgain(): void {
    for (const row of this.rows) {
      const isLatest = this.rows.filter(({ variant }) => variant === row.variant).at(-1) === row;
      if (!isLatest || !['failed', 'expired'].includes(row.status)) continue;
      this.move(row, 'succeeded');
      this.store(row);
    }
  }

  /** Rule 9: counts the reading; whether the row has been looked for long and often enough. */
  private isMissed(row: Row): boolean {
    if (countsAsMissed({ missedMs: row.missedAt === null ? null : this.now - row.missedAt }, { reconcileEveryMs: 5 * SECOND })) {
      row.missed += 1;
      row.missedAt = this.now;
    }
    return this.now - row.sentAt >= QUIET && isMissedEnough(row.missed);
  }

  sweep(): void {
    const judged = judgeOperations<Place & { variant: number }>({
      operations: this.listed(({ id }) => !this.isAccounted(id)),
      sends: [...this.sends('submitting'), ...this.sends('ambiguous'), ...this.sends('parked')],
      places: this.places(),
      known: new Set(this.rows.map((row) => fingerprintOf(PROMPTS[row.variant]!))),
      hidden: new Map(),
      installedAt: this.installedAt,
      nowMs: this.now,
      guardMs: GUARD,
      clockSkewMs: SKEW,
    });
    for (const judgement of judged) {
      const { operation } = judgement;
      if (judgement.kind === 'keep') this.orphans.add(operation.id);
      if (judgement.kind === 'resume') this.run(this.row(judgement.renderId), operation.id);
      if (judgement.kind === 'dispute') for (const id of judgement.renderIds) this.row(id).disputedIds.push(operation.id);
      if (judgement.kind === 'adopt') this.adopt(judgement.place.variant, operation.id);
    }
  }

  private places(): (Place & { variant: number })[] {
    return PROMPTS.flatMap((prompt, variant) => {
      const ofVariant = this.rows.filter((row) => row.variant === variant);
      const isIntended = ofVariant.at(-1)?.status === 'intended';
      if (!isIntended && !this.isQueued(variant)) return [];
      const refusedIds = ofVariant.flatMap((row) => row.disputedIds);
      const wasLost = ofVariant.some(({ status }) => status === 'lost');
      const base = { campaignNum: 1, index: variant, fingerprint: fingerprintOf(prompt), notBefore: this.installedAt };
      return [{ ...base, variant, kind: isIntended ? ('intended' as const) : ('queued' as const), refusedIds, wasLost }];
    });
  }

  private adopt(variant: number, operationId: string): void {
    const latest = this.rows.filter((row) => row.variant === variant).at(-1);
    if (latest?.status === 'intended') this.move(latest, 'cancelled');
    const row = this.claim(variant)!;
    this.move(row, 'submitting');
    row.sentAt = this.now;
    this.run(row, operationId);
  }

  decide(decision: 'recreate' | 'adopt'): void {
    const row = this.rows.find(({ status }) => status === 'parked');
    if (!row) return;
    const [first] = row.disputedIds;
    if (decision === 'adopt' && first !== undefined) return this.claimed().has(first) ? undefined : this.run(row, first);
    this.excuses += 1;
    this.move(row, 'lost');
  }

  backUp(): void {
    this.backup = structuredClone({ rows: this.rows, orphans: this.orphans });
  }

  /** The rows go back; every process starts anew, and reads the list before it sends. */
  restore(): void {
    if (!this.backup) return;
    ({ rows: this.rows, orphans: this.orphans } = structuredClone(this.backup));
    this.excuses +=
      this.frozen.length + this.videos.filter((video) => video.listedAt > this.now || video.prompt.endsWith('(enhanced)')).length;
    this.sweep();
  }

  /** Whatever is open comes to rest when nothing goes wrong any more. */
  settle(): void {
    this.isStalled = false;
    this.fetches = 0;
    while (this.frozen.length > 0) this.deliver();
    for (let round = 0; round < 40; round += 1) {
      this.now += MINUTE * 2;
      this.reconcile();
      this.sweep();
      this.fetchAgain();
      for (const variant of PROMPTS.keys()) this.dispatch(variant, 'ok');
    }
    this.now += GUARD;
    this.reconcile();
    this.sweep();
  }

  private listed(isWanted: (video: Video) => boolean): Operation[] {
    return this.videos.filter((video) => video.listedAt <= this.now && isWanted(video)).map(toOperation);
  }

  isAccounted(id: string): boolean {
    return this.claimed().has(id) || this.disputed().has(id) || this.orphans.has(id);
  }

  private claimed(): Set<string> {
    return new Set(this.rows.flatMap(({ operationId }) => operationId ?? []));
  }

  private disputed(): Set<string> {
    return new Set(this.rows.filter(({ status }) => status === 'parked').flatMap(({ disputedIds }) => disputedIds));
  }

  private sends(status: DoubtfulSend['status']): DoubtfulSend[] {
    return this.rows
      .filter((row) => row.status === status)
      .map(({ id, variant, sentAt, disputedIds }) => {
        const fingerprint = fingerprintOf(PROMPTS[variant]!);
        return { renderId: id, status, fingerprint, ...SHAPE, sentAt: new Date(sentAt), disputedIds };
      });
  }

  private row(id: string): Row {
    return this.rows.find((row) => row.id === id)!;
  }

  private run(row: Row, operationId: string): void {
    expect(this.claimed().has(operationId)).toBe(false);
    row.operationId = operationId;
    this.move(row, 'running');
  }

  private park(row: Row, ids: string[]): void {
    row.disputedIds = ids;
    this.move(row, 'parked');
  }

  private move(row: Row, to: RenderStatus): void {
    expect(mayStep(row.status, to), `${row.status} → ${to}`).toBe(true);
    if (moneyOf(row.status, to) !== 'keep') row.booked += 1;
    row.status = to;
    const open = this.rows.filter((other) => other.variant === row.variant && isOpen(other.status));
    expect(open.length).toBeLessThanOrEqual(1);
  }
}

function toOperation({ id, prompt, createdAt }: Video): Operation {
  return { id, prompt, ...SHAPE, state: { kind: 'succeeded', expiresAt: null }, createdAt: new Date(createdAt) };
}

type Action = (world: World) => void;
const variant = fc.nat(PROMPTS.length - 1);
const calm: fc.Arbitrary<Action>[] = [
  fc.tuple(variant, fc.constantFrom(...FAULTS)).map(
    ([n, fault]) =>
      (world) =>
        world.dispatch(n, fault),
  ),
  fc.tuple(variant, fc.constantFrom(...FAULTS)).map(
    ([n, fault]) =>
      (world) =>
        world.dispatch(n, fault),
  ),
  fc.integer({ min: SECOND, max: 30 * MINUTE }).map((ms) => (world) => void (world.now += ms)),
  fc.constant((world: World) => world.reconcile()),
  fc.constant((world: World) => world.sweep()),
  fc.constant((world: World) => world.deliver()),
  fc.constant((world: World) => world.fetchAgain()),
  fc.boolean().map((stalled) => (world) => void (world.isStalled = stalled)),
  fc.nat(2).map((fetches) => (world) => void (world.fetches = fetches)),
];
const decided = fc.constantFrom('recreate' as const, 'adopt' as const).map(
  (decision): Action =>
    (world) =>
      world.decide(decision),
);
const life = fc.array(fc.oneof(...calm), { maxLength: 14 });
/** A life, a backup in the middle of it, and what happens after the rows went back. */
const restored = fc
  .tuple(life, life, life)
  .map(([first, lost, after]): Action[] => [...first, (world) => world.backUp(), ...lost, (world) => world.restore(), ...after]);

/** Runs the story to its rest and checks what must be true of every ending. */
function check(actions: readonly Action[]): void {
  const world = new World();
  for (const act of actions) act(world);
  world.settle();

  const unseen = world.videos.filter(({ id }) => !world.isAccounted(id));
  expect(unseen, 'a video nobody sees').toEqual([]);
  for (const row of world.rows) {
    const video = world.videos.find(({ id }) => id === row.operationId);
    if (video) expect([PROMPTS[row.variant], `${PROMPTS[row.variant]} (enhanced)`], 'the wrong video').toContain(video.prompt);
    if (!isOpen(row.status)) expect(row.booked, `money of ${row.status}`).toBe(1);
  }
  for (const n of PROMPTS.keys()) {
    const { status } = world.rows.filter((row) => row.variant === n).at(-1)!;
    expect(['stored', 'parked'], 'a variant that is lost').toContain(status);
  }
  for (const prompt of new Set(PROMPTS)) {
    const wanted = PROMPTS.filter((one) => one === prompt).length;
    const made = world.videos.filter((video) => video.prompt.startsWith(prompt)).length;
    expect(made, 'paid twice').toBeLessThanOrEqual(wanted + world.excuses);
  }
}

it(
  'pays nothing twice, loses nothing and mixes nothing up, whatever dies, freezes or lies',
  () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...calm), { maxLength: 40 }), (actions) => check(actions)),
      { numRuns: 400 },
    );
  },
  LIMIT_MS,
);

it(
  'the same while people decide',
  () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...calm, decided), { maxLength: 40 }), (actions) => check(actions)),
      { numRuns: 250 },
    );
  },
  LIMIT_MS,
);

it(
  'the same when the database is restored from a backup',
  () => {
    fc.assert(
      fc.property(restored, (actions) => check(actions)),
      { numRuns: 250 },
    );
  },
  LIMIT_MS,
);
