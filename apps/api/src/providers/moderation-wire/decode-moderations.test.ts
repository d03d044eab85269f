import { expect, it } from 'vitest';
import { decodeModerations } from './decode-moderations.ts';

const passes = { flagged: false, categories: { violence: false }, category_scores: { violence: 0.01 } };

it.each<[string, unknown, string[][] | null]>([
  ['a text that passes', { results: [passes] }, [[]]],
  [
    'categories in order of their names',
    { results: [{ flagged: true, categories: { violence: true, hate: true, sexual: false } }] },
    [['hate', 'violence']],
  ],
  ['a category nobody knew yet', { results: [{ flagged: true, categories: { 'self-harm/new': true } }] }, [['self-harm/new']]],
  [
    'names that no text can hold',
    { results: [{ flagged: true, categories: { 'a\0b': true, [`${'x'.repeat(79)}😀`]: true, '\n': true } }] },
    [['a b', 'flagged', 'x'.repeat(79)]],
  ],
  [
    'too many of them',
    { results: [{ flagged: true, categories: Object.fromEntries(Array.from({ length: 99 }, (_one, n) => [`${n + 10}`, true])) }] },
    [Array.from({ length: 20 }, (_one, n) => `${n + 10}`)],
  ],
  ['flagged, and nothing says as what', { results: [{ flagged: true }] }, [['flagged']]],
  ['categories above a threshold, and not flagged', { results: [{ flagged: false, categories: { violence: true } }] }, [[]]],
  ['fewer results than texts', { results: [] }, null],
  ['more results than texts', { results: [passes, passes] }, null],
  ['a result that says neither', { results: [{ categories: { violence: true } }] }, null],
  ['`flagged` in words', { results: [{ flagged: 'true' }] }, null],
  ['a result that is none', { results: [null] }, null],
  ['another answer', { error: { message: 'no' } }, null],
  ['a list', [passes], null],
  ['nothing', undefined, null],
])('reads %s', (_name, json, categories) => {
  expect(decodeModerations(json, 1)).toEqual(categories);
});
