import { lintPrompt } from '@dailies/schema/lint';
import { describe, expect, test } from 'vitest';
import type { DraftPrompt } from './draft.ts';
import { compiledWords, lintTemplate, mendable, mendKept } from './lint-kept.ts';

const CONTEXT = { audio: false, movesByPreset: false, reference: false };
const prompt = (scene: string, variables: Record<string, string> = {}): DraftPrompt => ({ key: 'k', slots: { scene }, variables });
const codesOf = (one: DraftPrompt) => lintPrompt(compiledWords(one, null)).map(({ code }) => code);

describe('a finding of an imported prompt', () => {
  test('is mended in the slot where the words stand', () => {
    const star = prompt('Taylor Swift walks along a beach, slow pan', { city: 'Lisbon' });
    const mended = mendKept(star, { code: 'real_person' }, CONTEXT)!;
    expect(codesOf(mended)).not.toContain('real_person');
    expect(mended.variables).toEqual(star.variables);
  });

  test('is mended in the value where the words stand, and the slot keeps its variable', () => {
    const star = prompt('{{who}} walks along a beach, slow pan', { who: 'Taylor Swift' });
    expect(codesOf(star)).toContain('real_person');
    const mended = mendKept(star, { code: 'real_person' }, CONTEXT)!;
    expect(mended.slots).toEqual(star.slots);
    expect(codesOf(mended)).not.toContain('real_person');
  });

  test('has no fix here where the words come from the template', () => {
    const plain = prompt('A beach, slow pan');
    const findings = lintPrompt(compiledWords(plain, { style: 'like Taylor Swift' }));
    expect(findings.map(({ code }) => code)).toContain('real_person');
    expect(mendable(plain, findings, CONTEXT).find(({ code }) => code === 'real_person')!.rewrite.edits).toEqual([]);
  });
});

test('a template is read slot by slot, and lacks nothing that its prompts bring', () => {
  const said = lintTemplate({ scene: '{{prompt}}, on a table', style: 'in the style of Taylor Swift' }, CONTEXT);
  expect(Object.keys(said)).toEqual(['style']);
  expect(said.style!.map(({ code }) => code)).toEqual(['living_artist']);
});
