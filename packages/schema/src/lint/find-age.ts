import { replaceSpan } from './edits.ts';
import { type Edit, type Hit, PLACES_MAX } from './finding.ts';
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
  const grownUp = adults(text, minors);
  const hits: Hit[] = [];
  const blame = (span: Span, edits: Edit[]) => {
    const isNew = !hits.some((hit) => hit.start < span.end && span.start < hit.end);
    if (isNew && !isForbidden(text, span.start)) hits.push({ code: 'age', ...span, edits });
    return hits.length < PLACES_MAX;
  };
  for (const span of minors.length > 0 ? spansOf(text, SEXUAL) : []) {
    const sentence = sentenceAround(text, span.start);
    const isOfMinor = minors.some((minor) => minor.start >= sentence.start - REACH_CHARS && minor.end <= sentence.end + REACH_BACK_CHARS);
    if (isOfMinor && !blame(span, [withoutWord(text, span)])) return hits;
  }
  for (const span of spansOf(text, SOLD_TO_CHILDREN)) {
    if (!SAFE.test(text.slice(span.start, span.end)) && !blame(span, grownUp)) return hits;
  }
  for (const span of minors.length > 0 ? spansOf(text, RISKY) : []) {
    if (minors.some((minor) => isDoing(text, minor, span)) && !blame(span, grownUp)) return hits;
  }
  return hits;
}

function minorsIn(text: string): Span[] {
  const spans = [...text.matchAll(MINOR), ...text.matchAll(MINOR_AGE)]
    .slice(0, PLACES_MAX * 5)
    .filter((match) => !NO_CHILD.test(text.slice(match.index + match[0].length)) && !isForbidden(text, match.index))
    .map(spanOf)
    .sort((a, b) => a.start - b.start);
  return spans.filter((span, n) => !spans.slice(0, n).some((earlier) => span.start < earlier.end));
}

function isDoing(text: string, minor: Span, deed: Span): boolean {
  const isBefore = minor.end <= deed.start;
  const distance = isBefore ? deed.start - minor.end : minor.start - deed.end;
  if (distance > (isBefore ? REACH_CHARS : REACH_BACK_CHARS)) return false;
  const between = isBefore ? text.slice(minor.end, deed.start) : text.slice(deed.end, minor.start);
  if (/[.!?](?:\s|$)/.test(between)) return false;
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

/** Places of a pattern; a text that is full of them is read no further. */
function spansOf(text: string, find: RegExp): Span[] {
  return Array.from(text.matchAll(find), spanOf).slice(0, PLACES_MAX * 5);
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
