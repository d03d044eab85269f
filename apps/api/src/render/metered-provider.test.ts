import { describe, expect, it } from 'vitest';
import type { Provider } from '../providers/provider.ts';
import { meterProvider } from './metered-provider.ts';

const provider = { list: () => Promise.resolve({ kind: 'page' }), check: () => Promise.resolve({ kind: 'gone' }) } as unknown as Provider;
const page = { after: null, limit: 100 };

describe('a provider with two questions left', () => {
  it('answers two and no third', async () => {
    const metered = meterProvider(provider, 2);
    const answers = [await metered.list(page), await metered.check('video_1'), await metered.list(page)];
    expect(answers.map(({ kind }) => kind)).toEqual(['page', 'gone', 'unanswered']);
    expect(metered.asked).toBe(2);
  });

  it('answers to its end what has to be asked to its end, and counts it', async () => {
    const metered = meterProvider(provider, 2);
    const whole = metered.overdrawn();
    for (let n = 0; n < 5; n += 1) expect(await whole.list(page)).toMatchObject({ kind: 'page' });
    expect(metered.asked).toBe(5);
    expect(await metered.check('video_1')).toMatchObject({ kind: 'unanswered' });
  });
});

describe('a provider that asks for a rest', () => {
  const busy = { kind: 'unanswered', note: 'HTTP 429', retryAfterMs: 7_000 } as const;
  const tired: Provider = { ...provider, list: () => Promise.resolve(busy) };

  it('is asked nothing more in this look, and says how long', async () => {
    const metered = meterProvider(tired, 9);
    expect(metered.restMs).toBe(0);
    expect(await metered.list(page)).toBe(busy);
    expect(await metered.check('video_1')).toMatchObject({ kind: 'unanswered', retryAfterMs: 7_000, unasked: true });
    expect(await metered.overdrawn().check('video_1')).toMatchObject({ kind: 'unanswered', retryAfterMs: 7_000 });
    expect(metered).toMatchObject({ asked: 1, restMs: 7_000 });
  });

  it('is asked nothing while a rest from before lasts, which grows no longer by that', async () => {
    const metered = meterProvider(provider, 9, 3_000);
    expect(await metered.overdrawn().list(page)).toMatchObject({ kind: 'unanswered', retryAfterMs: 3_000 });
    expect(metered).toMatchObject({ asked: 0, restMs: 0 });
  });
});

it('a provider with no question left begins none', async () => {
  const metered = meterProvider(provider, 0);
  expect(await metered.overdrawn().list(page)).toMatchObject({ kind: 'unanswered' });
  expect(metered.asked).toBe(0);
});
