import { describe, expect, test } from 'vitest';
import { choicesOf, modelChoice } from './choices.fixture.ts';
import { newDraft, type Draft } from './draft.ts';
import { equation, estimate } from './estimate.ts';

const choices = choicesOf(modelChoice('standard', { '720x1280': 100_000, '1280x720': 100_000, '1024x1024': null }));
const prompts = (count: number): Draft['prompts'] => ({ kind: 'kept', count, sample: [], from: null });
const draft = (change: Partial<Draft>): Draft => ({ ...newDraft(choices), ...change });

describe('crossed', () => {
  test('forty prompts, four presets, two sizes', () => {
    const made = estimate(draft({ prompts: prompts(40), presetIds: ['a', 'b', 'c', 'd'], sizes: ['720x1280', '1280x720'] }), choices);
    expect(equation(made)).toBe('40 × 4 × 2 = 320 renders, $128.00');
    expect(made.refusal).toBeNull();
  });
  test('one prompt alone', () => {
    expect(equation(estimate(draft({ prompts: prompts(1) }), choices))).toBe('1 render, $0.40');
  });
  test('lengths cost what they last', () => {
    expect(estimate(draft({ prompts: prompts(1), seconds: [4, 8] }), choices).micros).toBe(1_200_000);
  });
  test('sound has a price of its own', () => {
    const model = modelChoice('standard', { '720x1280': 100_000 });
    const dearer = choicesOf({ ...model, sizes: model.sizes.map((size) => ({ ...size, audioSecondMicros: 150_000 })) });
    const costs = (audio: boolean) => estimate(draft({ prompts: prompts(1), audio }), dearer).micros;
    expect([costs(false), costs(true)]).toEqual([400_000, 600_000]);
  });
  test('no presets chosen means as written', () => {
    expect(estimate(draft({ prompts: prompts(3), presetIds: [] }), choices).renders).toBe(3);
  });
  test('a size without a price: no sum', () => {
    expect(estimate(draft({ prompts: prompts(1), sizes: ['1024x1024'] }), choices).micros).toBeNull();
  });
  test('more than a hundred thousand is refused in words', () => {
    const made = estimate(draft({ prompts: prompts(35_700), presetIds: ['a', 'b', 'c', 'd'] }), choices);
    expect(made.refusal).toContain('142,800 renders; a campaign holds at most 100,000');
  });
  test('a picture that fits no chosen size', () => {
    const picture = { id: 'ref', name: 'Bottle', role: 'PRODUCT' as const, width: 720, height: 1280, url: '' };
    const refusalFor = (sizes: string[]) =>
      estimate(draft({ prompts: prompts(1), reference: { __typename: 'Reference', ...picture }, sizes }), choices).refusal;
    expect(refusalFor(['1280x720'])).toContain('fits no chosen size');
    expect(refusalFor(['1280x720', '720x1280'])).toBeNull();
  });
  test('nothing to render yet', () => {
    expect(estimate(draft({}), choices)).toMatchObject({ renders: 0, refusal: 'Add at least one prompt.' });
  });
});

describe('paired', () => {
  test('lists of one length, or of one entry', () => {
    const made = estimate(
      draft({ paired: true, prompts: prompts(2), presetIds: ['a', 'b'], sizes: ['720x1280', '1280x720'], seconds: [4] }),
      choices,
    );
    expect(made).toMatchObject({ renders: 2, micros: 800_000, refusal: null });
  });
  test('lists of different lengths are refused', () => {
    const made = estimate(draft({ paired: true, prompts: prompts(3), presetIds: ['a', 'b'] }), choices);
    expect(made.refusal).toContain('the same number of entries');
  });
});
