import { expect, test } from 'vitest';
import { lintPrompt } from './lint-prompt.ts';

/** Processor time of the quicker of two, in milliseconds: what else the machine does is no part of it. */
function timeLint(text: string): number {
  const times = [1, 2].map(() => {
    const before = process.cpuUsage();
    lintPrompt(text, { audio: true });
    return process.cpuUsage(before).user / 1_000;
  });
  return Math.min(...times);
}

/** What a repeated text may begin with: the words that start a pattern which then reads on. */
const OPENINGS = [
  '',
  'The voice of ',
  'He looks like ',
  'Starring ',
  'Singer ',
  'In the style of ',
  'A scene from the movie ',
  'The theme from ',
  'A sign that reads ',
  'Tagline: ',
  'They sing "',
  'The same woman as in ',
  'A girl of ',
  'No ',
  'Slow, ',
];

const LETTERS = [
  'A',
  'a',
  'AaB',
  'Aa-',
  'Aa ',
  "Aa'",
  'Aa.',
  'A.',
  'A. ',
  'Aa de ',
  'Aa. Bb ',
  'É',
  'e\u0301',
  '\u200b',
  'Ａ',
  'а',
  '中',
  '1',
  '1 ',
  'ii',
];
const SIGNS = ['-', '.', ' ', ', ', '\n', '. ', '(', '"', "'", '"A', '" by A ', '…', '"“‘ text '];
const WORDS = [
  'no ',
  'no, ',
  'or ',
  'girl ',
  'girl, nude ',
  'kids drink beer ',
  'a at a at ',
  'same same woman ',
  'no no no ',
  'the a an ',
  'a ',
  'big ',
];
const NAMES = [
  'famous pop ',
  'scrolling ',
  'Banksy ',
  'Nike ',
  'Happy Drake ',
  '"Yellow" by Coldplay, ',
  'Greta Gerwig, ',
  'Apple logo ',
  'no Apple logo, ',
  '皮卡丘',
];

test.each([LETTERS, SIGNS, WORDS, NAMES].flat())(
  'a hostile text of %j costs time in proportion to its length',
  { timeout: 60_000 },
  (part) => {
    // A text that takes seconds already at a few hundred characters must fail here, not hang.
    expect(timeLint(part.repeat(400 / part.length))).toBeLessThan(100);
    const short = timeLint(part.repeat(8_000 / part.length));
    const long = timeLint(part.repeat(32_000 / part.length));
    // Four times the length: four times the time, or sixteen for a rule that looks at every word from every other.
    expect(long).toBeLessThan(8 * Math.max(short, 10));
  },
);

test.each(OPENINGS)('what opens with %j is read in proportion to its length', { timeout: 60_000 }, (opening) => {
  for (const part of ['A', 'AaB', 'Aa ']) {
    expect(timeLint(opening + part.repeat(400 / part.length)), part).toBeLessThan(100);
    const short = timeLint(opening + part.repeat(8_000 / part.length));
    const long = timeLint(opening + part.repeat(32_000 / part.length));
    expect(long, part).toBeLessThan(8 * Math.max(short, 10));
  }
});
