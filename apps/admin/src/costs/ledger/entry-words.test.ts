import { expect, test } from 'vitest';
import { entryWords } from './entry-words.ts';

const entry = (kind: 'HOLD' | 'SETTLE' | 'RELEASE' | 'ADJUST', key: string, heldMicros = 0) =>
  entryWords({ kind, key, heldMicros, settledMicros: 0 });

test.each([
  ['Reserved at launch', entry('HOLD', 'hold:launch:cmp_1', 5)],
  ['Render paid', entry('SETTLE', 'settle:rnd_1', -5)],
  ['Paid for a video nobody asked for', entry('SETTLE', 'settle:orphan:default:video_1')],
  ['Freed for other cells', entry('RELEASE', 'release:rnd_1')],
  ['Returned to the budgets', entry('RELEASE', 'release:spare:cmp_1:7', -5)],
  ['Corrected', entry('ADJUST', 'adjust:job_1')],
  ['Held', entry('HOLD', 'hold:something:new', 5)],
])('%s', (words, said) => expect(said).toBe(words));
