/** One line of `npm run bench`: a figure beside the goal it was set. */
export interface BenchRow {
  row: string;
  /** The median of the samples: a ratio to the floor of the same run, or a figure in the unit `goal` names. */
  ratio: number;
  goal: string;
  meets: boolean;
  samples: number;
  min: number;
  max: number;
  note?: string;
}

/** A row of several samples: its ratio is their median. */
export function rowOf(row: string, samples: readonly number[], goal: string, meets: (median: number) => boolean, note?: string): BenchRow {
  const sorted = samples.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)]!;
  const spread = { samples: sorted.length, min: sorted[0]!, max: sorted.at(-1)! };
  return { row, ratio: median, goal, meets: meets(median), ...spread, ...(note === undefined ? {} : { note }) };
}
