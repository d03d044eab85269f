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

it('a provider with no question left begins none', async () => {
  const metered = meterProvider(provider, 0);
  expect(await metered.overdrawn().list(page)).toMatchObject({ kind: 'unanswered' });
  expect(metered.asked).toBe(0);
});
