import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits, RULE_CODES } from './finding.ts';
import { FIXTURES } from './fixtures.ts';
import { findRejections, lintPrompt, lintSlots } from './lint-prompt.ts';

const codesOf = (text: string) => lintPrompt(text).map((finding) => finding.code);
const plainText = (marked: string) => marked.replaceAll(/[[\]]/g, '');

describe.each(RULE_CODES)('%s', (rule) => {
  const { hits, misses } = FIXTURES[rule];

  test.each(hits)('blames the words of: %s', (marked) => {
    const text = plainText(marked);
    const found = lintPrompt(text).filter((finding) => finding.code === rule);
    expect(found.map(({ span }) => text.slice(span.start, span.end))).toEqual([/\[(.*)\]/.exec(marked)![1]]);
  });

  test.each(misses)('is content with: %s', (text) => {
    expect(codesOf(text)).not.toContain(rule);
  });

  test.each(hits)('is settled by its rewrite: %s', (marked) => {
    const text = plainText(marked);
    const finding = lintPrompt(text).find((one) => one.code === rule)!;
    const rewritten = applyEdits(text, finding.rewrite.edits);
    expect(rewritten.trim()).not.toBe('');
    expect(codesOf(rewritten)).not.toContain(rule);
  });
});

test('what is only forbidden is not asked for', () => {
  const forbidding = [
    'A cat jumps. Without any Coca-Cola or Pepsi branding.',
    'A cat jumps, but never show Batman.',
    'A cat jumps. Avoid captions, subtitles or Nike logos.',
    "A cat jumps. Don't use Taylor Swift's voice.",
  ];
  for (const text of forbidding) expect(codesOf(text)).toEqual([]);
});

test('a list of what is forbidden ends where something is asked for', () => {
  expect(codesOf('No crew in the shot, Batman swings from a tower')).toEqual(['copyrighted_work']);
  expect(codesOf('No logos. A Ferrari drifts round a bend')).toEqual(['brand_logo']);
});

test('with sound on, a quoted title alone says a song', () => {
  const text = 'A cat jumps to "Thriller"';
  expect(lintPrompt(text, { audio: true }).map(({ code }) => code)).toEqual(['copyrighted_song']);
  expect(codesOf(text)).toEqual([]);
});

test('with a reference image, a face may be asked to stay the same', () => {
  const text = 'The same woman as in our last clip pours coffee';
  expect(lintPrompt(text, { reference: true })).toEqual([]);
});

test('rejections are those of the full reading', () => {
  const text = 'Elon Musk opens a can of Pepsi on a sign that says OPEN';
  expect(findRejections(text).map(({ code }) => code)).toEqual(['real_person', 'brand_logo']);
  expect(codesOf(text)).toEqual(['real_person', 'brand_logo', 'text_overlay']);
});

describe('slots', () => {
  test('a finding lies in its slot, and its edits are of that slot', () => {
    const slots = { scene: ' A quiet street', action: 'Batman runs past', camera: 'Slow pan' };
    const [finding] = lintSlots(slots);
    expect(finding).toMatchObject({ code: 'copyrighted_work', slot: 'action', span: { start: 0, end: 6 } });
    expect(applyEdits(slots.action, finding!.rewrite.edits)).toBe('An original character runs past');
  });

  test('a still prompt gets its move in the last slot', () => {
    const slots = { scene: 'A red armchair in a white room', style: 'Minimalist' };
    const [finding] = lintSlots(slots);
    expect(finding).toMatchObject({ code: 'unclear_motion', slot: 'style' });
    expect(applyEdits(slots.style, finding!.rewrite.edits)).toBe('Minimalist. Slow camera push-in.');
  });
});

test('any text at all is read without a throw, with spans and edits inside it and in order', () => {
  const words = Object.values(FIXTURES).flatMap(({ hits }) => hits.flatMap((hit) => plainText(hit).split(' ')));
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom(...words, '"', ',', '.', 'no', 'é'), { maxLength: 60 }).map((all) => all.join(' ')),
  );
  fc.assert(
    fc.property(text, (prompt) => {
      for (const { span, rewrite } of lintPrompt(prompt, { audio: true })) {
        expect(span.start).toBeLessThanOrEqual(span.end);
        expect(span.end).toBeLessThanOrEqual(prompt.length);
        let last = 0;
        for (const edit of rewrite.edits) {
          expect(edit.start).toBeGreaterThanOrEqual(last);
          expect(edit.end).toBeGreaterThanOrEqual(edit.start);
          expect(edit.end).toBeLessThanOrEqual(prompt.length);
          last = edit.end;
        }
      }
    }),
    { numRuns: 300 },
  );
});
