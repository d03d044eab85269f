import type { Span } from './words.ts';

export const RULE_CODES = [
  'age',
  'real_person',
  'living_artist',
  'copyrighted_work',
  'copyrighted_song',
  'brand_logo',
  'text_overlay',
  'too_many_ideas',
  'unclear_motion',
  'overconstrained',
  'style_drift',
] as const;
export type RuleCode = (typeof RULE_CODES)[number];

/** What stops a text before it is planned: a rule of the pack, or the moderation service of an installation. */
export const REJECTION_RULES = [...RULE_CODES, 'moderation'] as const;
export type RejectionRule = (typeof REJECTION_RULES)[number];

/** `reject`: it is not rendered. `warn`: it is likely to disappoint or to be declined. `hint`: it could be better. */
export const SEVERITIES = ['reject', 'warn', 'hint'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One rule blames at most so many places of a text: more says nothing new, and a hostile text stays cheap. */
export const PLACES_MAX = 20;

/** Put `text` in place of the UTF-16 units from `start` to `end`. */
export interface Edit extends Span {
  text: string;
}

/** A change of the prompt that settles a finding. Its edits do not overlap and stand in order. */
export interface Rewrite {
  label: string;
  edits: Edit[];
}

/** What a rule says of a prompt. */
export interface Finding {
  code: RuleCode;
  severity: Severity;
  /** The words to blame, as UTF-16 units of the linted text; the whole text where nothing single is to blame. */
  span: Span;
  /** What is wrong and what to do, for people. */
  sentence: string;
  /** Anchor in docs/policy.md. */
  help: string;
  rewrite: Rewrite;
}

/** What a finder hands to the pack: where, and how it would be mended. */
export interface Hit extends Span {
  code: RuleCode;
  edits: Edit[];
  /** Where it says more than the rule's own sentence. */
  sentence?: string;
}

/** A way of asking that needs no name from a list. A group `blame` (or `other`) narrows the span. */
export interface Pattern {
  code: RuleCode;
  find: RegExp;
  /** What is put in its place; null takes the clause out. */
  instead: string | null;
  /** Not when what stands around it says otherwise. */
  unless?: RegExp;
}

/** The text after a rewrite. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits.toReversed().reduce((edited, { start, end, text: words }) => edited.slice(0, start) + words + edited.slice(end), text);
}
