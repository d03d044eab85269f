import { expect, test } from 'vitest';
import { compilePreview, knownVariables } from './compile-preview.ts';
import type { DraftPrompt } from './draft.ts';

const prompt = (scene: string, variables: Record<string, string> = {}): DraftPrompt => ({ key: null, slots: { scene }, variables });

test('as written', () => {
  expect(compilePreview(prompt('A red apple'), null, null)).toEqual({
    text: 'A red apple',
    pieces: [{ text: 'A red apple', from: null }],
    missing: [],
  });
});

test('the preset’s words follow, marked with their slot', () => {
  const { text, pieces } = compilePreview(prompt('A red apple.'), null, { camera: 'Slow pan.' });
  expect(text).toBe('A red apple. Slow pan.');
  expect(pieces.at(-1)).toEqual({ text: 'Slow pan.', from: 'camera' });
});

test('the template fills what the prompt leaves open, and may place the prompt itself', () => {
  expect(compilePreview(prompt('A red apple'), { scene: 'unused', style: 'Film grain' }, null).text).toBe('A red apple. Film grain');
  expect(compilePreview(prompt('A red apple'), { scene: 'On a table: {{prompt}}' }, null).text).toBe('On a table: A red apple');
});

test('variables are filled, and missing ones named', () => {
  const filled = compilePreview(prompt('A {{fruit}} in {{city}}', { fruit: 'pear' }), null, null);
  expect([filled.text, filled.missing]).toEqual(['A pear in {{city}}', ['city']]);
});

test('only variables that every prompt has are offered', () => {
  expect(knownVariables([prompt('a', { city: 'Rome', fruit: 'pear' }), prompt('b', { city: 'Oslo' })])).toEqual(['prompt', 'city']);
  expect(knownVariables([])).toEqual(['prompt']);
});
