import type { Deps } from '../deps.ts';
import type { Operation, Provider } from '../providers/provider.ts';

const PAGE_SIZE = 100;
/** A runaway list ends here: 20,000 operations. */
const PAGES_MAX = 200;
/** Videos made within so short a time may be listed in any order. */
const DISORDER_MS = 5_000;

/** The provider's list from now back to `since`, newest first. */
export interface ListWindow {
  operations: Operation[];
  /** All of the stretch is here: what is not was not listed. */
  complete: boolean;
  /** The stretch was read to its end. Where it is not complete all the same, entries that are no Video were left out. */
  spanned: boolean;
  /** Every page that was asked for was answered. */
  answered: boolean;
  /** A page was not asked for, because of a limit of ours or a rest: that says nothing of what is listed. */
  unasked: boolean;
  retryAfterMs: number | null;
  /** Why the provider takes neither our key nor the address; null while it does. */
  refusal: string | null;
}

/**
 * Reads only the pages that can hold open renders. It ends where the provider says that there is no more, or at the first operation made before
 * `since` in a list that goes from new to old; a list that does not turn its pages has no end. Both dates are told by one clock: where the
 * provider's differs from `nowMs` by its own Date header, an operation is dated by the later of the two, and by the earlier beside it.
 */
export async function readWindow(
  deps: Pick<Deps, 'log'>,
  provider: Provider,
  { since, nowMs }: { since: Date; nowMs: () => number },
  signal: AbortSignal,
): Promise<ListWindow> {
  const operations = new Map<string, Operation>();
  const order = new Order();
  const ended = (end: Partial<ListWindow>): ListWindow => ({
    operations: [...operations.values()],
    complete: false,
    spanned: false,
    answered: true,
    unasked: false,
    retryAfterMs: null,
    refusal: null,
    ...end,
  });
  let after: string | null = null;
  /** The last video of the page before: a cursor is not always a video's id. */
  let above: string | null = null;
  let isWhole = true;
  for (let page = 0; page < PAGES_MAX && !signal.aborted; page += 1) {
    const outcome = await provider.list({ after, limit: PAGE_SIZE }, signal);
    if (outcome.kind === 'unanswered') {
      deps.log.warn({ event: 'provider.list_unanswered', note: outcome.note, page });
      const { note, retryAfterMs, refused, unasked = false } = outcome;
      return ended({ answered: false, unasked, retryAfterMs, refusal: refused ? note : null });
    }
    if (outcome.leftOut) deps.log.warn({ event: 'provider.list_left_out', page, note: 'entries of the list are no videos' });
    isWhole &&= !outcome.leftOut;
    const known = operations.size;
    const offsetMs = outcome.providerNow === null ? 0 : nowMs() - outcome.providerNow.getTime();
    const listed = outcome.operations.map((operation) => datedTwice(operation, offsetMs));
    for (const operation of listed) operations.set(operation.id, operation);
    order.see(listed);
    const isNothingNew = operations.size === known;
    if (outcome.nextAfter === null) {
      const isEnd = !outcome.cut && (!isNothingNew || above === null || (await isKnown(provider, above, signal)));
      return ended({ spanned: isEnd, complete: isEnd && isWhole });
    }
    if (order.reachedPast(since)) return ended({ spanned: true, complete: isWhole });
    // The same videos, or the same place, again: this server does not turn its pages.
    if (outcome.nextAfter === after || (isNothingNew && listed.length > 0)) break;
    after = outcome.nextAfter;
    above = listed.at(-1)?.id ?? above;
  }
  return ended({});
}

/** Whether the list goes from new to old, and how far back it has gone. */
class Order {
  private oldestMs = Infinity;
  private isFalling = true;
  private lastPage: readonly Operation[] = [];

  see(page: readonly Operation[]): void {
    this.lastPage = page;
    for (const { createdAt } of page) {
      if (createdAt === null) continue;
      if (createdAt.getTime() > this.oldestMs + DISORDER_MS) this.isFalling = false;
      this.oldestMs = Math.min(this.oldestMs, createdAt.getTime());
    }
  }

  /** Whether everything that is still to come is older than this. A page that is older at its head than at its end says nothing of the next. */
  reachedPast(since: Date): boolean {
    const first = this.lastPage[0]?.createdAt ?? null;
    const last = this.lastPage.at(-1)?.createdAt ?? null;
    return this.isFalling && first !== null && last !== null && first >= last && last.getTime() < since.getTime() - DISORDER_MS;
  }
}

/** Some servers answer an empty page behind a video that was deleted meanwhile, which looks like the end of the list. */
async function isKnown(provider: Provider, operationId: string, signal: AbortSignal): Promise<boolean> {
  return (await provider.check(operationId, signal)).kind === 'found';
}

/** Whose clock is wrong, the one that dates videos or the one that stamps answers, nobody can tell: the later date hides nothing, the earlier no more. */
function datedTwice(operation: Operation, offsetMs: number): Operation {
  if (operation.createdAt === null || offsetMs === 0) return operation;
  const told = operation.createdAt.getTime();
  return { ...operation, createdAt: new Date(told + Math.max(0, offsetMs)), earliestAt: new Date(told + Math.min(0, offsetMs)) };
}
