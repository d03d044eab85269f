import { formatMicros, type Micros, type Verdict } from '@dailies/schema';
import type { MatrixShape, PlannedPreset } from '../db/tables/campaigns.table.ts';
import type { PlannedOffer } from './plan.rules.ts';

/** Cells of a plan that are no longer what they were, of one cause. */
export interface MovedCells {
  message: string;
  count: number;
  /** Places of the first few, in the plan that stands; none where the cells are gone. */
  indexes: number[];
}

/** A column as an earlier plan had it. */
export interface SeenColumn {
  /** Hexadecimal. */
  hash: string;
  /** `Sora 2 720x1280, 4 s`. */
  label: string;
  micros: Micros;
  verdict: Verdict;
  note: string | null;
}

export const MOVED_EXAMPLES_MAX = 5;

/** What the catalogue says today that the plan did not: each column with what moved. */
export function movedOffers(
  planned: readonly PlannedOffer[],
  today: readonly PlannedOffer[],
  nameOfModel: (modelId: string) => string,
  shape: MatrixShape,
): MovedCells[] {
  return planned.flatMap((was, n) => {
    const now = today[n]!;
    const moved = movedColumn({ ...was, micros: was.price_micros }, { ...now, micros: now.price_micros, note: now.verdict_note });
    const differs = moved ?? (was.price_id === now.price_id && was.endpoint_id === now.endpoint_id ? null : 'has a new price row');
    return differs ? [cellsOfColumn(`${nameOfModel(was.model_id)} ${was.size}, ${was.seconds} s ${differs}`, n, shape)] : [];
  });
}

/** Presets whose fragments have a newer version than the plan froze. */
export function movedPresets(planned: readonly PlannedPreset[], today: readonly PlannedPreset[], shape: MatrixShape): MovedCells[] {
  return planned.flatMap((was, place) => {
    if (was.versionId === today[place]?.versionId) return [];
    const count = shape.variantCount / shape.presetCount;
    const rows = Array.from({ length: MOVED_EXAMPLES_MAX }, (_one, prompt) => prompt * shape.presetCount + place);
    const indexes = (shape.mode === 'cross' ? rows.map((row) => row * shape.columnCount) : [place]).filter(
      (index) => index < shape.variantCount,
    );
    return [counted(`the preset “${was.name}” changed`, count, indexes)];
  });
}

/** Columns that an earlier plan had otherwise, did not have, or had beyond what stands; `now` in the order of the columns. */
export function movedColumns(seen: readonly SeenColumn[], now: readonly SeenColumn[], shape: MatrixShape): MovedCells[] {
  const before = new Map(seen.map((column) => [column.hash, column]));
  const standing = new Set(now.map((column) => column.hash));
  const moved = now.flatMap((column, n) => {
    const was = before.get(column.hash);
    const differs = was ? movedColumn(was, column) : 'is new';
    return differs ? [cellsOfColumn(`${column.label} ${differs}`, n, shape)] : [];
  });
  const gone = seen.filter((column) => !standing.has(column.hash));
  return [...moved, ...gone.map((column) => ({ message: `${column.label} is not rendered any more`, count: 0, indexes: [] }))];
}

/** Rows by what became of them; `indexes` are places of rows, at most a few. */
export function movedRows(rows: { changed: RowGroup; added: RowGroup; gone: RowGroup }, shape: MatrixShape): MovedCells[] {
  const columns = shape.mode === 'cross' ? shape.columnCount : 1;
  const cells = (group: RowGroup, one: string, many: string): MovedCells[] => {
    if (group.count === 0) return [];
    const count = group.count * columns;
    return [{ message: `${inWords(count)} ${count === 1 ? one : many}`, count, indexes: group.rows.map((row) => row * columns) }];
  };
  return [
    ...cells(rows.changed, 'says other words', 'say other words'),
    ...cells(rows.added, 'is new', 'are new'),
    ...cells(rows.gone, 'is gone', 'are gone'),
  ];
}

export interface RowGroup {
  count: number;
  rows: number[];
}

/** Cells that are on a list now and were not, or the other way about: `3 cells are excluded now`. */
export function movedList(cells: { count: number; indexes: number[] }, what: string): MovedCells[] {
  if (cells.count === 0) return [];
  return [{ message: `${inWords(cells.count)} ${cells.count === 1 ? 'is' : 'are'} ${what}`, ...cells }];
}

type ColumnState = Pick<SeenColumn, 'verdict' | 'micros'> & { note?: string | null };

function movedColumn(was: ColumnState, now: ColumnState): string | null {
  if (was.verdict !== now.verdict) {
    if (now.verdict === 'model_retired') return 'can no longer be rendered: the model is retired';
    if (now.verdict === 'ok') return 'can be rendered now';
    return now.verdict === 'unpriced' ? 'has no price any more' : `can no longer be rendered (${now.note ?? now.verdict})`;
  }
  return was.micros === now.micros ? null : `went from ${formatMicros(was.micros)} to ${formatMicros(now.micros)} a clip`;
}

function cellsOfColumn(what: string, n: number, shape: MatrixShape): MovedCells {
  const isCrossed = shape.mode === 'cross';
  const count = isCrossed ? shape.rowCount : shape.variantCount / shape.columnCount;
  const all = Array.from({ length: Math.min(count, MOVED_EXAMPLES_MAX) }, (_one, row) => (isCrossed ? row * shape.columnCount + n : row));
  return counted(what, count, isCrossed || shape.columnCount === 1 ? all : [n]);
}

function counted(what: string, count: number, indexes: number[]): MovedCells {
  return { message: `${what} (${inWords(count)})`, count, indexes };
}

function inWords(count: number): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? 'cell' : 'cells'}`;
}
