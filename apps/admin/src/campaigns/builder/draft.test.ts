import { expect, test } from 'vitest';
import type { Choices, ModelChoice } from './choices.ts';
import { filledTemplate, newDraft, promptCount, settleDraft } from './draft.ts';

const size = (name: string) => ({
  size: name,
  orientation: 'PORTRAIT' as const,
  secondMicros: 100_000,
  priceSource: null,
  priceCheckedOn: null,
});
const model = (id: string, sizes: string[], retired = false): ModelChoice => ({
  id,
  key: id,
  name: id,
  tier: 'STANDARD',
  retired,
  retiresOn: null,
  endpoint: { id: 'e', name: 'Sandbox', isSandbox: true },
  sizes: sizes.map(size),
  seconds: [4, 8],
});
const choices: Choices = {
  catalog: {
    models: [model('old', ['720x1280'], true), model('standard', ['720x1280', '1280x720']), model('pro', ['1280x720', '1080x1920'])],
  },
  presets: [],
};

test('a new draft chooses one of everything that can still be chosen', () => {
  expect(newDraft(choices)).toMatchObject({ modelIds: ['standard'], sizes: ['720x1280'], seconds: [4], presetIds: [null] });
});

test('choices the models do not share are dropped, the first shared one steps in', () => {
  const both = settleDraft({ ...newDraft(choices), modelIds: ['standard', 'pro', 'old'] }, choices);
  expect(both).toMatchObject({ modelIds: ['standard', 'pro'], sizes: ['1280x720'] });
});

test('counts prompts pasted here and prompts held by the server', () => {
  expect(promptCount({ kind: 'pasted', text: 'a\n\nb\n', splitBy: 'blank' })).toBe(2);
  expect(promptCount({ kind: 'kept', count: 126, sample: [], from: 'prompts.csv' })).toBe(126);
});

test('a template of blanks is none', () => {
  expect(filledTemplate({ scene: '  ', camera: '' })).toBeNull();
  expect(filledTemplate({ camera: ' slow pan ', scene: '' })).toEqual({ camera: 'slow pan' });
});
