import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import { type AxisLengths, columnHash, coordinatesOf, createOccurrences, indexOf, rowHash, rowsOfPrompt, shapeOf } from './matrix.rules.ts';
import { TooManyVariants } from './refusals.ts';

const axes = (prompts: number, presets: number, models: number, sizes: number, seconds: number): AxisLengths => ({
  prompts,
  presets,
  models,
  sizes,
  seconds,
});

describe('the shape of a matrix', () => {
  test('crossed axes multiply', () => {
    expect(shapeOf('cross', axes(126, 4, 1, 2, 1))).toMatchObject({ rowCount: 504, columnCount: 2, variantCount: 1008 });
  });

  test('paired axes run side by side, one value serves all', () => {
    expect(shapeOf('zip', axes(5, 1, 1, 5, 1))).toMatchObject({ rowCount: 5, columnCount: 5, variantCount: 5 });
    expect(shapeOf('zip', axes(1, 1, 1, 3, 1))).toMatchObject({ rowCount: 1, columnCount: 3, variantCount: 3 });
    expect(shapeOf('zip', axes(0, 1, 1, 3, 1))).toMatchObject({ variantCount: 0 });
  });

  test('paired axes of different lengths are refused', () => {
    expect(() => shapeOf('zip', axes(5, 2, 1, 1, 1))).toThrow(InputInvalid);
    expect(() => shapeOf('zip', axes(5, 1, 1, 3, 1))).toThrow(InputInvalid);
  });

  test('more than 100,000 variants are refused with what was wanted and the limit', () => {
    expect(shapeOf('cross', axes(25_000, 4, 1, 1, 1)).variantCount).toBe(100_000);
    const refused = () => shapeOf('cross', axes(100_000, 24, 4, 6, 5));
    expect(refused).toThrow(TooManyVariants);
    expect(refused).toThrow(/288,000,000 renders; a campaign holds at most 100,000/);
  });
});

test('index and coordinates undo each other, and every row finds its prompt and preset', () => {
  const length = fc.integer({ min: 1, max: 7 });
  const crossed = fc.tuple(length, length, length, length, length).map((lengths) => shapeOf('cross', axes(...lengths)));
  const paired = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.array(fc.boolean(), { minLength: 5, maxLength: 5 })).map(([n, wide]) => {
    const [prompts, presets, models, sizes, seconds] = wide.map((is) => (is ? n : 1)) as [number, number, number, number, number];
    return shapeOf('zip', axes(prompts, presets, models, sizes, seconds));
  });
  fc.assert(
    fc.property(fc.oneof(crossed, paired), (shape) => {
      const seen = new Set<string>();
      for (let index = 0; index < shape.variantCount; index += 1) {
        const { row, column } = coordinatesOf(shape, index);
        expect(indexOf(shape, row, column)).toBe(index);
        expect(row < shape.rowCount && column < shape.columnCount).toBe(true);
        seen.add(`${row}:${column}`);
      }
      expect(seen.size).toBe(shape.variantCount);
      const rows = Array.from({ length: shape.promptCount }, (_one, n) => rowsOfPrompt(shape, n)).flat();
      expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: shape.rowCount }, (_one, row) => row));
      expect(rows.every(({ presetPlace }) => presetPlace < shape.presetCount)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a cell is named by what it is: key before words, twins by occurrence', () => {
  const occurrence = createOccurrences();
  expect([occurrence('a'), occurrence('b'), occurrence('a')]).toEqual([0, 0, 1]);
  const base = rowHash({ key: 'k', words: 'one' }, 'pre_1', 0);
  expect(rowHash({ key: 'k', words: 'two' }, 'pre_1', 0)).toEqual(base);
  for (const other of [
    rowHash({ key: null, words: 'k' }, 'pre_1', 0),
    rowHash({ key: 'k', words: 'one' }, null, 0),
    rowHash({ key: 'k', words: 'one' }, 'pre_1', 1),
  ]) {
    expect(other).not.toEqual(base);
  }
  const offer = { modelId: 'm', size: '720x1280', seconds: 4 };
  expect(columnHash(offer, 0)).not.toEqual(columnHash({ ...offer, seconds: 8 }, 0));
});
