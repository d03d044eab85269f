import { PAGE_SIZE_DEFAULT, PAGE_SIZE_MAX } from '@dailies/schema';
import { parseCursorConnectionArgs } from '@pothos/core';
import { GraphQLError } from 'graphql';
import { decodeCursor, encodeCursor } from '../lib/cursor.ts';

export interface PageArgs {
  first?: number | null | undefined;
  last?: number | null | undefined;
  after?: string | null | undefined;
  before?: string | null | undefined;
}

/** One page as a store reads it: rows strictly between two sort keys. `inverted` asks for the opposite order, from the end. */
export interface KeysetPage {
  after: (string | number)[] | null;
  before: (string | number)[] | null;
  /** One more than is shown, so that the next page is known without a count. */
  limit: number;
  inverted: boolean;
}

export interface Page<Row> {
  edges: { cursor: string; node: Row }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

/** A Relay page by keyset: no offset, so that page 900 costs as much as page 1. `keysOf` are the sort keys of a row, the last one unique. */
export async function readPage<Row>(
  args: PageArgs,
  options: { keysOf: (row: Row) => (string | number)[]; load: (page: KeysetPage) => Promise<readonly Row[]> },
): Promise<Page<Row>> {
  const { first, last, after, before } = args;
  const asked = parseCursorConnectionArgs({
    args: { first: first ?? null, last: last ?? null, after: after ?? null, before: before ?? null },
    defaultSize: PAGE_SIZE_DEFAULT,
    maxSize: PAGE_SIZE_MAX,
  });
  const page = { after: keysOfCursor(asked.after), before: keysOfCursor(asked.before), limit: asked.limit, inverted: asked.inverted };
  const rows = await options.load(page).catch((error: unknown) => {
    throw (page.after ?? page.before) !== null && isMisfit(error) ? foreignCursor() : error;
  });
  const shown = rows.slice(0, asked.expectedSize);
  if (asked.inverted) shown.reverse();
  const edges = shown.map((node) => ({ cursor: encodeCursor(options.keysOf(node)), node }));
  return {
    edges,
    pageInfo: {
      hasNextPage: asked.hasNextPage(rows.length),
      hasPreviousPage: asked.hasPreviousPage(rows.length),
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

function keysOfCursor(cursor: string | undefined): (string | number)[] | null {
  if (cursor === undefined) return null;
  const keys = decodeCursor(cursor);
  if (keys) return keys;
  throw foreignCursor();
}

function foreignCursor(): GraphQLError {
  return new GraphQLError('This cursor was not made by this API. Start again from the first page.', {
    extensions: { code: 'CURSOR_INVALID' },
  });
}

/** Whether the database refused keys of another kind or number than this list's (source: PostgreSQL 18, appendix A, classes 0A, 22, 42). */
function isMisfit(error: unknown): boolean {
  return error instanceof Error && 'code' in error && /^(?:0A|22|42)/.test(String(error.code));
}
