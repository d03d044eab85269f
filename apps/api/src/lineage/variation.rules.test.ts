import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import type { SourceCell } from './promotion.rules.ts';
import { variationOf } from './variation.rules.ts';

const cell: SourceCell = {
  index: 4,
  promptN: 0,
  promptKey: 'watch',
  presetKey: 'dolly-in',
  presetId: 'pre_dolly',
  text: 'A watch. Camera: dolly in.',
  modelId: 'standard',
  size: '720x1280',
  seconds: 4,
};
const words = { whole: { scene: 'A watch', camera: 'dolly in' }, withoutPreset: { scene: 'A watch' } };

describe('a variation', () => {
  test('of a slot keeps every other word', () => {
    expect(variationOf(cell, words, { slot: { slot: 'lighting', texts: ['neon', 'golden hour', 'neon '] } })).toEqual({
      modelIds: ['standard'],
      sizes: ['720x1280'],
      seconds: [4],
      presetIds: [],
      prompts: [
        { key: 'watch/dolly-in lighting 1', slots: { scene: 'A watch', camera: 'dolly in', lighting: 'neon' }, variables: {} },
        { key: 'watch/dolly-in lighting 2', slots: { scene: 'A watch', camera: 'dolly in', lighting: 'golden hour' }, variables: {} },
      ],
    });
  });

  test('of the preset leaves the old one out', () => {
    const varied = variationOf(cell, words, { presetIds: ['p1', 'p2'] });
    expect(varied.presetIds).toEqual(['p1', 'p2']);
    expect(varied.prompts).toEqual([{ key: 'watch/dolly-in', slots: { scene: 'A watch' }, variables: {} }]);
  });

  test('of the size changes the size alone', () => {
    expect(variationOf(cell, words, { sizes: ['1280x720'] })).toMatchObject({ sizes: ['1280x720'], seconds: [4], modelIds: ['standard'] });
  });

  test('keeps braces as they were sent', () => {
    const varied = variationOf(cell, { ...words, whole: { scene: 'A {{sign}}' } }, { seconds: [8] });
    expect(varied.prompts).toEqual([{ key: 'watch/dolly-in', slots: { scene: '{{scene}}' }, variables: { scene: 'A {{sign}}' } }]);
  });

  test.each([
    ['nothing', {}],
    ['empty words', { slot: { slot: 'camera' as const, texts: [' '] } }],
    ['the cell’s own size', { sizes: ['720x1280'] }],
    ['the cell’s own length', { seconds: [4, 4] }],
    ['the cell’s own model', { modelIds: ['standard'] }],
    ['the cell’s own preset', { presetIds: ['pre_dolly'] }],
    ['the cell’s own words', { slot: { slot: 'camera' as const, texts: ['dolly in '] } }],
    ['two things', { sizes: ['1280x720'], seconds: [8] }],
  ])('of %s is refused', (_what, wish) => expect(() => variationOf(cell, words, wish)).toThrow(InputInvalid));
});
