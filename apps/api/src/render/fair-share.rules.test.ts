import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contender, shareRoom } from './fair-share.rules.ts';

const campaign = (campaignId: string, workspaceId = 'w1', more: Partial<Contender> = {}): Contender => ({
  campaignId,
  workspaceId,
  priority: 'normal',
  purpose: 'final',
  waiting: 1_000,
  ...more,
});

/** Shares one place after the other, as a provider that frees them one by one; answers how many each campaign got. */
function play(places: number, contenders: readonly Contender[], options: { finalsFirst?: boolean; roomOf?: Map<string, number> } = {}) {
  let served = new Map<string, number>();
  const got = new Map<string, number>();
  const order: string[] = [];
  for (let n = 0; n < places; n += 1) {
    const share = shareRoom(1, contenders, {
      served,
      finalsFirst: options.finalsFirst ?? false,
      workspaceRoom: options.roomOf ?? new Map(),
    });
    served = share.served;
    for (const [id, count] of share.places) {
      got.set(id, (got.get(id) ?? 0) + count);
      order.push(id);
    }
  }
  return { got: Object.fromEntries(got), order };
}

describe('sharing places', () => {
  it('is between workspaces first: one with many campaigns gets no more than one with a single campaign', () => {
    const crowd = Array.from({ length: 9 }, (_, n) => campaign(`a${n}`, 'wA'));
    const { got } = play(180, [...crowd, campaign('b', 'wB')]);
    expect(got['b']).toBe(90);
    for (const { campaignId } of crowd) expect(got[campaignId]).toBe(10);
  });

  it('gives 16 of 21 places to a high campaign, 4 to a normal one and 1 to a low one', () => {
    const contenders = [campaign('low', 'w1', { priority: 'low' }), campaign('normal'), campaign('high', 'w1', { priority: 'high' })];
    const { got, order } = play(210, contenders);
    expect(got).toEqual({ high: 160, normal: 40, low: 10 });
    expect(order[0]).toBe('high');
  });

  it('serves finals before previews where asked, and previews all the same', () => {
    const contenders = [campaign('preview', 'w1', { purpose: 'preview' }), campaign('final')];
    expect(play(90, contenders, { finalsFirst: true }).got).toEqual({ final: 80, preview: 10 });
    expect(play(90, contenders).got).toEqual({ final: 45, preview: 45 });
  });

  it('leaves what one can not use to the others', () => {
    const contenders = [campaign('small', 'wA', { waiting: 2 }), campaign('large', 'wB')];
    expect([...shareRoom(10, contenders, { served: new Map(), finalsFirst: false, workspaceRoom: new Map() }).places]).toEqual([
      ['small', 2],
      ['large', 8],
    ]);
  });

  it('keeps a workspace within what its edition may have in flight', () => {
    const share = shareRoom(10, [campaign('a', 'wA'), campaign('b', 'wB')], {
      served: new Map(),
      finalsFirst: false,
      workspaceRoom: new Map([['wA', 2]]),
    });
    expect(Object.fromEntries(share.places)).toEqual({ a: 2, b: 8 });
    const full = shareRoom(5, [campaign('a', 'wA')], { served: new Map(), finalsFirst: false, workspaceRoom: new Map([['wA', 0]]) });
    expect(full.places.size).toBe(0);
    expect(full.served.size).toBe(0);
  });

  it('lets who comes later take turns at once, without catching up on what it missed', () => {
    const first = shareRoom(600, [campaign('a', 'wA')], { served: new Map(), finalsFirst: false, workspaceRoom: new Map() });
    const both = shareRoom(10, [campaign('a', 'wA'), campaign('b', 'wB')], {
      served: first.served,
      finalsFirst: false,
      workspaceRoom: new Map(),
    });
    expect(Object.fromEntries(both.places)).toEqual({ a: 5, b: 5 });
  });

  it('shares every place there is work for, and starves nobody', () => {
    const contender = fc.record({
      workspace: fc.integer({ min: 0, max: 3 }),
      priority: fc.constantFrom('low', 'normal', 'high'),
      purpose: fc.constantFrom('final', 'preview'),
    });
    fc.assert(
      fc.property(fc.array(contender, { minLength: 1, maxLength: 8 }), fc.boolean(), (drawn, finalsFirst) => {
        const contenders = drawn.map((one, n) =>
          campaign(`c${n}`, `w${one.workspace}`, { priority: one.priority, purpose: one.purpose, waiting: 100_000 }),
        );
        const workspaces = new Set(contenders.map(({ workspaceId }) => workspaceId)).size;
        const rounds = 2_000;
        const { places } = shareRoom(rounds, contenders, { served: new Map(), finalsFirst, workspaceRoom: new Map() });
        expect([...places.values()].reduce((sum, count) => sum + count, 0)).toBe(rounds);
        const perWorkspace = Map.groupBy(contenders, ({ workspaceId }) => workspaceId);
        for (const members of perWorkspace.values()) {
          const got = members.reduce((sum, { campaignId }) => sum + (places.get(campaignId) ?? 0), 0);
          expect(Math.abs(got - rounds / workspaces)).toBeLessThanOrEqual(1);
          for (const { campaignId } of members) expect(places.get(campaignId) ?? 0).toBeGreaterThan(0);
        }
      }),
    );
  });
});
