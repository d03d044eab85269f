import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import { nameAfter, namesOnce, promotionOf, type SourceCell } from './promotion.rules.ts';

const cell = (index: number, wish: Partial<SourceCell> = {}): SourceCell => ({
  index,
  promptN: index,
  promptKey: `p${index}`,
  presetKey: null,
  presetId: null,
  text: `Words ${index}`,
  modelId: 'standard',
  size: '720x1280',
  seconds: 4,
  ...wish,
});

describe('a promotion', () => {
  test('of cells that want the same columns crosses them', () => {
    const promotion = promotionOf([cell(0), cell(3, { presetKey: 'dolly-in' })], { seconds: [8, 12] });
    expect(promotion).toEqual({
      axisMode: 'cross',
      modelIds: ['standard'],
      sizes: ['720x1280'],
      seconds: [8, 12],
      prompts: [
        { key: 'p0', text: 'Words 0' },
        { key: 'p3/dolly-in', text: 'Words 3' },
      ],
      sourceIndexes: [0, 3],
    });
  });

  test('of cells of different sizes pairs each with its own', () => {
    const promotion = promotionOf([cell(0), cell(1, { size: '1280x720' })], { seconds: [8] });
    expect(promotion).toMatchObject({ axisMode: 'zip', sizes: ['720x1280', '1280x720'], seconds: [8, 8], sourceIndexes: [0, 1] });
    expect(promotion.prompts.map(({ key }) => key)).toEqual(['p0@720x1280-8s', 'p1@1280x720-8s']);
  });

  test('of one prompt at two sizes pairs them, so that each final knows its own cell', () => {
    const cells = [cell(0), cell(1, { text: 'Words 0', size: '1280x720' })];
    expect(promotionOf(cells, { seconds: [8] })).toMatchObject({
      axisMode: 'zip',
      sizes: ['720x1280', '1280x720'],
      seconds: [8, 8],
      sourceIndexes: [0, 1],
    });
  });

  test('of one prompt at two sizes onto one size is one cell', () => {
    const promotion = promotionOf([cell(0), cell(1, { text: 'Words 0', size: '1280x720' })], { sizes: ['1024x1792'] });
    expect(promotion).toMatchObject({ axisMode: 'cross', sizes: ['1024x1792'], sourceIndexes: [0] });
  });

  test('keeps words with braces as a value', () => {
    expect(promotionOf([cell(0, { text: 'A {{sign}}' })], { seconds: [8] }).prompts).toEqual([
      { key: 'p0', slots: { scene: '{{text}}' }, variables: { text: 'A {{sign}}' } },
    ]);
  });

  test('that changes nothing, or of nothing, is refused', () => {
    expect(() => promotionOf([cell(0)], {})).toThrow(InputInvalid);
    expect(() => promotionOf([], { seconds: [8] })).toThrow(InputInvalid);
    const many = Array.from({ length: 1_001 }, (_one, n) => cell(n, { size: n % 2 ? '720x1280' : '1280x720' }));
    expect(() => promotionOf(many, { seconds: [8] })).toThrow(/at most 1,000/);
  });
});

test('names are unique and fit a key', () => {
  const names = namesOnce(['a', 'a', 'b'.repeat(300), 'b'.repeat(300)]);
  expect(new Set(names).size).toBe(4);
  expect(names.every((name) => name.length <= 200)).toBe(true);
});

test('a long name is never cut through a character', () => {
  expect(nameAfter(`${'a'.repeat(179)}🎬 and more`, 'finals')).toBe(`${'a'.repeat(179)} – finals`);
  expect(nameAfter('Spring', 'preview')).toBe('Spring – preview');
});
