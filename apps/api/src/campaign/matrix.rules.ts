import { hashFields } from '@dailies/schema/fingerprint';
import { type AxisMode, VARIANTS_MAX } from '@dailies/schema';
import type { MatrixShape } from '../db/tables/campaigns.table.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { TooManyVariants } from './refusals.ts';

/** How many values each axis has. */
export interface AxisLengths {
  prompts: number;
  presets: number;
  models: number;
  sizes: number;
  seconds: number;
}

/**
 * The shape of a matrix; no row is needed to know it. cross: index = row x columns + column. zip: the axes run side by side, an axis of one value
 * serves all, index = the place. Throws InputInvalid for paired axes of different lengths, TooManyVariants.
 */
export function shapeOf(mode: AxisMode, axes: AxisLengths): MatrixShape {
  const { prompts, presets, models, sizes, seconds } = axes;
  const halves =
    mode === 'cross'
      ? { rowCount: prompts * presets, columnCount: models * sizes * seconds }
      : { rowCount: pairedLength({ prompts, presets }), columnCount: pairedLength({ models, sizes, seconds }) };
  const variantCount = mode === 'cross' ? halves.rowCount * halves.columnCount : pairedLength({ ...axes });
  if (variantCount > VARIANTS_MAX) throw new TooManyVariants(tooMany(variantCount), VARIANTS_MAX, variantCount);
  return { mode, promptCount: prompts, presetCount: presets, ...halves, variantCount };
}

function tooMany(wanted: number): string {
  const figure = (count: number) => count.toLocaleString('en-US');
  return (
    `These choices make ${figure(wanted)} renders; a campaign holds at most ${figure(VARIANTS_MAX)}. ` +
    'Take out prompts, presets or sizes, or split the campaign.'
  );
}

function pairedLength(axes: Partial<AxisLengths>): number {
  const lengths = Object.values(axes);
  if (lengths.includes(0)) return 0;
  const length = Math.max(...lengths);
  if (lengths.every((one) => one === 1 || one === length)) return length;
  const counts = Object.entries(axes).map(([name, count]) => `${count} ${name}`);
  throw new InputInvalid(
    'axisMode',
    `Paired axes need the same number of values each, or one value for all; these are ${counts.join(', ')}.`,
  );
}

/** The rows of one prompt, in order. */
export function rowsOfPrompt(shape: MatrixShape, promptN: number): { row: number; presetPlace: number }[] {
  if (shape.mode === 'zip' && shape.promptCount > 1) return [{ row: promptN, presetPlace: shape.presetCount === 1 ? 0 : promptN }];
  return Array.from({ length: shape.presetCount }, (_one, presetPlace) => ({
    row: promptN * shape.presetCount + presetPlace,
    presetPlace,
  }));
}

export function coordinatesOf(shape: MatrixShape, index: number): { row: number; column: number } {
  if (shape.mode === 'cross') return { row: Math.floor(index / shape.columnCount), column: index % shape.columnCount };
  return { row: shape.rowCount === 1 ? 0 : index, column: shape.columnCount === 1 ? 0 : index };
}

export function indexOf(shape: MatrixShape, row: number, column: number): number {
  return shape.mode === 'cross' ? row * shape.columnCount + column : Math.max(row, column);
}

/**
 * What a row is, whatever its place: the prompt (its key, else its words) and the preset. `occurrence` tells twins apart.
 * With `columnHash` it names a cell that a person excluded, so that a new plan keeps it out.
 */
export function rowHash(prompt: { key: string | null; words: string }, presetId: string | null, occurrence: number): Buffer {
  const named = prompt.key === null ? ['words', prompt.words] : ['key', prompt.key];
  return hashFields([...named, presetId ?? '', String(occurrence)]);
}

export function columnHash(offer: { modelId: string; size: string; seconds: number }, occurrence: number): Buffer {
  return hashFields([offer.modelId, offer.size, String(offer.seconds), String(occurrence)]);
}

/** Counts repeats of a thing by its name: 0 for the first, 1 for its twin. */
export function createOccurrences(): (name: string) => number {
  const seen = new Map<string, number>();
  return (name) => {
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count;
  };
}
