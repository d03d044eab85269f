import { describe, expect, test } from 'vitest';
import { type CloneAxes, cloneOf, type ClonedCell } from './clone.rules.ts';

const cell = (promptN: number, rest: Partial<ClonedCell> = {}): ClonedCell => ({
  promptN,
  presetId: null,
  modelId: 'standard',
  size: '720x1280',
  seconds: 4,
  ...rest,
});
const crossed: CloneAxes = {
  axisMode: 'cross',
  modelIds: ['standard', 'pro'],
  sizes: ['720x1280', '1280x720'],
  seconds: [4, 8],
  presetIds: ['p1', 'p2'],
};

describe('a clone of chosen cells', () => {
  test('of crossed axes keeps each prompt once and the values that occur', () => {
    const cells = [cell(3, { presetId: 'p2' }), cell(3, { presetId: 'p2', seconds: 8 }), cell(7, { presetId: 'p2' })];
    expect(cloneOf(crossed, cells, 9)).toEqual({
      axes: { axisMode: 'cross', modelIds: ['standard'], sizes: ['720x1280'], seconds: [4, 8], presetIds: ['p2'] },
      promptNs: [3, 7],
    });
  });

  test('of paired axes keeps the pairs, and one value that serves all', () => {
    const paired: CloneAxes = { ...crossed, axisMode: 'zip', modelIds: ['standard'], presetIds: [] };
    const cells = [cell(1, { seconds: 8 }), cell(2), cell(5, { seconds: 8 })];
    expect(cloneOf(paired, cells, 9)).toEqual({
      axes: { axisMode: 'zip', modelIds: ['standard'], sizes: ['720x1280'], seconds: [8, 4, 8], presetIds: [] },
      promptNs: [1, 2, 5],
    });
  });

  test('of one prompt that serves all pairs has that prompt once', () => {
    const paired: CloneAxes = { ...crossed, axisMode: 'zip' };
    expect(cloneOf(paired, [cell(0), cell(0, { seconds: 8 })], 1).promptNs).toEqual([0]);
  });
});
