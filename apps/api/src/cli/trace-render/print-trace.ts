import { formatMicros, variantId } from '@dailies/schema';
import { FAILURES, type FailureCode } from '../../providers/failure.ts';
import type { Trace } from './read-trace.ts';
import { compareBooks, type WitnessEntry } from './witness.ts';

/** What only the running sandbox can tell; null with a provider or a bucket of others. */
export interface Outside {
  witness: WitnessEntry[] | null;
  /** Local files by object key. */
  files: ReadonlyMap<string, string>;
}

const PROMPT_CHARS_SHOWN = 160;
const INDENT = '  ';

/** One render's life on one screen, as lines of text. */
export function linesOfTrace(trace: Trace, outside: Outside): string[] {
  const { render } = trace;
  return [
    `${render.id}  ${render.status.toUpperCase()}  attempt ${render.attempt} of ${trace.attempts.length}`,
    ...factLines(trace),
    ...section('Life', lifeLines(trace)),
    ...section('Money', moneyLines(trace)),
    ...section('Files', fileLines(trace, outside.files)),
    ...(outside.witness === null ? [] : section('What the sandbox’s ledger says', witnessLines(trace, outside.witness))),
  ];
}

function factLines({ render, order, attempts }: Trace): string[] {
  const preset = order.preset === null ? 'as written' : `${order.preset} v${order.preset_version}`;
  const key = order.prompt_key === null ? '' : ` (${order.prompt_key})`;
  const others = attempts.filter(({ id }) => id !== render.id);
  return table([
    ['campaign', `${order.campaign} · ${order.campaign_status} · ${order.campaign_id}`],
    ['variant', `${variantId(order.campaign_id, render.variant_index)} · ${order.phase}`],
    ['ordered', `prompt ${order.prompt_n + 1}${key} × ${preset} · ${order.size} · ${order.seconds} s · ${order.model}`],
    ['prompt', shorten(order.prompt)],
    ['endpoint', `${order.endpoint} (${order.dialect})${order.paused_because === null ? '' : ` · paused: ${order.paused_because}`}`],
    ['operation', render.operation_id ?? 'none yet'],
    ['sends', `${render.epoch} fenced, ${render.not_sent_count} given back, ${render.store_count} tries to store`],
    ...(render.ended_at === null ? [['next look', render.due_at.toISOString()] as const] : []),
    ...(render.failure_code === null ? [] : [['failure', `${render.failure_code}: ${sentenceOf(render.failure_code)}`] as const]),
    ...(render.failure_note === null ? [] : [['it said', shorten(render.failure_note)] as const]),
    ...others.map(
      (other) =>
        [`attempt ${other.attempt}`, `${other.id} · ${other.status}${other.failure_code ? ` · ${other.failure_code}` : ''}`] as const,
    ),
  ]);
}

function sentenceOf(code: string): string {
  return Object.hasOwn(FAILURES, code) ? FAILURES[code as FailureCode].sentence : 'a cause this release does not know';
}

/** Every event with the moment it was recorded, the seconds since the one before, and what it noted. */
function lifeLines({ events }: Trace): string[] {
  return events.map((event, place) => {
    const before = events[place - 1];
    const since = before === undefined ? '' : `+${((event.at.getTime() - before.at.getTime()) / 1000).toFixed(3)} s`;
    const seq = event.seq === null ? 'not numbered' : `#${event.seq}`;
    const { variant: _variant, index: _index, attempt: _attempt, ...facts } = event.facts;
    const noted = Object.entries(facts).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
    return `${event.at.toISOString()}  ${since.padStart(12)}  ${event.kind.padEnd(18)}  ${[seq, ...noted].join(' · ')}`;
  });
}

function moneyLines({ render, entries }: Trace): string[] {
  const cost = render.cost_micros === null ? 'no cost yet' : `cost ${formatMicros(render.cost_micros)}`;
  const booked = entries.map((entry) => {
    const sums = { held: entry.held_micros, spent: entry.settled_micros, spare: entry.spare_micros };
    const columns = Object.entries(sums).map(([name, micros]) => `${name} ${signed(micros).padStart(8)}`);
    return [entry.at.toISOString(), entry.kind.padEnd(7), ...columns, entry.key].join('  ');
  });
  return [`hold ${formatMicros(render.hold_micros)} (part of its campaign’s reserve), ${cost}`, ...booked];
}

function fileLines({ clip }: Trace, files: ReadonlyMap<string, string>): string[] {
  if (!clip) return ['none'];
  const sound = clip.has_audio ? 'with sound' : 'silent';
  const picture = `${clip.id} · ${clip.status} · ${clip.width}x${clip.height} · ${(clip.duration_ms / 1000).toFixed(2)} s · ${sound}`;
  return [
    picture,
    ...clip.files.map((file) => {
      const sum = file.sha256.toString('hex').slice(0, 12);
      return `${file.kind.padEnd(7)} ${String(file.bytes).padStart(10)} bytes  sha256 ${sum}…  ${files.get(file.object_key) ?? `gs://${file.bucket}/${file.object_key}`}`;
    }),
  ];
}

function witnessLines({ render }: Trace, entries: readonly WitnessEntry[]): string[] {
  const lines = entries.map((entry) => {
    const said = [entry.status, entry.outcome, entry.billed ? `billed ${formatMicros(entry.costMicros)}` : null].filter(
      (one) => one !== null,
    );
    return `${new Date(entry.atMs).toISOString()}  ${entry.kind.padEnd(7)} ${said.join(' · ')}`;
  });
  const { agrees, because } = compareBooks(render, entries);
  return [...(lines.length === 0 ? ['it never heard of this render'] : lines), `${agrees ? 'agrees' : 'DIFFERS'}: ${because}`];
}

function section(title: string, lines: readonly string[]): string[] {
  return ['', title, ...lines.map((line) => `${INDENT}${line}`)];
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${INDENT}${name.padEnd(width)}  ${value}`);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > PROMPT_CHARS_SHOWN ? `${line.slice(0, PROMPT_CHARS_SHOWN)}…` : line;
}

function signed(micros: number): string {
  return micros > 0 ? `+${formatMicros(micros)}` : formatMicros(micros);
}
