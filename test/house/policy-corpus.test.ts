import { applyEdits, lintPrompt } from '@dailies/schema/lint';
import { describe, expect, test } from 'vitest';
import { HALVES, readCorpus } from '../policy/corpus.ts';
import { measure, precisionOf, recallOf } from '../policy/measure.ts';

/** What a rule must reach: on the half it was written by, and, all rules together, on the half it never saw. */
const FLOOR = { dev: 0.9, 'held-out': 0.85 };
const REWRITES_MAX = 20;

test.each(HALVES)('the %s half is large enough, half of it held out, every prompt once', (half) => {
  const prompts = readCorpus(half);
  expect(prompts.length).toBeGreaterThanOrEqual(100);
  expect(new Set(prompts.map((prompt) => prompt.text)).size).toBe(prompts.length);
});

test('no prompt stands in both halves', () => {
  const seen = new Set(readCorpus('dev').map((prompt) => prompt.text));
  expect(readCorpus('held-out').filter((prompt) => seen.has(prompt.text))).toEqual([]);
});

describe('precision and recall', () => {
  test.each(measure(readCorpus('dev')).figures)('of $rule, on the half it was written by', (row) => {
    expect(precisionOf(row)).toBeGreaterThanOrEqual(FLOOR.dev);
    expect(recallOf(row)).toBeGreaterThanOrEqual(FLOOR.dev);
  });

  test('of all policy rules, on the half they never saw', () => {
    const row = measure(readCorpus('held-out')).figures.find((one) => one.rule === 'all policy')!;
    expect(precisionOf(row)).toBeGreaterThanOrEqual(FLOOR['held-out']);
    expect(recallOf(row)).toBeGreaterThanOrEqual(FLOOR['held-out']);
  });
});

test('rewrites, applied one after the other, end with a prompt that has no finding', () => {
  const unsettled = readCorpus('dev').filter(({ text }) => {
    let rewritten = text;
    for (let n = 0; n < REWRITES_MAX; n++) {
      const [finding] = lintPrompt(rewritten, { audio: true });
      if (!finding) return rewritten.trim() === '';
      rewritten = applyEdits(rewritten, finding.rewrite.edits);
    }
    return true;
  });
  expect(unsettled.map((prompt) => prompt.id)).toEqual([]);
});
