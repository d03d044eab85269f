import { type Hit, PLACES_MAX } from './finding.ts';
import { isForbidden } from './forbidden.ts';
import { ADULT_BETWEEN, ATTIRE, GROWN_UP, MINOR, MINOR_AGE, NO_CHILD, RISKY, SAFE, SEXUAL, SOLD_TO_CHILDREN } from './lists/minors.ts';
import { asAdults } from './grow-up.ts';
import { sentenceAround, type Span } from './words.ts';

/** As far as a child may stand before what it does. */
const REACH_CHARS = 90;
/** As far as what is done may stand before the child: "beer is passed around by teenagers". */
const REACH_BACK_CHARS = 45;
/** As far behind a piece of clothing as who wears it may stand: "a shirtless dad", "a bikini-clad teen". */
const WEARER_CHARS = 8;

/**
 * Minors shown sexually, or at what endangers them, and grown-up goods sold to children. The span is the word that does it; the rewrite makes the
 * people adults. That something sexual is forbidden excuses nothing: "no watermark, nude teenager" and "no nude teenager" are one step apart.
 */
export function findAge(text: string): Hit[] {
  const all = minorsIn(text);
  const minors = all.filter((minor) => !isForbidden(text, minor.start));
  const edits = asAdults(text, all);
  const hits: Hit[] = [];
  const blame = (span: Span, isExcusable: boolean) => {
    const isNew = !hits.some((hit) => hit.start < span.end && span.start < hit.end);
    if (isNew && !(isExcusable && isForbidden(text, span.start))) hits.push({ code: 'age', ...span, edits });
    return hits.length < PLACES_MAX;
  };
  const shown = all.filter((minor) => !isLeftOut(text, minor));
  for (const span of shown.length > 0 ? spansOf(text, SEXUAL) : []) {
    const sentence = sentenceAround(text, span.start);
    const isOfMinor = shown.some((minor) => minor.start >= sentence.start - REACH_CHARS && minor.end <= sentence.end + REACH_BACK_CHARS);
    if (isOfMinor && !blame(span, false)) return hits;
  }
  const grownUps = shown.length > 0 ? spansOf(text, GROWN_UP) : [];
  for (const span of shown.length > 0 ? spansOf(text, ATTIRE) : []) {
    if (isWornByMinor(text, span, shown, grownUps) && !blame(span, false)) return hits;
  }
  for (const span of spansOf(text, SOLD_TO_CHILDREN)) {
    if (!SAFE.test(text.slice(span.start, span.end)) && !blame(span, true)) return hits;
  }
  for (const span of minors.length > 0 ? spansOf(text, RISKY) : []) {
    if (minors.some((minor) => isDoing(text, minor, span)) && !blame(span, true)) return hits;
  }
  return hits;
}

function minorsIn(text: string): Span[] {
  const spans = [...text.matchAll(MINOR_AGE), ...text.matchAll(MINOR)]
    .slice(0, PLACES_MAX * 10)
    .filter((match) => !NO_CHILD.test(text.slice(match.index + match[0].length, match.index + match[0].length + 40)))
    .map(spanOf)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  return spans.filter((span, n) => !spans.slice(0, n).some((earlier) => span.start < earlier.end));
}

/** "No children": they alone are forbidden, and nothing is said of them. */
function isLeftOut(text: string, minor: Span): boolean {
  const isDirect = /\b(?:no|without|avoid|exclude)(?: any)? $/i.test(text.slice(Math.max(0, minor.start - 16), minor.start));
  return (
    isDirect &&
    /^(?: (?:or|nor) \w+| in (?:the )?(?:scene|shot|frame|view|picture))?\s*(?:[,.;!?]|$)/i.test(text.slice(minor.end, minor.end + 40))
  );
}

/** Who stands nearest to a piece of clothing wears it: right behind it, else the last one before it, else the first one after it. */
function isWornByMinor(text: string, attire: Span, minors: readonly Span[], grownUps: readonly Span[]): boolean {
  const sentence = sentenceAround(text, attire.start);
  const isHere = (person: Span) => person.start >= sentence.start && person.end <= sentence.end;
  const isMinor = (person: Span) => minors.some((minor) => minor.start < person.end && person.start < minor.end);
  const people = [...minors, ...grownUps.filter((person) => !isMinor(person))].filter(isHere).sort((a, b) => a.start - b.start);
  const behind = people.find((person) => person.start >= attire.end);
  const isRightBehind =
    behind !== undefined && behind.start - attire.end <= WEARER_CHARS && !/[,;:]/.test(text.slice(attire.end, behind.start));
  const wearer = isRightBehind ? behind : (people.findLast((person) => person.end <= attire.start) ?? behind);
  return wearer !== undefined && isMinor(wearer);
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

/** Places of a pattern; a text that is full of them is read no further. */
function spansOf(text: string, find: RegExp): Span[] {
  return Array.from(text.matchAll(find), spanOf).slice(0, PLACES_MAX * 5);
}

function spanOf(match: RegExpMatchArray & { index: number }): Span {
  return { start: match.index, end: match.index + match[0].length };
}
