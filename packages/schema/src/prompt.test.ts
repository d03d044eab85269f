import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePrompt, fillVariables, mergeSlots, promptFault, SLOTS, type Slots, variablesOf } from './prompt.ts';

const slotMaps = fc.record(Object.fromEntries(SLOTS.map((slot) => [slot, fc.string({ unit: 'grapheme' })])), { requiredKeys: [] });

describe('compilePrompt', () => {
  it.each<[string, Slots, string]>([
    ['free text alone', { scene: 'A red apple' }, 'A red apple'],
    ['slot order, whatever order they were written in', { style: 'film grain', scene: 'A red apple' }, 'A red apple. film grain'],
    ['no second stop where there is one', { scene: 'A red apple.', camera: 'Slow pan!', audio: 'none' }, 'A red apple. Slow pan! none'],
    ['Chinese stops without a space', { scene: '一只橘猫', camera: '镜头缓缓跟随' }, '一只橘猫。镜头缓缓跟随'],
    ['a Chinese stop that is there', { scene: '一只橘猫。', camera: 'slow pan' }, '一只橘猫。slow pan'],
    ['empty and blank slots leave nothing', { scene: '  ', action: '', style: ' ink ' }, 'ink'],
    ['nothing', {}, ''],
  ])('%s', (_name, slots, compiled) => expect(compilePrompt(slots)).toBe(compiled));

  it('keeps the words of every slot, in slot order', () => {
    fc.assert(
      fc.property(slotMaps, (slots) => {
        const compiled = compilePrompt(slots);
        let from = 0;
        for (const slot of SLOTS) {
          const words = slots[slot]?.trim() ?? '';
          from = compiled.indexOf(words, from);
          expect(from).toBeGreaterThanOrEqual(0);
          from += words.length;
        }
      }),
    );
  });
});

describe('mergeSlots', () => {
  it('lets the preset follow the prompt in the same slot and keeps what only one has', () => {
    expect(mergeSlots({ scene: 'A cat', camera: 'Low angle' }, { camera: 'slow pan', light: 'x' } as Slots)).toEqual({
      scene: 'A cat',
      camera: 'Low angle. slow pan',
    });
  });

  it('changes nothing without a preset', () => {
    expect(mergeSlots({ scene: 'A cat' }, {})).toEqual({ scene: 'A cat' });
  });
});

describe('variables', () => {
  it('are found once each, in order, in any script', () => {
    expect(variablesOf('{{ b }} {{a}} {{b}} {{产品}} {{x-1.y}} {{}} {{1a}} {a}')).toEqual(['b', 'a', '产品', 'x-1.y']);
  });

  it('are filled; one without a value stays and is named', () => {
    expect(fillVariables('{{ city }} at {{hour}}', { city: 'Oslo' })).toEqual({ text: 'Oslo at {{hour}}', missing: ['hour'] });
  });

  it('are values, not templates: nothing in them is filled again, and no name reaches beyond the row', () => {
    expect(fillVariables('{{a}} {{toString}}', { a: '{{b}} $& $1', b: 'no' })).toEqual({
      text: '{{b}} $& $1 {{toString}}',
      missing: ['toString'],
    });
  });
});

describe('promptFault', () => {
  it.each([
    ['a red apple', null],
    ['', 'empty'],
    [' \n\t', 'empty'],
    ['nul\0', 'nul'],
    ['half \ud83d', 'lone_surrogate'],
    ['whole 🍎', null],
    ['x'.repeat(21), 'too_long'],
  ])('%j is judged %s', (text, fault) => expect(promptFault(text, 20)).toBe(fault));
});
