import DataLoader from 'dataloader';
import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';

/** What every resolver is handed: the tools, who asks, and the request's id as it stands in the log. */
export interface Context {
  deps: Deps;
  actor: Actor;
  requestId: string;
}

/**
 * A context for one more execution of a long-lived subscription: the same actor and tools, and loaders that have read nothing yet,
 * because loaders belong to a context and would answer yesterday's rows.
 */
export function freshContext(context: Context): Context {
  return { ...context };
}

/** Batches the reads of one context. A key without a row is null; a read that fails rejects, for one key as for many. */
export class RowLoader<Key extends string | number, Row> extends DataLoader<Key, Row | null> {
  override loadMany(keys: ArrayLike<Key>): Promise<(Row | null)[]> {
    return Promise.all(Array.from(keys, (key) => this.load(key)));
  }
}

/**
 * Defines a batched read. `load` answers the rows it found, in any order, keyed by what was asked; a missing key resolves to null.
 * Each context has its own loader, so that nothing read for one actor is ever answered to another.
 */
export function defineLoader<Key extends string | number, Row>(
  load: (keys: readonly Key[], context: Context) => Promise<ReadonlyMap<Key, Row>>,
): (context: Context) => RowLoader<Key, Row> {
  const loaders = new WeakMap<Context, RowLoader<Key, Row>>();
  return (context) => {
    const known = loaders.get(context);
    if (known) return known;
    const made = new RowLoader<Key, Row>(async (keys) => {
      const rows = await load(keys, context);
      return keys.map((key) => rows.get(key) ?? null);
    });
    loaders.set(context, made);
    return made;
  };
}

/** Rows by one of their columns, as loaders want them. */
export function keyBy<Row, Column extends keyof Row>(rows: readonly Row[], column: Column): Map<Row[Column], Row> {
  return new Map(rows.map((row) => [row[column], row]));
}
