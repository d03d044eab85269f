import { describe, expect, test } from 'vitest';
import { modelChoice } from '../builder/choices.fixture.ts';
import { nextLength, promotionPrice, type PromotedCell } from './promotion-price.ts';

const model = (id: string, seconds: number[], prices: Record<string, number | null>) => ({ ...modelChoice(id, prices), seconds });
const MODELS = [
  model('standard', [4, 8, 12], { '720x1280': 100_000, '1280x720': 100_000 }),
  model('pro', [4, 12], { '720x1280': 300_000, '1024x1792': null }),
];
const cell = (row: string, rest: Partial<PromotedCell> = {}): PromotedCell => ({
  row,
  modelId: 'standard',
  size: '720x1280',
  seconds: 4,
  audio: false,
  ...rest,
});
const KEEP = { modelIds: [], sizes: [], seconds: [] };

describe('a promotion', () => {
  test('proposes the next length that all models of the cells offer', () => {
    expect(nextLength([cell('a'), cell('b')], MODELS)).toBe(8);
    expect(nextLength([cell('a', { seconds: 8 })], MODELS)).toBe(12);
    expect(nextLength([cell('a'), cell('b', { modelId: 'pro' })], MODELS)).toBe(12);
    expect(nextLength([cell('a', { seconds: 12 })], MODELS)).toBeNull();
    expect(nextLength([cell('a', { modelId: 'gone' })], MODELS)).toBeNull();
  });

  test('is priced by the catalogue, each final once', () => {
    expect(promotionPrice([cell('a'), cell('b')], { ...KEEP, seconds: [8] }, MODELS)).toEqual({ count: 2, micros: 1_600_000 });
    expect(promotionPrice([cell('a'), cell('a', { seconds: 8 })], { ...KEEP, seconds: [12] }, MODELS)).toEqual({
      count: 1,
      micros: 1_200_000,
    });
    expect(promotionPrice([cell('a')], { modelIds: ['standard', 'pro'], sizes: [], seconds: [12] }, MODELS)).toEqual({
      count: 2,
      micros: 4_800_000,
    });
  });

  test('has no price where one is not offered or not known', () => {
    expect(promotionPrice([cell('a')], { ...KEEP, modelIds: ['pro'], seconds: [8] }, MODELS)).toEqual({ count: 1, micros: null });
    expect(promotionPrice([cell('a')], { ...KEEP, modelIds: ['pro'], sizes: ['1024x1792'] }, MODELS)).toEqual({ count: 1, micros: null });
  });
});
