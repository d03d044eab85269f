import type { Deps } from '../deps.ts';
import { eachLimit } from '../lib/each-limit.ts';
import type { CheckOutcome, Provider } from '../providers/provider.ts';
import type { OpenRender } from './open-render.store.ts';

const PAGE_SIZE = 100;
/** So few are asked for by id: a page tells no more. */
const BY_ID_MAX = 2;
const CHECKS_IN_PARALLEL = 4;
/** Pages read side by side, and how many renders make a second walk worth its extra page. */
const WALKS_MAX = 4;
const RENDERS_A_WALK = 200;
/** Sends under way together reach the provider in another order than ours, by so many places at most. */
const SWAPPED_PLACES = 16;

/** What the provider says of each render, by render id; renders it was not asked for are left out. */
export type Told = Map<string, CheckOutcome>;

/**
 * Asks the provider for these renders, by as few list pages as hold them. The list is entered beside the first one wanted, because the id of
 * any known video is a place in it; a stretch without any wanted one is left out by asking for the next by id and going on from there. While
 * the list is broken, those that are due are asked for by id.
 * `running`: every running render of the endpoint, newest first; `wanted`: some of them, in the same order.
 */
export async function readRenders(
  deps: Pick<Deps, 'log'>,
  provider: Provider,
  { running, wanted }: { running: readonly OpenRender[]; wanted: readonly OpenRender[] },
  signal: AbortSignal,
): Promise<Told> {
  const told: Told = new Map();
  const placeOf = new Map(running.map((render, place) => [render.id, place]));
  const known = new Map(running.map((render) => [render.operationId, render]));
  const walks = Math.max(1, Math.min(WALKS_MAX, Math.floor(wanted.length / RENDERS_A_WALK)));
  const share = Math.ceil(wanted.length / walks);
  const parts = Array.from({ length: walks }, (_, n) => wanted.slice(n * share, (n + 1) * share)).filter((part) => part.length > 0);
  await eachLimit(parts, WALKS_MAX, (part) => walk(part));
  return told;

  async function walk(part: readonly OpenRender[]): Promise<void> {
    let left = part;
    let after = cursorBefore(part[0]!);
    while (left.length > BY_ID_MAX && !signal.aborted) {
      const page = await provider.list({ after, limit: PAGE_SIZE }, signal);
      if (page.kind === 'unanswered') {
        deps.log.warn({ event: 'provider.list_unanswered', note: page.note });
        for (const { id } of left) if (!told.has(id)) told.set(id, page);
        return askEach(left.filter(({ isDue }) => isDue));
      }
      let deepest = -1;
      for (const operation of page.operations) {
        const render = known.get(operation.id);
        if (!render) continue;
        told.set(render.id, { kind: 'found', operation });
        deepest = Math.max(deepest, placeOf.get(render.id)!);
      }
      const before = left.length;
      left = left.filter(({ id }) => !told.has(id));
      if (page.nextAfter === null) break;
      after = page.nextAfter;
      if (left.length < before) {
        const passed = left.filter(({ id }) => placeOf.get(id)! < deepest - SWAPPED_PLACES);
        await askEach(passed);
        left = left.filter((render) => !passed.includes(render));
      } else {
        const [next, ...rest] = left;
        left = rest;
        if ((await askFor(next!)).kind === 'found') after = next!.operationId!;
      }
    }
    await askEach(left);
  }

  /** The known video a little above this one in the list; null for the list's head. */
  function cursorBefore(render: OpenRender): string | null {
    const place = placeOf.get(render.id)! - 1 - Math.ceil(SWAPPED_PLACES / 4);
    return place < 0 ? null : running[place]!.operationId;
  }

  async function askEach(renders: readonly OpenRender[]): Promise<void> {
    for (const [id, outcome] of await askRenders(provider, renders, signal)) {
      // What the list could not answer was asked for all the same: a rest that began with that answer takes nothing from it.
      const isUnasked = outcome.kind === 'unanswered' && outcome.unasked;
      if (!isUnasked || !told.has(id)) told.set(id, outcome);
    }
  }

  async function askFor(render: OpenRender): Promise<CheckOutcome> {
    const outcome = await provider.check(render.operationId!, signal);
    told.set(render.id, outcome);
    return outcome;
  }
}

/** Asks the provider for each of these renders, newest first, by its id: the oldest first, so that none waits for ever where questions run out. */
export async function askRenders(provider: Provider, renders: readonly OpenRender[], signal: AbortSignal): Promise<Told> {
  const told: Told = new Map();
  await eachLimit(renders.toReversed(), CHECKS_IN_PARALLEL, async ({ id, operationId }) => {
    if (!signal.aborted) told.set(id, await provider.check(operationId!, signal));
  });
  return told;
}
