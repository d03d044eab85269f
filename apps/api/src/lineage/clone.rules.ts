import type { Brief } from '../db/tables/campaigns.table.ts';

/** A cell whose prompt is taken into a clone, where it is rendered now. */
export interface ClonedCell {
  promptN: number;
  /** Null stands for "as written". */
  presetId: string | null;
  modelId: string;
  size: string;
  seconds: number;
}

export type CloneAxes = Pick<Brief, 'modelIds' | 'sizes' | 'seconds' | 'presetIds' | 'axisMode'>;

/** The axes of a clone; `promptNs` are the prompts it takes over, each once, in order. */
export interface ClonePart {
  axes: CloneAxes;
  promptNs: number[];
}

/**
 * What of a campaign chosen cells need. Crossed axes keep the values that occur among the cells, so that the clone may have more cells than
 * were chosen; paired ones keep exactly the cells. `promptCount` is the source's. Cells come in order of their index, at least one.
 */
export function cloneOf(source: CloneAxes, cells: readonly ClonedCell[], promptCount: number): ClonePart {
  const isPaired = source.axisMode === 'zip';
  const axis = <Value>(read: (cell: ClonedCell) => Value): Value[] => {
    const values = cells.map(read);
    const once = [...new Set(values)];
    return isPaired && once.length > 1 ? values : once;
  };
  const presetIds = axis(({ presetId }) => presetId);
  return {
    axes: {
      axisMode: source.axisMode,
      modelIds: axis(({ modelId }) => modelId),
      sizes: axis(({ size }) => size),
      seconds: axis(({ seconds }) => seconds),
      presetIds: source.presetIds.length === 0 ? [] : presetIds,
    },
    promptNs: promptCount === 1 ? [cells[0]!.promptN] : [...new Set(cells.map(({ promptN }) => promptN))],
  };
}
