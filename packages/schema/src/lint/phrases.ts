import { PLACES_MAX } from './finding.ts';
import { isForbidden } from './forbidden.ts';
import { type Span, type Word, wordsIn } from './words.ts';

/** One name to look for. `Kind` says what the list is of. */
export interface Phrase<Kind extends string = string> {
  kind: Kind;
  text: string;
  words: string[];
  /** Whether it counts only with capitals (marked `^` in the list), because in small letters it says something else. */
  isProper: boolean;
  /** Words, or rows of words, one of which must stand near it; null: it needs none. */
  near: readonly string[][] | null;
  /** What a rewrite says in its place, where the list tells. */
  instead: string | null;
}

export interface PhraseHit<Kind extends string = string> extends Span {
  phrase: Phrase<Kind>;
  /** Index of its first word in the text's words. */
  first: number;
  last: number;
}

/** A list of names made ready for searching. */
export interface PhraseIndex<Kind extends string = string> {
  byFirstWord: ReadonlyMap<string, readonly Phrase<Kind>[]>;
  /** Phrases of several words by each of their longer words, for misspelled neighbours. */
  byAnyWord: ReadonlyMap<string, readonly Phrase<Kind>[]>;
  /** Long single words, each with every spelling that lacks one letter. */
  byLackingLetter: ReadonlyMap<string, Phrase<Kind>>;
  /** Names of several words written as one: `bradpitt`. */
  byJoined: ReadonlyMap<string, Phrase<Kind>>;
  /** Names in scripts without spaces between words. */
  unspaced: readonly Phrase<Kind>[];
}

const NEAR_CHARS = 60;
/** A single word shorter than this is never taken for misspelled; one that lacks a letter has to be longer still. */
const LONG_WORD = 6;
const MISSPELLABLE = 4;
/** No name is longer: a longer word is no misspelling of one. */
const LONGEST_WORD = 40;
/** Names that are shorter when written as one word may be words of their own: "madmen", "topgear". */
const JOINED_MIN = 8;
/** Words that only look like a misspelled name. */
const NO_MISSPELLING = new Set(
  'channel thanks thank carrier bulgaria mantel absolute bateman espresso puppet puppets orpheus mantle marbel'.split(' '),
);
const HAN = /\p{sc=Han}/u;

/** Phrases of a list: names parted by commas, each needing no context. */
export function listPhrases<Kind extends string>(kind: Kind, list: string, instead: string | null = null): Phrase<Kind>[] {
  const names = list.split(/[,\n]/).map((name) => name.trim());
  return names.filter(Boolean).flatMap((name) => spellings(name).map((text) => makePhrase(kind, text, null, instead)));
}

/** Phrases of a list with one name a line: `name|context|context`, or `name=instead|context`. */
export function listPhrasesInContext<Kind extends string>(kind: Kind, list: string, instead: string | null = null): Phrase<Kind>[] {
  return list
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [named, ...context] = line.split('|').map((part) => part.trim());
      const [name, own = instead] = named!.split('=');
      const needed = context.filter(Boolean).map((words) => wordsIn(words).map((word) => word.full));
      const near = needed.length === 0 ? null : needed;
      return spellings(name!).map((text) => makePhrase(kind, text, near, own));
    });
}

/** `Spider-Man` is also written `Spiderman`. */
function spellings(name: string): string[] {
  return /^[\p{L}\d]+-[\p{L}\d]+$/u.test(name) ? [name, name.replace('-', '')] : [name];
}

function makePhrase<Kind extends string>(
  kind: Kind,
  marked: string,
  near: readonly string[][] | null,
  instead: string | null,
): Phrase<Kind> {
  const text = marked.replace(/\^$/, '');
  return { kind, text, words: wordsIn(text).map((word) => word.full), isProper: text !== marked, near, instead };
}

