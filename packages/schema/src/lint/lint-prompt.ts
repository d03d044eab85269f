import { compilePrompt, SLOTS, type Slot, type Slots } from '../prompt.ts';
import { findAge } from './find-age.ts';
import { findMistakes } from './find-mistakes.ts';
import { findNames } from './find-names.ts';
import { findAskedFor, findText } from './find-patterns.ts';
import { type Edit, type Finding, type Hit, RULE_CODES } from './finding.ts';
import { RULES } from './pack.ts';
import { readable } from './reading.ts';
import { type Word, wordsIn } from './words.ts';

export interface LintOptions {
  /** Whether the clip keeps its sound: then a quoted title alone says a song. */
  audio?: boolean;
  /** Whether a reference image goes with the prompt: then a face may be asked to stay the same. */
  reference?: boolean;
}

/** Longer prompts are read up to here, in UTF-16 units. */
const READ_MAX = 32_000;

/**
 * What the rule pack says of a prompt: policy first, then the common mistakes, each in order of place; none when it is fine. Pure and quick
 * (well under a millisecond for a page of text). Spans and edits are UTF-16 units of `prompt`, or of the compiled text where slots are given.
 */
export function lintPrompt(prompt: string | Slots, options: LintOptions = {}): Finding[] {
  const { text, toSource } = readable((typeof prompt === 'string' ? prompt : compilePrompt(prompt)).slice(0, READ_MAX));
  const words = wordsIn(text);
  const hits = [...policyHits(text, words, options), ...findText(text), ...findMistakes(text, words, options.reference ?? false)];
  return ordered(hits.map(toSource));
}

/** What keeps a prompt from being rendered: the first finding of each rule that rejects, by the order of the rules. The cheap half of `lintPrompt`. */
export function findRejections(text: string, options: LintOptions = {}): Finding[] {
  const reading = readable(text.slice(0, READ_MAX));
  const findings = ordered(policyHits(reading.text, wordsIn(reading.text), options).map(reading.toSource));
  return findings.filter(({ code }, n) => findings.findIndex((finding) => finding.code === code) === n);
}

/** A finding in the slot where it lies; its span and edits are of that slot's text. */
export interface SlotFinding extends Finding {
  slot: Slot;
}

/**
 * The same for a prompt in slots, while it is typed: each finding in the slot to blame. What lies in no single slot is answered by the slot it
 * begins in, with edits of that slot alone.
 */
export function lintSlots(slots: Slots, options: LintOptions = {}): SlotFinding[] {
  const text = compilePrompt(slots);
  const places = placesOf(slots, text);
  if (places.length === 0) return [];
  return lintPrompt(text, options).map((finding) => {
    const isWhole = finding.code === 'unclear_motion';
    const place = isWhole ? places.at(-1)! : (places.findLast((one) => one.start <= finding.span.start) ?? places[0]!);
    const within = (at: number) => Math.min(Math.max(at - place.start, 0), place.length) + place.indent;
    const edits = finding.rewrite.edits
      .filter((edit) => edit.end >= place.start && edit.start <= place.start + place.length)
      .map((edit): Edit => ({ start: within(edit.start), end: within(edit.end), text: edit.text }));
    const span = { start: within(finding.span.start), end: within(finding.span.end) };
    return { ...finding, slot: place.slot, span, rewrite: { ...finding.rewrite, edits } };
  });
}

/** Where each filled slot stands in the compiled text; `indent` is the blank it begins with. */
function placesOf(slots: Slots, text: string) {
  let from = 0;
  return SLOTS.flatMap((slot) => {
    const words = slots[slot]?.trim() ?? '';
    if (words === '') return [];
    const start = text.indexOf(words, from);
    from = start + words.length;
    return [{ slot, start, length: words.length, indent: slots[slot]!.indexOf(words) }];
  });
}

function policyHits(text: string, words: readonly Word[], options: LintOptions): Hit[] {
  const named = findNames(text, words, options.audio ?? false);
  // A name of a list says more than a pattern around it.
  const isTold = (hit: Hit) => named.some((one) => [one, ...one.edits].some((place) => place.start < hit.end && hit.start < place.end));
  const others = findAskedFor(text).filter((hit) => !isTold(hit));
  return [...findAge(text), ...named, ...others];
}

function ordered(hits: readonly Hit[]): Finding[] {
  return hits
    .toSorted((a, b) => RULE_CODES.indexOf(a.code) - RULE_CODES.indexOf(b.code) || a.start - b.start)
    .map(({ code, start, end, edits, sentence }) => {
      const rule = RULES[code];
      return {
        code,
        severity: rule.severity,
        span: { start, end },
        sentence: sentence ?? rule.sentence,
        help: code.replaceAll('_', '-'),
        rewrite: { label: rule.rewriteLabel, edits },
      };
    });
}
