import { applyEdits, type Finding, lintPrompt } from '@dailies/schema/lint';
import type { SplitBy } from './split-prompts.ts';

/** Prompts read for hints while somebody types; the plan reads them all. */
export const LINTED_PROMPTS_MAX = 300;

export interface LintedPrompt {
  text: string;
  findings: readonly Finding[];
}

export interface LintContext {
  audio: boolean;
  /** A chosen preset brings a camera move, so that the prompt need not. */
  movesByPreset: boolean;
  /** A reference picture goes with the prompts, so that a face may be asked to stay the same. */
  reference: boolean;
}

/** What the rules say of the first prompts; a prompt that stays as it was is not read again. */
export function lintPrompts(parts: readonly string[], { movesByPreset, ...options }: LintContext): LintedPrompt[] {
  return parts.slice(0, LINTED_PROMPTS_MAX).map((text) => ({
    text,
    findings: findingsOf(text, options).filter(({ code }) => !(movesByPreset && code === 'unclear_motion')),
  }));
}

const KEPT_MAX = 2_000;
const kept = new Map<string, readonly Finding[]>();

function findingsOf(text: string, options: Omit<LintContext, 'movesByPreset'>): readonly Finding[] {
  const name = `${Number(options.audio)}${Number(options.reference)}${text}`;
  const known = kept.get(name);
  if (known) return known;
  if (kept.size >= KEPT_MAX) kept.clear();
  const findings = lintPrompt(text, options);
  kept.set(name, findings);
  return findings;
}

/** The pasted text with one prompt's finding mended. */
export function mend(parts: readonly string[], place: number, finding: Finding, splitBy: SplitBy): string {
  const mended = parts.map((part, n) => (n === place ? applyEdits(part, finding.rewrite.edits).trim() : part));
  return mended.join(splitBy === 'line' ? '\n' : '\n\n');
}

/** A prompt cut where findings blame words of it; a finding of the whole prompt blames none. */
export function cutAtFindings({ text, findings }: LintedPrompt): { text: string; finding: Finding | null }[] {
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
