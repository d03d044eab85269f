import { describe, expect, it } from 'vitest';
import { isTransient, retryTransient, statusOf, waitBefore } from './retry-transient.ts';

const coded = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });
const tools = (waits: number[]) => ({ clock: { sleep: async (ms: number) => void waits.push(ms) }, random: () => 0 });
const policy = { attempts: 4, firstWaitMs: 100, waitMsMax: 250 };

describe('what is tried again', () => {
  it.each([
    [coded(503), true],
    [coded('503'), true],
    [coded(429), true],
    [coded(408), true],
    [coded(412), true],
    [coded('ECONNRESET'), true],
    [coded('ERR_STREAM_PREMATURE_CLOSE'), true],
    [new Error('wrapped', { cause: coded('EPIPE') }), true],
    [new RangeError('The offset is lower than the number of bytes written.'), true],
    [coded(400), false],
    [coded(403), false],
    [coded(404), false],
    [coded('ENOENT'), false],
    [new TypeError('undefined is not a function'), false],
    [{ code: 503, message: 'the bare body of an answer' }, true],
    ['text', false],
  ])('%s → %s', (error, expected) => expect(isTransient(error)).toBe(expected));

  it('reads the status wherever a layer puts it', () => {
    expect(statusOf(Object.assign(new Error('x'), { code: 'ERR_BAD_RESPONSE', status: 500 }))).toBe(500);
    expect(statusOf(coded('ECONNRESET'))).toBeNull();
  });
});

describe('retrying', () => {
  it('doubles the wait up to its limit and answers the first success', async () => {
    const waits: number[] = [];
    const answer = await retryTransient(tools(waits), async (attempt) => (attempt < 4 ? Promise.reject(coded(503)) : attempt), policy);
    expect(answer).toBe(4);
    expect(waits).toEqual([100, 200, 250]);
  });

  it('gives up after its attempts with the last error', async () => {
    await expect(retryTransient(tools([]), async (attempt) => Promise.reject(coded(503, `no ${attempt}`)), policy)).rejects.toThrow('no 4');
  });

  it('does not repeat what is final', async () => {
    const waits: number[] = [];
    await expect(retryTransient(tools(waits), async () => Promise.reject(coded(403)), policy)).rejects.toThrow();
    expect(waits).toEqual([]);
  });

  it('shortens a wait by chance, by at most half', () => {
    expect(waitBefore(1, policy, 0)).toBe(100);
    expect(waitBefore(1, policy, 0.999)).toBeCloseTo(50, 0);
  });
});
