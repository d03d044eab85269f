import type { ModelChoice } from '../builder/choices.ts';
import { secondMicros } from '../builder/choices.ts';

/** A chosen cell as the matrix knows it; `row` names its prompt and preset. */
export interface PromotedCell {
  row: string;
  modelId: string;
  size: string;
  seconds: number;
  /** Whether it keeps its sound, which its final does as well. */
  audio: boolean;
}

/** What shall be other; an empty list keeps what each cell has. */
export interface PromotionChoice {
  modelIds: readonly string[];
  sizes: readonly string[];
  seconds: readonly number[];
}

/** The next length that every model of the cells offers beyond the longest of them, in seconds; null where there is none. */
export function nextLength(cells: readonly PromotedCell[], offered: readonly ModelChoice[]): number | null {
  const models = [...new Set(cells.map(({ modelId }) => modelId))].map((id) => offered.find((model) => model.id === id));
  const longest = cells.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  const [first, ...others] = models;
  const longer = (first?.seconds ?? []).filter(
    (seconds) => seconds > longest && others.every((model) => model?.seconds.includes(seconds) ?? false),
  );
  return longer.length === 0 ? null : Math.min(...longer);
}

/**
 * How many finals a promotion makes and what they cost once each, in micros, by today's catalogue; no figure where one of them is not offered or
 * not priced. Two cells of one prompt and preset that become the same final are one, as the API counts them.
 */
export function promotionPrice(
  cells: readonly PromotedCell[],
  choice: PromotionChoice,
  offered: readonly ModelChoice[],
): { count: number; micros: number | null } {
  const or = <Value>(chosen: readonly Value[], own: Value) => (chosen.length > 0 ? chosen : [own]);
  const prices = new Map<string, number | null>();
  for (const cell of cells) {
    for (const modelId of or(choice.modelIds, cell.modelId)) {
      for (const size of or(choice.sizes, cell.size)) {
        for (const seconds of or(choice.seconds, cell.seconds)) {
          const name = `${cell.row} ${modelId} ${size} ${seconds}`;
          if (!prices.has(name)) prices.set(name, priceOf({ ...cell, modelId, size, seconds }, offered));
        }
      }
    }
  }
  const micros = [...prices.values()].reduce<number | null>((sum, price) => (sum === null || price === null ? null : sum + price), 0);
  return { count: prices.size, micros };
}

function priceOf({ modelId, size, seconds, audio }: PromotedCell, offered: readonly ModelChoice[]): number | null {
  const model = offered.find(({ id }) => id === modelId);
  if (!model?.seconds.includes(seconds)) return null;
  const each = secondMicros(model, size, audio);
  return each === null ? null : each * seconds;
}
