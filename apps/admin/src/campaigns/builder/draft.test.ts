import { expect, test } from 'vitest';
import { choicesOf, modelChoice } from './choices.fixture.ts';
import { filledTemplate, newDraft, promptCount, settleDraft } from './draft.ts';

const choices = choicesOf(
  modelChoice('old', { '720x1280': 100_000 }, true),
  modelChoice('standard', { '720x1280': 100_000, '1280x720': 100_000 }),
  modelChoice('pro', { '1280x720': 300_000, '1080x1920': 700_000 }),
);

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
