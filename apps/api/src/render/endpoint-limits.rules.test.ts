import { describe, expect, it } from 'vitest';
import {
  capsOf,
  cutShare,
  type EndpointUse,
  grownShare,
  holdbackWords,
  nextDayUtc,
  sendRoom,
  troubleRestMs,
} from './endpoint-limits.rules.ts';

const idle: EndpointUse = {
  inFlightMax: 10,
  requestsPerMinute: 60,
  dayMax: 500,
  sendingShare: 1,
  level: 'L2',
  status: 'active',
  backingOff: false,
  inFlight: 0,
  submitting: 0,
  ambiguous: 0,
  lastMinute: 0,
  tokenFreeInMs: null,
  today: 0,
};

describe('what an endpoint takes now', () => {
  it.each<[string, Partial<EndpointUse>, { room: number; because: string | null }]>([
    ['nothing is used', {}, { room: 10, because: null }],
    ['some places are taken', { inFlight: 7 }, { room: 3, because: null }],
    ['the minute is the narrower limit', { lastMinute: 58 }, { room: 2, because: null }],
    ['the day is the narrowest', { today: 499 }, { room: 1, because: null }],
    ['all places are taken', { inFlight: 10 }, { room: 0, because: 'in_flight' }],
    ['more is in flight than the limit is now', { inFlight: 12 }, { room: 0, because: 'in_flight' }],
    ['the minute is used up', { lastMinute: 60, tokenFreeInMs: 900 }, { room: 0, because: 'minute' }],
    ['the day is used up', { today: 500 }, { room: 0, because: 'day' }],
    [
      'no limit of requests is known',
      { requestsPerMinute: null, dayMax: null, lastMinute: 1_000, today: 1_000 },
      { room: 10, because: null },
    ],
    ['the list can not tell two apart', { level: 'L3' }, { room: 1, because: null }],
    ['one is in doubt there', { level: 'L3', ambiguous: 1, inFlight: 1 }, { room: 0, because: 'in_doubt' }],
    ['it is half open', { status: 'probing' }, { room: 1, because: null }],
    ['the probe is under way', { status: 'probing', submitting: 1, inFlight: 1 }, { room: 0, because: 'probing' }],
    ['it is paused', { status: 'paused' }, { room: 0, because: 'paused' }],
    ['the provider asked us to wait', { backingOff: true }, { room: 0, because: 'backing_off' }],
    ['trouble halved both limits', { sendingShare: 0.5 }, { room: 5, because: null }],
    [
      'trouble left one place, and more than that is in doubt',
      { sendingShare: 0.1, ambiguous: 3, inFlight: 3 },
      { room: 1, because: null },
    ],
    ['what is in doubt fills the key', { sendingShare: 0.1, ambiguous: 10, inFlight: 10 }, { room: 0, because: 'in_flight' }],
  ])('when %s', (_case, change, expected) => {
    expect(sendRoom({ ...idle, ...change })).toEqual(expected);
  });

  it('says each reason in words, with the limit and when it ends', () => {
    const now = new Date('2026-11-22T20:15:00Z');
    expect(holdbackWords({ ...idle, today: 500 }, 'day', now)).toBe(
      'Today’s 500 requests are used: the next one goes after 2026-11-23 00:00 UTC.',
    );
    expect(holdbackWords({ ...idle, tokenFreeInMs: 3_200 }, 'minute', now)).toBe(
      '60 requests in the last minute: the next one goes in 4 s.',
    );
    expect(holdbackWords({ ...idle, sendingShare: 0.5 }, 'in_flight', now)).toContain('All 5 places are taken');
    expect(holdbackWords(idle, null, now)).toBeNull();
  });
});

describe('the share of the limits in trouble', () => {
  it('halves, and never falls below one place and one request a minute', () => {
    let limits = idle;
    const places: number[] = [];
    for (let n = 0; n < 6; n += 1) {
      limits = { ...limits, sendingShare: cutShare(limits) };
      places.push(capsOf(limits).places);
    }
    expect(places).toEqual([5, 2, 1, 1, 1, 1]);
    expect(capsOf({ ...limits, requestsPerMinute: 3 }).aMinute).toBe(1);
  });

  it('grows by one place a round of as many sends as there are places, back to the limit and no further', () => {
    let limits = { ...idle, sendingShare: 0.5 };
    const sendsAt = new Map<number, number>();
    while (capsOf(limits).places < limits.inFlightMax) {
      const { places } = capsOf(limits);
      sendsAt.set(places, (sendsAt.get(places) ?? 0) + 1);
      limits = { ...limits, sendingShare: grownShare(limits) };
    }
    expect([...sendsAt]).toEqual([
      [5, 5],
      [6, 6],
      [7, 7],
      [8, 8],
      [9, 9],
    ]);
    expect(capsOf({ ...limits, sendingShare: grownShare(limits) }).places).toBe(10);
  });
});

describe('after trouble', () => {
  it('a key of many places is whole again in as many rounds as one of sixteen', () => {
    let limits = { ...idle, inFlightMax: 1_000, requestsPerMinute: null, sendingShare: 1 / 1_000 };
    let rounds = 0;
    for (let sends = 0; limits.sendingShare < 1; rounds += 1) {
      for (sends = capsOf(limits).places; sends > 0; sends -= 1) limits = { ...limits, sendingShare: grownShare(limits) };
    }
    expect(rounds).toBeLessThanOrEqual(18);
  });

  it.each([
    [1, 2_000],
    [0.5, 4_000],
    [0.125, 16_000],
    [0.001, 60_000],
  ])('an endpoint at %d of its share rests %d ms', (sendingShare, ms) => {
    expect(troubleRestMs({ sendingShare }, 2_000)).toBe(ms);
  });
});

it('ends the day at midnight UTC, also at the end of a month', () => {
  expect(nextDayUtc(new Date('2026-12-31T23:59:59.999Z')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
});
