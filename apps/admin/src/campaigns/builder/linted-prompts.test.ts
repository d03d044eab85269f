import { expect, test } from 'vitest';
import { cutAtFindings, type LintContext, lintWaiting, mend, readFindings, shownPlaces } from './linted-prompts.ts';

const CONTEXT = { audio: false, movesByPreset: false, reference: false };
function lintPrompts(parts: readonly string[], context: LintContext) {
  lintWaiting(parts, context, () => true);
  return readFindings(parts, context);
}

const PARTS = ['Taylor Swift walks along a beach at sunset', 'A bowl on a table'];

test('each prompt is cut where words are to blame, and joins to itself', () => {
  const [star, still] = lintPrompts(PARTS, CONTEXT);
  const pieces = cutAtFindings(star!);
  expect(pieces.find(({ finding }) => finding?.code === 'real_person')?.text).toBe('Taylor Swift');
  expect(pieces.map(({ text }) => text).join('')).toBe(PARTS[0]);
  expect(still!.findings.map(({ code }) => code)).toContain('unclear_motion');
});

test('a preset that moves the camera answers for the motion', () => {
  const [, still] = lintPrompts(PARTS, { ...CONTEXT, movesByPreset: true });
  expect(still!.findings.map(({ code }) => code)).not.toContain('unclear_motion');
});

test('with a reference picture, a face may be asked to stay the same', () => {
  const codesWith = (reference: boolean) =>
    lintPrompts(['The same woman as before walks slowly along a beach'], { ...CONTEXT, reference })[0]!.findings.map(({ code }) => code);
  expect(codesWith(false)).toContain('style_drift');
  expect(codesWith(true)).not.toContain('style_drift');
});

test('a mended prompt loses its finding and leaves the others alone', () => {
  const [star] = lintPrompts(PARTS, CONTEXT);
  const finding = star!.findings.find(({ code }) => code === 'real_person')!;
  const [mended, other] = mend(PARTS, 0, finding, 'line').split('\n');
  expect(lintPrompts([mended!], CONTEXT)[0]!.findings.map(({ code }) => code)).not.toContain('real_person');
  expect(other).toBe(PARTS[1]);
  expect(mend(PARTS, 0, finding, 'blank').split('\n\n')).toHaveLength(2);
});

test('a thousand prompts are read slice by slice, and what stays is not read again', () => {
  const many = Array.from({ length: 1_000 }, (_, n) => `Taylor Swift on beach number ${n}`);
  const waiting = () => readFindings(many, CONTEXT).filter(({ isWaiting }) => isWaiting).length;
  let left = 3;
  expect(lintWaiting(many, CONTEXT, () => (left -= 1) > 0)).toBe(true);
  expect(waiting()).toBe(997);
  while (lintWaiting(many, CONTEXT, () => false));
  expect(waiting()).toBe(0);
  expect(
    readFindings(many, CONTEXT)
      .at(-1)!
      .findings.map(({ code }) => code),
  ).toContain('real_person');
});

test('what will not be rendered is shown wherever it stands', () => {
  const many = Array.from({ length: 300 }, (_, n) => (n === 250 ? PARTS[0]! : `A quiet lake, number ${n}, slow pan`));
  const places = shownPlaces(lintPrompts(many, CONTEXT));
  expect(places).toHaveLength(101);
  expect(places.at(-1)).toBe(250);
});
