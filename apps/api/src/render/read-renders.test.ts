import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Operation, Provider } from '../providers/provider.ts';
import type { OpenRender } from './open-render.store.ts';
import { readRenders } from './read-renders.ts';

const { signal } = new AbortController();
const deps = { log: { warn: () => undefined } } as unknown as Parameters<typeof readRenders>[0];
const COUNT = 3_000;

/** The newest of a provider's videos has place 0. */
const operations: Operation[] = Array.from({ length: COUNT }, (_, place) => ({
  id: `video_${place}`,
  state: { kind: 'pending', phase: 'running', progressPercent: null },
  model: null,
  prompt: null,
  seconds: null,
  size: null,
  createdAt: null,
}));
const placeOf = (id: string): number => Number(id.slice('video_'.length));
const renderAt = (place: number): OpenRender => ({ id: `rnd_${place}`, operationId: `video_${place}`, isDue: false }) as OpenRender;

/** A list as the wire defines it; `forgotten` ones are gone, `isBroken` answers no page. */
function listing(forgotten: ReadonlySet<number>, isBroken = false) {
  const asked = { pages: 0, checks: 0 };
  const provider = {
    list: async ({ after, limit }: { after: string | null; limit: number }) => {
      asked.pages += 1;
      if (isBroken) return { kind: 'unanswered', note: 'HTTP 500', retryAfterMs: null };
      const from = after === null ? 0 : placeOf(after) + 1;
      const rest = operations.slice(from).filter(({ id }) => !forgotten.has(placeOf(id)));
      const page = rest.slice(0, limit);
      return { kind: 'page', operations: page, nextAfter: rest.length > limit ? page.at(-1)!.id : null, providerNow: null };
    },
    check: async (id: string) => {
      asked.checks += 1;
      return forgotten.has(placeOf(id)) ? { kind: 'gone' } : { kind: 'found', operation: operations[placeOf(id)]! };
    },
  } as unknown as Provider;
  return { provider, asked };
}

async function read(running: readonly number[], wanted: readonly number[], forgotten: readonly number[] = []) {
  const { provider, asked } = listing(new Set(forgotten));
  const told = await readRenders(deps, provider, { running: running.map(renderAt), wanted: wanted.map(renderAt) }, signal);
  return { told, requests: asked.pages + asked.checks };
}

const range = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, n) => from + n);

describe('reading running renders', () => {
  it.each([
    ['one', [1_500], 1],
    ['a page of them', range(0, 100), 1],
    ['two thousand, newest to oldest', range(0, 2_000), 24],
    ['old ones below a thousand new ones', range(1_000, 1_300), 5],
    ['a few far apart', [10, 900, 1_700, 2_600], 5],
    ['crowds far apart', [...range(0, 50), ...range(1_500, 1_550), ...range(2_500, 2_550)], 7],
  ])('asks for %s with few requests', async (_name, wanted, requestsMax) => {
    const { told, requests } = await read([...range(0, 1_000), ...wanted.filter((place) => place >= 1_000)], wanted);
    expect(told.size).toBeGreaterThanOrEqual(wanted.length);
    expect(requests).toBeLessThanOrEqual(requestsMax);
  });

  it('learns of every wanted render, whatever else is in the list', async () => {
    const places = fc.uniqueArray(fc.nat({ max: COUNT - 1 }), { maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(places, places, fc.func(fc.boolean()), async (some, gone, isWanted) => {
        const running = some.toSorted((a, b) => a - b);
        const wanted = running.filter(isWanted);
        const { told, requests } = await read(running, wanted, gone);
        for (const place of wanted) expect(told.get(`rnd_${place}`)?.kind).toBe(gone.includes(place) ? 'gone' : 'found');
        expect(requests).toBeLessThanOrEqual(2 * wanted.length + 1);
      }),
      { numRuns: 60 },
    );
  });

  it('finds one that reached the provider in another order than ours', async () => {
    const running = range(0, 400);
    [running[5], running[12]] = [running[12]!, running[5]!];
    [running[198], running[205]] = [running[205]!, running[198]!];
    const { told } = await read(running, running);
    expect(told.size).toBe(400);
  });

  it('asks by id only for what is due while the list is broken', async () => {
    const { provider, asked } = listing(new Set(), true);
    const wanted = range(0, 50).map(renderAt);
    wanted[7]!.isDue = true;
    const told = await readRenders(deps, provider, { running: wanted, wanted }, signal);
    expect(asked).toEqual({ pages: 1, checks: 1 });
    expect([...told.values()].filter(({ kind }) => kind === 'found')).toHaveLength(1);
  });
});
