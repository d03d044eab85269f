import { expect, test } from 'vitest';
import { cutAtFindings, lintPrompts, mend } from './linted-prompts.ts';

const CONTEXT = { audio: false, movesByPreset: false, reference: false };
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
