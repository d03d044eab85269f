import { describe, expect, test } from 'vitest';
import { InputInvalid } from '../lib/refusal.ts';
import {
  type BriefAxes,
  checkChoices,
  checkName,
  checkPromptSource,
  checkReadyToPlan,
  checkTemplate,
  checkUniqueKeys,
  normaliseBrief,
} from './brief.rules.ts';
import { PromptInvalid, TooManyVariants, UnknownModel, UnknownPreset, UnknownSeconds, UnknownSize } from './refusals.ts';

const size = (name: string) => ({ size: name, price: null, next: null });
const known = {
  models: [
    { id: 'std', name: 'Sora 2', sizes: ['720x1280', '1280x720'].map(size), seconds: [4, 8, 12] },
    { id: 'pro', name: 'Sora 2 Pro', sizes: ['720x1280', '1080x1920'].map(size), seconds: [4, 8] },
  ],
  presetIds: new Set(['pan']),
};
const brief: BriefAxes = { modelIds: ['std'], sizes: ['720x1280'], seconds: [4], presetIds: [null, 'pan'], axisMode: 'cross' };
const source = (key: string | null, scene: string, n = 0) => ({ n, key, slots: { scene }, variables: {} });

describe('choices', () => {
  test('what the catalogue and the library know is accepted', () => {
    expect(() => checkChoices(brief, known)).not.toThrow();
    expect(() => checkChoices({ ...brief, modelIds: [], sizes: [] }, known)).not.toThrow();
  });

  test.each([
    [{ modelIds: ['sora-9'] }, UnknownModel, /not in the catalogue/],
    [{ sizes: ['99999x1'] }, UnknownSize, /Sora 2 does not render “99999x1”. It renders 720x1280, 1280x720/],
    [{ modelIds: ['std', 'pro'], sizes: ['1080x1920'] }, UnknownSize, /Sora 2 does not render/],
    [{ seconds: [7] }, UnknownSeconds, /Sora 2 does not render 7 s. It renders 4 s, 8 s, 12 s/],
    [{ presetIds: ['gone'] }, UnknownPreset, /not in your library/],
    [{ sizes: Array.from({ length: 1001 }, () => '720x1280') }, InputInvalid, /At most 1000/],
  ] as const)('%o is refused', (changed, refusal, sentence) => {
    const check = () => checkChoices({ ...brief, ...changed } as BriefAxes, known);
    expect(check).toThrow(refusal);
    expect(check).toThrow(sentence);
  });

  test('paired axes check only the pairs that are rendered', () => {
    const paired: BriefAxes = { ...brief, axisMode: 'zip', modelIds: ['std', 'pro'], sizes: ['1280x720', '1080x1920'] };
    expect(() => checkChoices(paired, known)).not.toThrow();
    expect(() => checkChoices({ ...paired, sizes: ['1080x1920', '1280x720'] }, known)).toThrow(UnknownSize);
  });

  test('crossed axes list a value once', () => {
    const whole = { ...brief, sizes: ['720x1280', '720x1280'], template: null, audio: false, reuse: false };
    expect(normaliseBrief(whole).sizes).toEqual(['720x1280']);
    expect(normaliseBrief({ ...whole, axisMode: 'zip' }).sizes).toHaveLength(2);
  });
});

describe('ready to plan', () => {
  test.each([
    ['prompts', brief, 0],
    ['modelIds', { ...brief, modelIds: [] }, 1],
    ['sizes', { ...brief, sizes: [] }, 1],
    ['seconds', { ...brief, seconds: [] }, 1],
  ] as [string, BriefAxes, number][])('without %s it is not', (field, changed, prompts) => {
    expect(() => checkReadyToPlan(changed, prompts)).toThrow(expect.objectContaining({ field }));
  });

  test('no preset means as written', () => {
    expect(checkReadyToPlan({ ...brief, presetIds: [] }, 3)).toMatchObject({ presetCount: 1, variantCount: 3 });
  });

  test('too many are refused before a row is written', () => {
    expect(() => checkReadyToPlan(brief, 50_001)).toThrow(TooManyVariants);
  });
});

test('names and templates that can not be stored are refused', () => {
  expect(checkName(' Spring ')).toBe('Spring');
  for (const name of ['  ', 'x'.repeat(201), 'a\0b', '\ud800']) expect(() => checkName(name)).toThrow(InputInvalid);
  expect(() => checkTemplate({ scene: 'a\0' })).toThrow(InputInvalid);
  expect(() => checkTemplate({ scene: '{{product}}' })).not.toThrow();
});

test('prompts that can not be stored are refused with their number', () => {
  expect(() => checkPromptSource(source('k', 'fine'), false)).not.toThrow();
  expect(() => checkPromptSource({ n: 0, key: null, slots: {}, variables: { a: '1' } }, true)).not.toThrow();
  for (const bad of [
    source(null, ''),
    source('\0', 'x'),
    source('x'.repeat(201), 'x'),
    source('', 'x'),
    source(null, 'x'.repeat(32_001)),
  ]) {
    expect(() => checkPromptSource(bad, false)).toThrow(PromptInvalid);
  }
  expect(() => checkPromptSource({ ...source(null, 'x', 6), variables: { a: '\ud800' } }, false)).toThrow(/Prompt 7 can not be used/);
});

test('two prompts with one key are refused, both named', () => {
  expect(() => checkUniqueKeys([source('a', 'x', 0), source(null, 'x', 1), source('a', 'y', 2)])).toThrow(/Prompts 1 and 3 .* “a”/);
});