export function indexPhrases<Kind extends string>(phrases: readonly Phrase<Kind>[]): PhraseIndex<Kind> {
  const spaced = phrases.filter((phrase) => !HAN.test(phrase.text));
  const byFirstWord = Map.groupBy(spaced, (phrase) => phrase.words[0]!);
  for (const list of byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);
  const several = spaced.filter((phrase) => phrase.words.length > 1 && phrase.near === null);
  const byAnyWord = new Map<string, Phrase<Kind>[]>();
  for (const phrase of several) {
    for (const word of phrase.words) if (word.length >= MISSPELLABLE) byAnyWord.set(word, [...(byAnyWord.get(word) ?? []), phrase]);
  }
  const byLackingLetter = new Map<string, Phrase<Kind>>();
  for (const phrase of spaced) {
    const [word] = phrase.words;
    if (phrase.words.length > 1 || phrase.near !== null || word!.length < LONG_WORD) continue;
    for (const spelling of [word!, ...lackingLetter(word!)]) byLackingLetter.set(spelling, phrase);
  }
  const byJoined = new Map(
    several.map((phrase) => [phrase.words.join(''), phrase] as const).filter(([joined]) => joined.length >= JOINED_MIN),
  );
  return { byFirstWord, byAnyWord, byLackingLetter, byJoined, unspaced: phrases.filter((phrase) => HAN.test(phrase.text)) };
}

/**
 * Every name of the list in the text, longest first at each place, none over another, forbidden ones left out. A name of several words is also
 * found with one of its words misspelled by a letter; a long single word when it is capitalised.
 */
export function findPhrases<Kind extends string>(index: PhraseIndex<Kind>, text: string, words: readonly Word[]): PhraseHit<Kind>[] {
  const hits: PhraseHit<Kind>[] = [];
  const capitals = new Set(words.filter((word) => word.isCapital).map((word) => word.sentence));
  for (let at = 0; at < words.length;) {
    const found = phraseAt(index, text, words, at, !capitals.has(words[at]!.sentence));
    if (found) hits.push(found);
    at = found ? found.last + 1 : at + 1;
  }
  for (const phrase of index.unspaced) {
    let start = text.indexOf(phrase.text);
    for (let n = 0; start >= 0 && n < PLACES_MAX; n++) {
      hits.push({ phrase, start, end: start + phrase.text.length, first: 0, last: 0 });
      start = text.indexOf(phrase.text, start + phrase.text.length);
    }
  }
  return hits.filter((hit) => !isForbidden(text, hit.start));
}

function phraseAt<Kind extends string>(
  index: PhraseIndex<Kind>,
  text: string,
  words: readonly Word[],
  at: number,
  isAllSmall: boolean,
): PhraseHit<Kind> | null {
  const word = words[at]!;
  const spellings = new Set([word.full, word.base, ...singulars(word.full)]);
  for (const phrase of [...spellings].flatMap((spelling) => index.byFirstWord.get(spelling) ?? [])) {
    const hit = hitOf(phrase, words, at);
    if (!hit || !(matches(phrase.words, words, at, same) || isMany(phrase, words, at))) continue;
    if (phrase.isProper && !isAllSmall && !(word.isCapital && words[hit.last]!.isCapital)) continue;
    if (phrase.near === null || ((word.isCapital || isAllSmall) && isNear(phrase.near, text, words, hit))) return hit;
  }
  const joined = index.byJoined.get(word.base) ?? index.byJoined.get(singulars(word.full)[0] ?? '');
  if (joined) return { phrase: joined, first: at, last: at, start: word.start, end: word.end };
  return misspelledAt(index, words, at);
}

/** Whose plural says something else: "ice cubes", "Tim cooks", "Nick parks the car". */
const NEVER_MANY = new Set(['person', 'musician', 'artist', 'free', 'song', 'song_word']);
const NO_PLURALS = new Set('kindles dominoes vespas polaroids corvettes nestles marvels twitters decathlons popeyes'.split(' '));

/** "Teslas", "Big Macs": a name that needs no context, with its last word in the plural. */
function isMany(phrase: Phrase, words: readonly Word[], at: number): boolean {
  const last = phrase.words.length - 1;
  const end = words[at + last]!;
  return (
    phrase.near === null &&
    !NEVER_MANY.has(phrase.kind) &&
    !NO_PLURALS.has(end.full) &&
    (last === 0 || end.isCapital || !words[at]!.isCapital) &&
    singulars(end.full).includes(phrase.words[last]!) &&
    phrase.words.slice(0, -1).every((wanted, n) => same(wanted, words[at + n]!))
  );
}

