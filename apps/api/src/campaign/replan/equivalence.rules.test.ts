import { describe, expect, test } from 'vitest';
import { equivalentOf } from './equivalence.rules.ts';

const column = { n: 0, modelId: 'old', size: '720x1280', seconds: 8, audio: false, priceMicros: 800_000 };
const was = { tier: 'standard' as const, endpoint_id: 'here' };
const priced = (size: string, second_micros = 100_000) => ({
  size,
  price: { second_micros, audio_second_micros: null as number | null, source: 'list', checked_on: '2026-01-01' },
  next: null,
});
const model = (sizes: string[], seconds: number[]) => ({ id: 'new', ...was, sizes: sizes.map((size) => priced(size)), seconds });

describe('an equivalent', () => {
  test('that offers the same at the same price differs in nothing', () => {
    expect(equivalentOf(column, was, model(['1280x720', '720x1280'], [4, 8]))).toEqual({
      from: column,
      to: { modelId: 'new', size: '720x1280', seconds: 8, priceMicros: 800_000 },
      differences: [],
    });
  });

  test.each([
    [['1024x1792', '1080x1920', '480x854'], [8], '1024x1792', 8, ['size']],
    [['720x1280'], [5, 10], '720x1280', 10, ['seconds', 'price']],
    [['720x1280'], [6, 10], '720x1280', 10, ['seconds', 'price']],
    [['720x1280'], [7, 9, 20], '720x1280', 9, ['seconds', 'price']],
  ])('of %j and %j is the nearest', (sizes, seconds, size, length, differences) => {
    expect(equivalentOf(column, was, model(sizes, seconds))).toMatchObject({ to: { size, seconds: length }, differences });
  });

  test('costs what its seconds cost with sound where the clips keep it', () => {
    const standIn = model(['720x1280'], [8]);
    standIn.sizes[0]!.price.audio_second_micros = 150_000;
    expect(equivalentOf(column, was, standIn)).toMatchObject({ to: { priceMicros: 800_000 }, differences: [] });
    expect(equivalentOf({ ...column, audio: true }, was, standIn)).toMatchObject({
      to: { priceMicros: 1_200_000 },
      differences: ['price'],
    });
  });

  test('of another orientation, or without a length, is none', () => {
    expect(equivalentOf(column, was, model(['1280x720'], [8])).to).toBeNull();
    expect(equivalentOf(column, was, model(['720x1280'], [])).to).toBeNull();
  });

  test('names another tier, endpoint and price, also a missing one', () => {
    const pro = {
      ...model(['720x1280'], [8]),
      tier: 'pro' as const,
      endpoint_id: 'there',
      sizes: [{ size: '720x1280', price: null, next: null }],
    };
    expect(equivalentOf(column, was, pro)).toMatchObject({ to: { priceMicros: null }, differences: ['tier', 'endpoint', 'price'] });
  });
});
