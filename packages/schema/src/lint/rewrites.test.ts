import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from './finding.ts';
import { FIXTURES } from './fixtures.ts';
import { findRejections, lintPrompt } from './lint-prompt.ts';

const rewrittenOf = (text: string) => applyEdits(text, findRejections(text)[0]!.rewrite.edits);

describe('names in the plural, and names run together', () => {
  test.each([
    'Teslas',
    'Porsches',
    'Rolexes',
    'Nikes',
    'Big Macs',
    'Barbies',
    'Pokemons',
    'Jedis',
    'Harry Potters',
    'mickeymouse',
    'BradPitt',
  ])('%s', (name) => {
    const [finding] = findRejections(`Two ${name} drift past`);
    expect(finding?.span).toEqual({ start: 4, end: 4 + name.length });
  });

  test.each([
    'Madmen run',
    'The lenses turn',
    'An icecube melts',
    'Two targets spin',
    'Apples roll',
    'Ice cubes fall',
    'Tim cooks pasta',
    'Tom cruises by',
    'A cat nestles in wool',
    'Birds twitter',
    'A girl marvels at snow',
  ])('not: %s', (text) => {
    expect(findRejections(text)).toEqual([]);
  });
});

describe('what a rewrite leaves is English', () => {
  test.each([
    ['a can of coke on ice', 'A can of cola on ice'],
    ['two iPhones spin', 'two smartphones spin'],
    ['a pair of Air Jordans', 'a pair of plain sneakers'],
    ['A pair of Nikes lands', 'A pair of plain sneakers lands'],
    ['Porsche 911 drifts', 'A sports car drifts'],
    ['A shiny red Porsche drifts', 'A shiny red sports car drifts'],
    ['Three Teslas race', 'Three modern cars race'],
    ['A Tesla Model 3 drives by', 'A modern car drives by'],
    ['Nike shoes splash', 'Plain athletic shoes splash'],
    ["Nike's new shoe drops", 'Plain athletic new shoe drops'],
    ['A Patagonia jacket drops', 'A plain jacket drops'],
    ['An iPhone 15 Pro turns', 'A smartphone turns'],
    ['A Heineken beer fizzes', 'An unbranded beer fizzes'],
    ['A jar of Nutella tips over', 'A jar of plain snack tips over'],
    ['They dance to the song Yesterday by the Beatles', 'They dance to an original song'],
    ["Taylor Swift's song plays", 'An original song plays'],
    ['Coldplay songs play', 'Original songs play'],
    ["He eats at McDonald's", 'He eats at a fast-food restaurant'],
    ['Skittles fall from the sky', 'Plain snacks fall from the sky'],
    ['A woman scrolls TikTok', 'A woman scrolls an app'],
    ['A Tesla Cybertruck drives', 'A modern car drives'],
    ['A waving Elon Musk', 'A waving fictional character'],
  ])('%s', (text, rewritten) => {
    expect(rewrittenOf(text).toLowerCase()).toBe(rewritten.toLowerCase());
    expect(findRejections(rewrittenOf(text))).toEqual([]);
  });
});

const HITS = Object.values(FIXTURES).flatMap(({ hits }) => hits.map((hit) => hit.replaceAll(/[[\]]/g, '')));
const NAMES_AND_DEEDS =
  'Nike, Elon Musk, Beyoncé, Teslas, a Banksy mural, Mickey Mouse, a can of Coke, two iPhones, 皮卡丘, Häagen-Dazs, schoolgirl in lingerie, kids drink beer, Coldplay song, Porsche 911'.split(
    ', ',
  );
const FILLERS = ['at dawn', 'with a cat', 'slowly', 'é', '🎬', 'on a road', 'no text', 'while', 'A', 'the', 'red', 'in the rain.', 'runs'];

test('taking a suggestion removes its verdict and cuts no letter in two', { timeout: 60_000 }, () => {
  const prompt = fc.oneof(
    fc.constantFrom(...HITS),
    fc.array(fc.constantFrom(...NAMES_AND_DEEDS, ...FILLERS), { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' ')),
  );
  const form = fc.constantFrom('NFC', 'NFD');
  fc.assert(
    fc.property(prompt, form, (written, how) => {
      const text = written.normalize(how);
      for (const finding of lintPrompt(text).filter(({ severity }) => severity === 'reject')) {
        const rewritten = applyEdits(text, finding.rewrite.edits);
        const left = findRejections(rewritten).filter(({ code }) => code === finding.code);
        const before = lintPrompt(text).filter(({ code }) => code === finding.code).length;
        const after = lintPrompt(rewritten).filter(({ code }) => code === finding.code).length;
        // One place of several may be mended at a time; one that was alone leaves its rule content.
        expect(before === 1 ? left : after < before, `${text} → ${rewritten}`).toEqual(before === 1 ? [] : true);
        expect(rewritten.isWellFormed()).toBe(true);
        for (const edit of finding.rewrite.edits) expect(/^\p{M}/u.test(text.slice(edit.end)), `${text} → ${rewritten}`).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
