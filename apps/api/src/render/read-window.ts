import type { Deps } from '../deps.ts';
import type { Operation, Provider } from '../providers/provider.ts';

const PAGE_SIZE = 100;
/** A runaway list ends here: 20,000 operations. */
const PAGES_MAX = 200;

/** The provider's list from now back to `since`, newest first. `complete` is false when a page was not answered, or may have been left out. */
export interface ListWindow {
  operations: Operation[];
  complete: boolean;
  retryAfterMs: number | null;
  /** Why the provider takes neither our key nor the address; null while it does. */
  refusal: string | null;
}

/**
 * Reads only the pages that can hold open renders: it stops at the first operation made before `since`. Both are told by one clock: where
 * the provider's is behind `nowMs` by its own Date header, its operations are dated as much later. One that is ahead hides nothing.
 */
export async function readWindow(
  deps: Pick<Deps, 'log'>,
  provider: Provider,
  { since, nowMs }: { since: Date; nowMs: () => number },
  signal: AbortSignal,
): Promise<ListWindow> {
  const operations = new Map<string, Operation>();
  let after: string | null = null;
  /** The last video of the page before: a cursor is not always a video's id. */
  let above: string | null = null;
  for (let page = 0; page < PAGES_MAX && !signal.aborted; page += 1) {
    const outcome = await provider.list({ after, limit: PAGE_SIZE }, signal);
    if (outcome.kind === 'unanswered') {
      deps.log.warn({ event: 'provider.list_unanswered', note: outcome.note, page });
      return {
        operations: [...operations.values()],
        complete: false,
        retryAfterMs: outcome.retryAfterMs,
        refusal: outcome.refused ? outcome.note : null,
      };
    }
    const known = operations.size;
    const behindMs = outcome.providerNow === null ? 0 : Math.max(0, nowMs() - outcome.providerNow.getTime());
    const listed = outcome.operations.map((operation) => datedLater(operation, behindMs));
    for (const operation of listed) operations.set(operation.id, operation);
    const last = listed.at(-1);
    const reachedPast = last?.createdAt != null && last.createdAt.getTime() < since.getTime();
    const isEnd = reachedPast || outcome.nextAfter === null || operations.size === known;
    if (isEnd && above !== null && operations.size === known && !(await isKnown(provider, above, signal))) break;
    if (isEnd) {
      return { operations: [...operations.values()], complete: true, retryAfterMs: null, refusal: null };
    }
    after = outcome.nextAfter;
    above = last?.id ?? above;
  }
  return { operations: [...operations.values()], complete: false, retryAfterMs: null, refusal: null };
}

/** Some servers answer an empty page behind a video that was deleted meanwhile, which looks like the end of the list. */
async function isKnown(provider: Provider, operationId: string, signal: AbortSignal): Promise<boolean> {
  return (await provider.check(operationId, signal)).kind === 'found';
}

function datedLater(operation: Operation, ms: number): Operation {
  return { ...operation, createdAt: operation.createdAt && new Date(operation.createdAt.getTime() + ms) };
}
