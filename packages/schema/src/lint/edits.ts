import type { Edit } from './finding.ts';
import { MOVING } from './motion.ts';
import { beforeOf, type Span } from './words.ts';

/** As far before a span as an article or the end of a sentence is looked for. */
const LEAD_CHARS = 40;

/** `words` in place of a span: its article, its capital and, for a noun, a possessive ending fit what stood there. */
export function replaceSpan(text: string, span: Span, words: string, kind: 'noun' | 'adjective' = 'noun'): Edit {
  const { end } = span;
  const before = beforeOf(text, span, LEAD_CHARS);
  const [named, bare] = partArticle(words);
  const owned = kind === 'noun' && /['’]s$/.test(text.slice(span.start, end)) ? (/[^s]s$/.test(bare) ? "'" : "'s") : '';
  const article = isDetermined(before) ? '' : named;
  const standing = /\b(an?|the|some|this|our|your|my|his|her|its|their)\s+$/i.exec(before);
  const isIndefinite = standing !== null && /^an?$/i.test(standing[1]!);
  if (!standing) return { start: span.start, end, text: capitalised(before, `${article ? `${article} ` : ''}${bare}${owned}`) };
  if (!isIndefinite) return { start: span.start, end, text: bare + owned };
  const start = span.start - before.length + standing.index;
  return { start, end, text: matchCapital(standing[1]!, `${/^[aeiou]/i.test(bare) ? 'an' : 'a'} ${bare}${owned}`) };
}

/** An article with words that go with what follows: "a waving", "the shiny red" take no second article. */
const DETERMINED =
  /\b(?:an?|the|this|that|our|your|my|his|her|its|their|one|each|every)((?:\s+(?!(?:of|in|on|at|with|by|as|and|or|but|than|from|to|for|like|is|are|past|near|while|when|where|beside|behind|under|over|into|onto)\b)[\p{L}-]+){1,2})\s+$/iu;

function isDetermined(before: string): boolean {
  const words = DETERMINED.exec(before)?.[1]!.trim().toLowerCase().split(/\s+/);
  return words !== undefined && !/[^su]s$/.test(words.at(-1)!) && !words.some((word) => MOVING.has(word) && !word.endsWith('ing'));
}

function partArticle(words: string): [string, string] {
  const match = /^(an?) (.*)$/.exec(words);
  return match ? [match[1]!, match[2]!] : ['', words];
}

function capitalised(before: string, words: string): string {
  return before.trim() === '' || /[.!?:。]\s*$/.test(before) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

function matchCapital(model: string, words: string): string {
  return /^\p{Lu}/u.test(model) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** Takes the part of the sentence out that holds a span, with one of the commas around it; a whole sentence goes with its stop. */
export function removeClause(text: string, span: Span): Edit {
  let start = span.start;
  while (start > 0 && !/[,;.!?:\n—。，；]/.test(text[start - 1]!)) start--;
  let end = span.end;
  while (end < text.length && !/[,;.!?\n—。，；]/.test(text[end]!)) end++;
  const joint = lastJoint(text.slice(start, span.start));
  if (joint !== null) return { start: start + joint, end, text: '' };
  const opens = start === 0 || /[.!?:\n。]/.test(text[start - 1]!);
  if (!opens) return { start: start - 1, end, text: '' };
  const next = /[A-Za-z\p{L}]/u.exec(text.slice(end));
  if (!next) return { start, end: text.length, text: '' };
  const isSentence = /[.!?\n。]/.test(text[end] ?? '.');
  const lead = /^\s*/.exec(text.slice(start))![0];
  const from = end + next.index;
  return isSentence ? { start, end: from, text: lead } : { start, end: from + 1, text: lead + text[from]!.toUpperCase() };
}

const JOINT = /,?\s(?:and|while|with|as|plus)\s/g;
const WORDS_LEFT_MIN = 3;

/** Where the last part of a clause is joined on, when enough of it stands before. */
function lastJoint(clause: string): number | null {
  const last = Array.from(clause.matchAll(JOINT)).at(-1);
  const left = last ? clause.slice(0, last.index).match(/\S{2,}/g) : null;
  return left && left.length >= WORDS_LEFT_MIN ? last!.index : null;
}

/** A sentence more at the end. */
export function appendSentence(text: string, sentence: string): Edit {
  const kept = text.trimEnd();
  const stop = kept === '' || /[.!?。！？]["'”’)]?$/.test(kept) ? '' : '.';
  return { start: kept.length, end: text.length, text: `${stop}${kept === '' ? '' : ' '}${sentence}` };
}
