import { describe, expect, test } from 'vitest';
import { compileVariantPrompt, type PromptSource } from './compile-prompts.ts';
import { PromptInvalid, UnknownVariable } from './refusals.ts';

const prompt = (slots: PromptSource['slots'], variables: Record<string, string> = {}, key: string | null = null): PromptSource => ({
  n: 2,
  key,
  slots,
  variables,
});
const slowPan = { name: 'Slow pan', slots: { camera: 'Slow pan to the right' } };

describe('the text of one prompt under one preset', () => {
  test.each([
    ['as written', prompt({ scene: 'A red apple.' }), null, null, 'A red apple.'],
    [
      'a preset adds its fragment in slot order',
      prompt({ scene: 'A red apple', style: 'Film grain' }),
      null,
      slowPan,
      'A red apple. Slow pan to the right. Film grain',
    ],
    [
      'a preset follows the prompt’s own words',
      prompt({ scene: 'x', camera: 'Low angle' }),
      null,
      slowPan,
      'x. Low angle. Slow pan to the right',
    ],
    ['variables are filled', prompt({ scene: 'A {{ colour }} apple' }, { colour: 'green' }), null, null, 'A green apple'],
    ['a value is not read again', prompt({ scene: 'Say {{what}}' }, { what: '{{other}}' }), null, null, 'Say {{other}}'],
    ['the template gives open slots', prompt({ scene: 'A cup' }), { scene: 'unused', lighting: 'Soft light' }, null, 'A cup. Soft light'],
    ['the template places the prompt', prompt({ scene: 'a cup' }), { scene: 'A shot of {{prompt}} on {{key}}' }, null, null],
    [
      'a row of variables alone',
      prompt({}, { product: '茶壶' }),
      { scene: '{{product}}在桌上' },
      slowPan,
      '茶壶在桌上。Slow pan to the right',
    ],
  ] as const)('%s', (_what, source, template, preset, text) => {
    if (text === null) expect(() => compileVariantPrompt(source, template, preset)).toThrow(/Prompt 3 uses \{\{key\}\}/);
    else expect(compileVariantPrompt(source, template, preset)).toBe(text);
  });

  test('a keyed prompt fills {{prompt}} and {{key}}', () => {
    const source = prompt({ scene: 'a cup' }, {}, 'cup-01');
    expect(compileVariantPrompt(source, { scene: 'A shot of {{prompt}}, take {{key}}' }, null)).toBe('A shot of a cup, take cup-01');
  });

  test('an unknown variable is refused with the prompt and every name', () => {
    const source = prompt({ scene: '{{a}} and {{b}}' }, { c: '1' }, 'k');
    expect(() => compileVariantPrompt(source, null, null)).toThrow(UnknownVariable);
    expect(() => compileVariantPrompt(source, null, null)).toThrow(
      /Prompt 3 \(k\) uses \{\{a\}\}, \{\{b\}\}.*It has \{\{prompt\}\}, \{\{key\}\}, \{\{c\}\}/,
    );
  });

  test.each([
    ['empty', '   ', /it is empty/],
    ['NUL', 'a\0b', /NUL/],
    ['half an emoji', 'a\ud83d', /broken character/],
    ['too long', 'x'.repeat(32_001), /32,001 characters; at most 32,000/],
  ])('%s is refused', (_what, scene, sentence) => {
    const compile = () => compileVariantPrompt(prompt({ scene }), null, null);
    expect(compile).toThrow(PromptInvalid);
    expect(compile).toThrow(sentence);
  });

  test('a preset that makes a prompt too long is named', () => {
    expect(() => compileVariantPrompt(prompt({ scene: 'x'.repeat(32_000) }), null, slowPan)).toThrow(/with the preset “Slow pan”/);
  });
});
