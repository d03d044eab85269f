import { describe, expect, test } from 'vitest';
import { applyEdits } from './finding.ts';
import { findRejections } from './lint-prompt.ts';
import { readable } from './reading.ts';

const blamedOf = (text: string) => findRejections(text).map(({ code, span }) => [code, text.slice(span.start, span.end)]);
const rewrittenOf = (text: string) => applyEdits(text, findRejections(text)[0]!.rewrite.edits);

describe('a name is found however its letters are written', () => {
  test.each([
    ['zero-width', 'A Ni\u200bke shoe drops', 'Ni\u200bke'],
    ['soft hyphen', 'A Coca-Co\u00adla bottle', 'Coca-Co\u00adla'],
    ['fullwidth', 'A Ｎｉｋｅ shoe drops', 'Ｎｉｋｅ'],
    ['double-struck', 'A ℕ𝕚𝕜𝕖 shoe drops', 'ℕ𝕚𝕜𝕖'],
    ['bold', 'A 𝐍𝐢𝐤𝐞 shoe drops', '𝐍𝐢𝐤𝐞'],
    ['circled', 'A Ⓝⓘⓚⓔ shoe drops', 'Ⓝⓘⓚⓔ'],
    ['Cyrillic', 'A Niке shoe drops', 'Niке'],
    ['Greek', 'A Ηermès scarf', 'Ηermès'],
    ['struck through', 'A N\u0336i\u0336k\u0336e\u0336 shoe drops', 'N\u0336i\u0336k\u0336e\u0336'],
    ['decomposed Pokémon', 'A Poke\u0301mon jumps', 'Poke\u0301mon'],
    ['decomposed Häagen-Dazs', 'A tub of Ha\u0308agen-Dazs', 'Ha\u0308agen-Dazs'],
    ['decomposed Beyoncé', 'See Beyonce\u0301 wave', 'Beyonce\u0301'],
    ['no-break space', 'See Elon\u00a0Musk wave', 'Elon\u00a0Musk'],
    ['trademark', 'A Nike™ shoe drops', 'Nike'],
  ])('%s', (_way, text, blamed) => {
    expect(blamedOf(text)).toEqual([[expect.any(String), blamed]]);
  });

  test('a pattern too', () => {
    expect(blamedOf('A 16\u2011year\u2011old girl in lin\u200bgerie')).toEqual([['age', 'lin\u200bgerie']]);
    expect(blamedOf('A dееpfаkе of a senator')).toEqual([['real_person', 'dееpfаkе of']]);
  });
});

test('a rewrite leaves no half of a letter behind, and the others as they were', () => {
  expect(rewrittenOf('See Beyonce\u0301 wave at a cafe\u0301 🎤')).toBe('See a fictional singer wave at a cafe\u0301 🎤');
  expect(rewrittenOf('Ｓｅｅ Ｅｌｏｎ Ｍｕｓｋ ｗａｖｅ')).toBe('Ｓｅｅ a fictional character ｗａｖｅ');
});

test('other scripts stay what they are', () => {
  for (const text of ['Москва ночью, река течёт', 'Ένας άντρας περπατά', '一只猫跳上桌子，镜头推近', 'กำลังเดิน', 'नमस्ते दुनिया']) {
    expect(readable(text).text.length).toBeGreaterThan(text.length / 2);
    expect(findRejections(text)).toEqual([]);
  }
  expect(readable('Москва ночью').text).toBe('Москва ночью');
});
