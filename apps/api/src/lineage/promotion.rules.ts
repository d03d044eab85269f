import { PROMPT_KEY_CHARS_MAX, type Slots } from '@dailies/schema';
import type { PromptInput } from '../campaign/create-campaign.ts';
import { InputInvalid } from '../lib/refusal.ts';

/** A cell that a new campaign is made from: its words as they were sent, and where it was rendered. */
export interface SourceCell {
  index: number;
  promptN: number;
  promptKey: string | null;
  presetKey: string | null;
  presetId: string | null;
  text: string;
  modelId: string;
  size: string;
  seconds: number;
}

/** What shall be other than in the source; what is left out stays as each cell has it. */
export interface PromotionWish {
  modelIds?: readonly string[] | null | undefined;
  sizes?: readonly string[] | null | undefined;
  seconds?: readonly number[] | null | undefined;
}

/** A campaign of promoted cells; `sourceIndexes[n]` is the cell that prompt n was made from. */
export interface Promotion {
  axisMode: 'cross' | 'zip';
  modelIds: string[];
  sizes: string[];
  seconds: number[];
  prompts: PromptInput[];
  sourceIndexes: number[];
}

interface Target {
  cell: SourceCell;
  modelId: string;
  size: string;
  seconds: number;
}

/** Paired axes list one value a cell; more are promoted in parts. */
const PAIRED_CELLS_MAX = 1_000;

/**
 * The matrix in which chosen cells are rendered again, longer, larger or by another model. Where every prompt wants the same columns they are
 * crossed, as long as each prompt comes from one cell; otherwise each wanted cell is a pair of its own. Words are those that were sent: a preset edited since changes nothing.
 * Throws InputInvalid when nothing would change or there are too many cells.
 */
export function promotionOf(cells: readonly SourceCell[], wish: PromotionWish): Promotion {
  if (cells.length === 0) throw new InputInvalid('variantIds', 'Choose at least one cell to promote.');
  if (!wish.modelIds?.length && !wish.sizes?.length && !wish.seconds?.length)
    throw new InputInvalid('seconds', 'Say what shall change: another length, size or model.');
  const targets = onceEach(cells.flatMap((cell) => targetsOf(cell, wish)));
  const rows = [...Map.groupBy(targets, ({ cell }) => cell.text).values()];
  const columnsOf = (row: readonly Target[]) =>
    row
      .map(({ modelId, size, seconds }) => `${modelId} ${size} ${seconds}`)
      .sort()
      .join();
  const columns = (row: readonly Target[]) => ({
    modelIds: once(row.map((one) => one.modelId)),
    sizes: once(row.map((one) => one.size)),
    seconds: once(row.map((one) => one.seconds)),
  });
  const first = columns(rows[0]!);
  const isFull = first.modelIds.length * first.sizes.length * first.seconds.length === rows[0]!.length;
  const isOfOneCell = (row: readonly Target[]) => row.every(({ cell }) => cell === row[0]!.cell);
  if (isFull && rows.every((row) => isOfOneCell(row) && columnsOf(row) === columnsOf(rows[0]!))) {
    const names = namesOnce(rows.map((row) => nameOf(row[0]!.cell)));
    return {
      axisMode: 'cross',
      ...first,
      prompts: rows.map((row, n) => promptOf(row[0]!.cell.text, names[n]!)),
      sourceIndexes: rows.map((row) => row[0]!.cell.index),
    };
  }
  if (targets.length > PAIRED_CELLS_MAX) {
    throw new InputInvalid(
      'variantIds',
      `These are ${targets.length.toLocaleString('en-US')} cells of different sizes, lengths or models. Promote at most ${PAIRED_CELLS_MAX.toLocaleString('en-US')} at once, or give them one size, length and model.`,
    );
  }
  const names = namesOnce(targets.map((target) => `${nameOf(target.cell)}@${target.size}-${target.seconds}s`));
  return {
    axisMode: 'zip',
    modelIds: targets.map((one) => one.modelId),
    sizes: targets.map((one) => one.size),
    seconds: targets.map((one) => one.seconds),
    prompts: targets.map((target, n) => promptOf(target.cell.text, names[n]!)),
    sourceIndexes: targets.map(({ cell }) => cell.index),
  };
}

function targetsOf(cell: SourceCell, wish: PromotionWish): Target[] {
  const given = <Value>(wished: readonly Value[] | null | undefined, own: Value) => (wished?.length ? once(wished) : [own]);
  return given(wish.modelIds, cell.modelId).flatMap((modelId) =>
    given(wish.sizes, cell.size).flatMap((size) =>
      given(wish.seconds, cell.seconds).map((seconds): Target => ({ cell, modelId, size, seconds })),
    ),
  );
}

/** Two cells of one prompt that become the same cell are one. */
function onceEach(targets: readonly Target[]): Target[] {
  const nameOfTarget = ({ cell, modelId, size, seconds }: Target) => JSON.stringify([cell.text, modelId, size, seconds]);
  return [...new Map(targets.toReversed().map((target) => [nameOfTarget(target), target])).values()].reverse();
}

/** `spring-02/dolly-in`: the prompt and the preset it was seen with. */
function nameOf(cell: SourceCell): string {
  const prompt = cell.promptKey ?? `prompt-${cell.promptN + 1}`;
  return cell.presetKey === null ? prompt : `${prompt}/${cell.presetKey}`;
}

/** Names of prompts: short enough for a key, and none twice. */
export function namesOnce(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const short = name.slice(0, PROMPT_KEY_CHARS_MAX - 6);
    let free = short;
    for (let n = 2; taken.has(free); n += 1) free = `${short}-${n}`;
    taken.add(free);
    return free;
  });
}

/** Words that hold braces of their own travel as a value, which is never read as a template. */
function promptOf(text: string, key: string): PromptInput {
  return text.includes('{{') ? { key, slots: TEXT_AS_VALUE, variables: { text } } : { key, text };
}

const TEXT_AS_VALUE: Slots = { scene: '{{text}}' };

function once<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)];
}

/** The source's name and what became of it, within the limit of a name, and never cut through a character. */
export function nameAfter(name: string, what: string): string {
  return `${name.slice(0, 180).replace(/[\ud800-\udbff]$/, '')} – ${what}`;
}
