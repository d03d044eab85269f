import { replaceSpan } from './edits.ts';
import type { Edit, Hit } from './finding.ts';
import { ADULT_BETWEEN, MINOR, MINOR_AGE, NO_CHILD, RISKY, SAFE, SEXUAL, SOLD_TO_CHILDREN } from './lists/minors.ts';
import { isForbidden, sentenceAround, type Span } from './words.ts';

/** As far as a child may stand before what it does. */
const REACH_CHARS = 90;
/** As far as what is done may stand before the child: "beer is passed around by teenagers". */
const REACH_BACK_CHARS = 45;

/**
 * Minors shown sexually, or at what endangers them, and grown-up goods sold to children. The span is the word that does it. A sexual hit takes that
 * word out; anything else makes the people adults.
 */
export function findAge(text: string): Hit[] {
  const minors = minorsIn(text);
  const hits: Hit[] = [];
  for (const match of minors.length > 0 ? text.matchAll(SEXUAL) : []) {
    const span = spanOf(match);
    const sentence = sentenceAround(text, span.start);
    const isOfMinor = minors.some((minor) => minor.start >= sentence.start - REACH_CHARS && minor.end <= sentence.end + REACH_BACK_CHARS);
    if (isOfMinor && !isForbidden(text, span.start)) hits.push({ code: 'age', ...span, edits: [withoutWord(text, span)] });
  }
  for (const match of minors.length > 0 ? text.matchAll(RISKY) : []) {
    const span = spanOf(match);
    const minor = minors.find((one) => isDoing(text, one, span));
    if (minor && !isForbidden(text, span.start)) hits.push({ code: 'age', ...span, edits: adults(text, minors) });
  }
  for (const match of text.matchAll(SOLD_TO_CHILDREN)) {
    const span = spanOf(match);
    if (!isForbidden(text, span.start) && !SAFE.test(match[0])) hits.push({ code: 'age', ...span, edits: adults(text, minors) });
  }
  return onePerPlace(hits);
}

function minorsIn(text: string): Span[] {
  const spans = [...text.matchAll(MINOR), ...text.matchAll(MINOR_AGE)]
    .filter((match) => !NO_CHILD.test(text.slice(match.index + match[0].length)) && !isForbidden(text, match.index))
    .map(spanOf)
    .sort((a, b) => a.start - b.start);
  return spans.filter((span, n) => !spans.slice(0, n).some((earlier) => span.start < earlier.end));
}

function isDoing(text: string, minor: Span, deed: Span): boolean {
  const isBefore = minor.end <= deed.start;
  const between = isBefore ? text.slice(minor.end, deed.start) : text.slice(deed.end, minor.start);
  if (between.length > (isBefore ? REACH_CHARS : REACH_BACK_CHARS) || /[.!?](?:\s|$)/.test(between)) return false;
  const around = text.slice(Math.max(0, Math.min(minor.start, deed.start) - 30), Math.max(minor.end, deed.end) + 30);
  if (SAFE.test(around)) return false;
  return !ADULT_BETWEEN.test(between) && (isBefore || /\b(?:by|between|among|with|to)\b|^\W*(?:a |the |some )?$/.test(between));
}

/** The children of a prompt as adults: an age alone becomes thirty. */
function adults(text: string, minors: readonly Span[]) {
  return minors.map((minor) => {
    const words = text.slice(minor.start, minor.end);
    const isAge = /\b(?:\d|years?|aged?|about|barely|only|looks)\b|\d/i.test(words) && !/girl|boy/i.test(words);
    const isMany = /(?:s|children)$/i.test(words) && !/years? old$/i.test(words);
    const isPerson =
      /old$/i.test(words) &&
      /^\s*(?:[,.]|(?:who|is|in|on|at|climbs|drinks|holds|smokes|picks|plays|sits|stands|runs)\b|\w+s\b)/.test(text.slice(minor.end));
    const isBareOlds = /olds$/i.test(words);
    if (isAge && !isPerson && !isBareOlds) return replaceSpan(text, minor, 'adult');
    return replaceSpan(text, minor, isMany ? 'adults' : 'an adult');
  });
}

function spanOf(match: RegExpMatchArray & { index: number }): Span {
  return { start: match.index, end: match.index + match[0].length };
}

/** Takes a word out, with the little word that leads to it and one of two commas. */
function withoutWord(text: string, span: Span): Edit {
  const lead = /(?:,\s*)?(?:\b(?:in|with|wearing|very|and)\s+)?(?:an?\s+)?$/i.exec(text.slice(0, span.start))![0];
  const isWhole = /^\s*(?:[,.!?;]|$)/.test(text.slice(span.end));
  if (isWhole) return { start: span.start - lead.length, end: span.end, text: '' };
  return { start: span.start, end: span.end + /^ ?/.exec(text.slice(span.end))![0].length, text: '' };
}

function onePerPlace(hits: readonly Hit[]): Hit[] {
  return hits.filter((hit, n) => !hits.slice(0, n).some((earlier) => earlier.start < hit.end && hit.start < earlier.end));
}
