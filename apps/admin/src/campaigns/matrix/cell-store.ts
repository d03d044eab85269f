interface StoredCell {
  index: number;
  /** ISO 8601; tells an answer that was overtaken by news. */
  changedAt: string;
}

/**
 * The cells of one matrix, loaded in chunks as they come into view and changed in place by live news. Each drawn cell listens to its own
 * index only, so that one change among a hundred thousand draws one cell.
 */
export interface CellStore<Cell extends StoredCell> {
  get: (index: number) => Cell | undefined;
  /** Calls back when this cell changes; answers how to stop. */
  subscribe: (index: number, listener: () => void) => () => void;
  /** Live news: cells of chunks that were never in view are left out, they are loaded when they come into view. */
  put: (cells: readonly Cell[]) => void;
  /** What is in view now: missing chunks are loaded, earlier wishes are forgotten. */
  want: (indexes: Iterable<number>) => void;
  /** After a gap in the news: what is in view is loaded again at once, all else when it comes into view. Old cells stay drawn meanwhile. */
  expire: () => void;
  /** Loads the chunks in view again in which at least one cell is such. */
  refresh: (isSuch: (cell: Cell) => boolean) => void;
  /** Loads the chunks of these cells, wherever they are, and answers them. Throws what `load` throws. */
  fetch: (indexes: readonly number[]) => Promise<Cell[]>;
  /** Grows with every change of any cell. */
  changes: { get: () => number; subscribe: (listener: () => void) => () => void };
  failure: { get: () => Error | null; subscribe: (listener: () => void) => () => void };
}

export const CHUNK_CELLS = 200;
const LOADS_MAX = 3;
const WAIT_MS = 40;

export function createCellStore<Cell extends StoredCell>(options: {
  total: number;
  /** Cells from `from` up to and including `to`. */
  load: (from: number, to: number) => Promise<readonly Cell[]>;
}): CellStore<Cell> {
  const cells = new Map<number, Cell>();
  const listeners = new Map<number, Set<() => void>>();
  const fresh = new Set<number>();
  const known = new Set<number>();
  const loading = new Map<number, Promise<void>>();
  const failureListeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  let changeCount = 0;
  let failure: Error | null = null;
  let wanted: number[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const chunkOf = (index: number) => Math.floor(index / CHUNK_CELLS);
  const setFailure = (next: Error | null) => {
    if (failure === next) return;
    failure = next;
    for (const listener of failureListeners) listener();
  };
  const accept = (cell: Cell) => {
    const before = cells.get(cell.index);
    if (before && before.changedAt > cell.changedAt) return;
    cells.set(cell.index, cell);
    changeCount += 1;
    for (const listener of listeners.get(cell.index) ?? []) listener();
    for (const listener of changeListeners) listener();
  };
  const readChunk = async (chunk: number): Promise<void> => {
    const to = Math.min((chunk + 1) * CHUNK_CELLS, options.total) - 1;
    fresh.add(chunk);
    try {
      const loaded = await options.load(chunk * CHUNK_CELLS, to);
      known.add(chunk);
      for (const cell of loaded) accept(cell);
      setFailure(null);
    } catch (error) {
      fresh.delete(chunk);
      throw error;
    } finally {
      loading.delete(chunk);
    }
  };
  const loadChunk = (chunk: number): Promise<void> => {
    const load = loading.get(chunk) ?? readChunk(chunk);
    loading.set(chunk, load);
    return load;
  };
  const loadWanted = () => {
    while (loading.size < LOADS_MAX) {
      const next = wanted.find((chunk) => !fresh.has(chunk) && !loading.has(chunk));
      if (next === undefined) return;
      loadChunk(next).then(loadWanted, (error: unknown) => setFailure(error instanceof Error ? error : new Error(String(error))));
    }
  };
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      loadWanted();
    }, WAIT_MS);
  };

  return {
    get: (index) => cells.get(index),
    subscribe: (index, listener) => {
      const those = listeners.get(index) ?? new Set();
      listeners.set(index, those.add(listener));
      return () => {
        those.delete(listener);
        if (those.size === 0) listeners.delete(index);
      };
    },
    put: (news) => {
      for (const cell of news) if (known.has(chunkOf(cell.index)) || fresh.has(chunkOf(cell.index))) accept(cell);
    },
    want: (indexes) => {
      wanted = [...new Set([...indexes].map(chunkOf))];
      soon();
    },
    expire: () => {
      fresh.clear();
      setFailure(null);
      soon();
    },
    refresh: (isSuch) => {
      const members = (chunk: number) => Array.from({ length: CHUNK_CELLS }, (_, n) => cells.get(chunk * CHUNK_CELLS + n));
      for (const chunk of wanted) if (members(chunk).some((cell) => cell && isSuch(cell))) fresh.delete(chunk);
      soon();
    },
    fetch: async (indexes) => {
      const missing = [...new Set(indexes.filter((index) => !cells.has(index)).map(chunkOf))];
      for (const chunk of missing) await loadChunk(chunk);
      return indexes.flatMap((index) => cells.get(index) ?? []);
    },
    changes: {
      get: () => changeCount,
      subscribe: (listener) => {
        changeListeners.add(listener);
        return () => changeListeners.delete(listener);
      },
    },
    failure: {
      get: () => failure,
      subscribe: (listener) => {
        failureListeners.add(listener);
        return () => failureListeners.delete(listener);
      },
    },
  };
}
