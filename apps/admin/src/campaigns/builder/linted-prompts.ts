import { applyEdits, type Finding, lintPrompt } from '@dailies/schema/lint';
import type { SplitBy } from './split-prompts.ts';

/** Prompts read for hints in the builder; the plan reads them all. */
export const LINTED_PROMPTS_MAX = 5_000;

export interface LintedPrompt {
  text: string;
  findings: readonly Finding[];
  /** Not read yet: its turn comes while nobody types. */
  isWaiting: boolean;
}

export interface LintContext {
  audio: boolean;
  /** A chosen preset brings a camera move, so that the prompt need not. */
  movesByPreset: boolean;
  /** A reference picture goes with the prompts, so that a face may be asked to stay the same. */
  reference: boolean;
}

/** What the rules say of the first prompts, as far as they were read; the others wait. */
export function readFindings(parts: readonly string[], { movesByPreset, ...options }: LintContext): LintedPrompt[] {
  return parts.slice(0, LINTED_PROMPTS_MAX).map((text) => {
    const known = kept.get(nameOf(text, options));
    const findings = (known ?? []).filter(({ code }) => !(movesByPreset && code === 'unclear_motion'));
    return { text, findings, isWaiting: known === undefined };
  });
}

/** Reads prompts that wait, in order, until `mayGoOn` says no; at least one. Answers whether some still wait. */
export function lintWaiting(parts: readonly string[], { audio, reference }: LintContext, mayGoOn: () => boolean): boolean {
  let isFirst = true;
  for (const text of parts.slice(0, LINTED_PROMPTS_MAX)) {
    const name = nameOf(text, { audio, reference });
    if (kept.has(name)) continue;
    if (!isFirst && !mayGoOn()) return true;
    isFirst = false;
    if (kept.size >= KEPT_MAX) forgetOldest();
    kept.set(name, lintPrompt(text, { audio, reference }));
  }
  return false;
}

/** Twice what is read at once, so that what stands on the page is never forgotten while more is read. */
const KEPT_MAX = 2 * LINTED_PROMPTS_MAX;
const kept = new Map<string, readonly Finding[]>();

function nameOf(text: string, { audio, reference }: Omit<LintContext, 'movesByPreset'>): string {
  return `${Number(audio)}${Number(reference)}${text}`;
}

function forgetOldest(): void {
  const oldest = kept.keys().next();
  if (!oldest.done) kept.delete(oldest.value);
}

const SHOWN_PROMPTS = 100;

/** Places of the prompts worth showing: the first hundred, and up to a hundred that will not be rendered, wherever they stand. */
export function shownPlaces(linted: readonly LintedPrompt[]): number[] {
  const rejected = linted.flatMap(({ findings }, place) =>
    place >= SHOWN_PROMPTS && findings.some(({ severity }) => severity === 'reject') ? [place] : [],
  );
  return [...linted.slice(0, SHOWN_PROMPTS).keys(), ...rejected.slice(0, SHOWN_PROMPTS)];
}

/** The pasted text with one prompt's finding mended. */
export function mend(parts: readonly string[], place: number, finding: Finding, splitBy: SplitBy): string {
  const mended = parts.map((part, n) => (n === place ? applyEdits(part, finding.rewrite.edits).trim() : part));
  return mended.join(splitBy === 'line' ? '\n' : '\n\n');
}

/** A prompt cut where findings blame words of it; a finding of the whole prompt blames none. */
export function cutAtFindings({ text, findings }: Pick<LintedPrompt, 'text' | 'findings'>): { text: string; finding: Finding | null }[] {
  const blaming = findings
    .filter(({ span }) => span.end > span.start && span.end - span.start < text.length)
    .toSorted((a, b) => a.span.start - b.span.start);
  const pieces: { text: string; finding: Finding | null }[] = [];
  let at = 0;
  for (const finding of blaming) {
    const { start, end } = finding.span;
    if (start < at) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), finding: null });
    pieces.push({ text: text.slice(start, end), finding });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), finding: null });
  return pieces;
}
