import { describe, expect, it } from 'vitest';
import type { EndpointUse } from './endpoint-limits.rules.ts';
import { holdupOf } from './holdup.rules.ts';

const NOW = new Date('2026-05-01T12:00:00Z');
const FREE: EndpointUse = {
  status: 'active',
  backingOff: false,
  inFlightMax: 4,
  requestsPerMinute: null,
  dayMax: null,
  sendingShare: 1,
  level: 'L2',
  inFlight: 0,
  submitting: 0,
  ambiguous: 0,
  lastMinute: 0,
  tokenFreeInMs: null,
  today: 0,
};
const OPEN = { status: 'active', paused_because: null, paused_by: null, backoff_until: null, read_back_waits: null } as const;
const paused = (because: string, by: string | null = null) =>
  holdupOf({ ...OPEN, status: 'paused', paused_because: because, paused_by: by }, { ...FREE, status: 'paused' }, NOW);

describe('a paused endpoint', () => {
  it.each([
    ['HTTP 401: bad key', 'refuses our key', 'Set the right key'],
    ['HTTP 403: forbidden', 'refuses our key', 'Set the right key'],
    ['HTTP 402: pay first', 'out of money', 'Top it up'],
    ['HTTP 308: the address redirects', 'the address redirects', 'Correct what it names'],
  ])('that says %s is told as “%s”, to be ended by “%s”', (said, because, nextStep) => {
    expect(paused(said)).toEqual({
      because: expect.stringContaining(because),
      nextStep: expect.stringContaining(nextStep),
      needsPerson: true,
    });
  });

  it('by a person names the person’s reason', () => {
    expect(paused('We wait for the new contract.', 'usr_1')).toMatchObject({
      because: 'An administrator paused it: We wait for the new contract.',
      nextStep: expect.stringContaining('Ask them'),
    });
  });
});

describe('an endpoint that is open', () => {
  it('holds nothing up while it sends, nor while its places or its minute are full', () => {
    expect(holdupOf(OPEN, FREE, NOW)).toBeNull();
    expect(holdupOf(OPEN, { ...FREE, inFlight: 4 }, NOW)).toBeNull();
    expect(holdupOf(OPEN, { ...FREE, requestsPerMinute: 2, lastMinute: 2, tokenFreeInMs: 900 }, NOW)).toBeNull();
  });

  it('says when its day is used up, and when one request tries it', () => {
    expect(holdupOf(OPEN, { ...FREE, dayMax: 5, today: 5 }, NOW)).toMatchObject({
      because: expect.stringContaining('2026-05-02 00:00 UTC'),
      needsPerson: false,
    });
    expect(holdupOf({ ...OPEN, status: 'probing' }, { ...FREE, status: 'probing', submitting: 1 }, NOW)).toMatchObject({
      needsPerson: false,
    });
  });

  it('says that the provider asked to wait, but not of a rest that is over in seconds', () => {
    const resting = (seconds: number) =>
      holdupOf({ ...OPEN, backoff_until: new Date(NOW.getTime() + seconds * 1_000) }, { ...FREE, backingOff: true }, NOW);
    expect(resting(5)).toBeNull();
    expect(resting(120)).toMatchObject({ because: expect.stringMatching(/^Resting: the provider asked us to wait/), needsPerson: false });
  });

  it('says that its list has not been read yet', () => {
    expect(holdupOf({ ...OPEN, read_back_waits: 'Nothing is sent yet.' }, FREE, NOW)).toMatchObject({
      because: 'Nothing is sent yet.',
      needsPerson: true,
    });
  });
});
