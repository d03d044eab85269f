import { formatMicros } from '@dailies/schema';

/** What the terminal shows of a campaign on its way. */
export interface DemoProgress {
  total: number;
  queued: number;
  rendering: number;
  finalizing: number;
  ready: number;
  failed: number;
  parked: number;
  settledMicros: number;
  heldMicros: number;
}

export interface ProgressView {
  show(progress: DemoProgress): void;
  /** Leaves the last state standing. */
  end(): void;
}

const BAR_CELLS = 32;
const PLAIN_EVERY_MS = 2_000;
const PHASES = ['queued', 'rendering', 'finalizing', 'ready', 'failed', 'parked'] as const;
const COLOURS: Record<(typeof PHASES)[number], number> = { queued: 90, rendering: 36, finalizing: 35, ready: 32, failed: 31, parked: 33 };

/** Live bars on a terminal, a plain line now and then elsewhere. Writes to stderr, so that stdout stays for results. */
export function createProgressView(out: NodeJS.WriteStream, now: () => number): ProgressView {
  return out.isTTY ? createBars(out) : createLines(out, now);
}

function createBars(out: NodeJS.WriteStream): ProgressView {
  let drawn = 0;
  return {
    show: (progress) => {
      const lines = [...PHASES.map((phase) => barLine(phase, progress)), `  ${moneyLine(progress)}`];
      if (drawn > 0) out.write(`\u001b[${drawn}A`);
      out.write(lines.map((line) => `\u001b[2K${line}\n`).join(''));
      drawn = lines.length;
    },
    end: () => undefined,
  };
}

function barLine(phase: (typeof PHASES)[number], progress: DemoProgress): string {
  const count = progress[phase];
  const cells = progress.total === 0 ? 0 : Math.round((count / progress.total) * BAR_CELLS);
  const bar = `\u001b[${COLOURS[phase]}m${'█'.repeat(cells)}\u001b[0m${'░'.repeat(BAR_CELLS - cells)}`;
  return `  ${phase.padEnd(10)} ${bar} ${String(count).padStart(6)}`;
}

function createLines(out: NodeJS.WriteStream, now: () => number): ProgressView {
  let last = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  const write = (line: string): void => {
    if (line !== last) out.write(`${line}\n`);
    last = line;
    lastAt = now();
  };
  let pending = '';
  return {
    show: (progress) => {
      pending = `${PHASES.map((phase) => `${phase} ${progress[phase]}`).join(' · ')} · ${moneyLine(progress)}`;
      if (now() - lastAt >= PLAIN_EVERY_MS) write(pending);
    },
    end: () => {
      if (pending !== '') write(pending);
    },
  };
}

function moneyLine(progress: DemoProgress): string {
  return `${formatMicros(progress.settledMicros)} spent, ${formatMicros(progress.heldMicros)} held`;
}