function singulars(word: string): string[] {
  if (!word.endsWith('s') || word.length < MISSPELLABLE) return [];
  return word.endsWith('es') ? [word.slice(0, -1), word.slice(0, -2)] : [word.slice(0, -1)];
}

/** Whether one of the words stands near the name: in its sentence, asked for, and no part of a compound ("chocolate-brown"). */
function isNear(near: readonly string[][], text: string, words: readonly Word[], hit: PhraseHit): boolean {
  const { sentence } = words[hit.first]!;
  const isInReach = (word: Word | undefined): word is Word =>
    word !== undefined && word.sentence === sentence && word.start <= hit.end + NEAR_CHARS && word.end >= hit.start - NEAR_CHARS;
  const isSaid = (at: number) =>
    near.some((row) => isRow(row, words, at) && !isCompound(text, words[at + row.length - 1]!)) && !isForbidden(text, words[at]!.start);
  for (let at = hit.first - 1; isInReach(words[at]); at--) if (isSaid(at)) return true;
  for (let at = hit.last + 1; isInReach(words[at]); at++) if (isSaid(at)) return true;
  return false;
}

function isRow(row: readonly string[], words: readonly Word[], at: number): boolean {
  return row.every((wanted, n) => {
    const word = words[at + n];
    if (!word || (n > 0 && word.sentence !== words[at]!.sentence)) return false;
    if (word.full === wanted || word.base === wanted) return true;
    return n === row.length - 1 && (word.full === `${wanted}s` || word.full === `${wanted}es`);
  });
}

function isCompound(text: string, word: Word): boolean {
  return text[word.end] === '-' && /\p{L}/u.test(text[word.end + 1] ?? '');
}

function misspelledAt<Kind extends string>(index: PhraseIndex<Kind>, words: readonly Word[], at: number): PhraseHit<Kind> | null {
  const next = words[at + 1];
  for (const word of next ? [words[at]!, next] : []) {
    for (const phrase of index.byAnyWord.get(word.base) ?? []) {
      const hit = hitOf(phrase, words, at);
      if (hit && matches(phrase.words, words, at, nearly)) return hit;
    }
  }
  const single = words[at]!;
  if (!single.isCapital || single.base.length < LONG_WORD || single.base.length > LONGEST_WORD || NO_MISSPELLING.has(single.base))
    return null;
  const phrase = [single.base, ...lackingLetter(single.base)].map((one) => index.byLackingLetter.get(one)).find(Boolean);
  return phrase && isMisspelled(phrase.words[0]!, single.base) ? hitOf(phrase, words, at) : null;
}

function hitOf<Kind extends string>(phrase: Phrase<Kind>, words: readonly Word[], at: number): PhraseHit<Kind> | null {
  const last = at + phrase.words.length - 1;
  return last < words.length ? { phrase, first: at, last, start: words[at]!.start, end: words[last]!.end } : null;
}

type Compare = (wanted: string, word: Word) => boolean;
const same: Compare = (wanted, word) => word.full === wanted || word.base === wanted;
const nearly: Compare = (wanted, word) => same(wanted, word) || isMisspelled(wanted, word.base);

function matches(wanted: readonly string[], words: readonly Word[], at: number, compare: Compare): boolean {
  let exact = 0;
  for (const [place, one] of wanted.entries()) {
    const word = words[at + place]!;
    if (!compare(one, word)) return false;
    if (same(one, word)) exact++;
  }
  return exact >= wanted.length - 1;
}

function isMisspelled(wanted: string, word: string): boolean {
  return (
    wanted.length >= MISSPELLABLE &&
    word.length >= MISSPELLABLE &&
    wanted[0] === word[0] &&
    isOneEditAway(wanted, word) &&
    !isInflection(wanted, word)
  );
}

/** Singular and plural are two words, not a misspelling. */
function isInflection(a: string, b: string): boolean {
  return `${a}s` === b || `${b}s` === a || `${a}n` === b || `${b}n` === a;
}

/** One letter more, less, other, or two swapped. */
export function isOneEditAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  const [restA, restB] = [a.slice(head), b.slice(head)];
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true;
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
}

function lackingLetter(word: string): string[] {
  return Array.from(word, (_letter, at) => word.slice(0, at) + word.slice(at + 1));
}
