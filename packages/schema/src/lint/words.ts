/** One word of a text, with its place in UTF-16 units. */
export interface Word {
  start: number;
  end: number;
  /** Lower case, without accents and apostrophes: `mcdonalds`. */
  full: string;
  /** The same without a possessive ending: `drakes` and `drake's` differ here. */
  base: string;
  isCapital: boolean;
  /** Which sentence of the text it stands in. */
  sentence: number;
}

export interface Span {
  start: number;
  end: number;
}

const WORD = /[\p{L}\p{N}]+(?:['’.&/][\p{L}\p{N}]+)*/gu;
const ACCENTS = /\p{M}/gu;

/** Lower case, without accents, with plain apostrophes. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').replaceAll('’', "'").toLowerCase();
}

const SENTENCE_END = /[.!?。！？](?:["'”’)]*\s|$)|[。！？\n]/u;

/** The words of a text. A hyphen parts words; an apostrophe, a dot and an ampersand inside a word do not. */
export function wordsIn(text: string): Word[] {
  let end = 0;
  let sentence = 0;
  return Array.from(text.matchAll(WORD), (match) => {
    const [raw] = match;
    const lower = isAscii(raw) ? raw.toLowerCase() : plain(raw);
    const first = raw[0]!;
    // "Dr. Seuss" and "J. K." are no two sentences.
    if (SENTENCE_END.test(text.slice(end, match.index)) && !ABBREVIATED.test(text.slice(Math.max(0, end - 6), end))) sentence++;
    end = match.index + raw.length;
    return {
      start: match.index,
      end,
      full: lower.replace(/['.&/]/g, ''),
      base: lower.replace(/'s$/, '').replace(/['.&/]/g, ''),
      isCapital: first !== first.toLowerCase(),
      sentence,
    };
  });
}

const ABBREVIATED = /(?:^|[^\p{L}])(?:\p{Lu}|dr|mr|mrs|ms|st|jr|sr|no|vs)$/iu;

function isAscii(text: string): boolean {
  return /^[!-&(-~]*$/.test(text);
}

/** Up to `length` characters before a span: what is looked for there is near, and a search for it costs the same in every text. */
export function beforeOf(text: string, span: Span, length: number): string {
  return text.slice(Math.max(0, span.start - length), span.start);
}

/** The sentence around a place. */
export function sentenceAround(text: string, at: number): Span {
  const ends = /[.!?。！？\n](?=\s|$)|[。！？\n]/g;
  let start = 0;
  for (const match of text.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (end > at) return { start, end };
    start = end;
  }
  return { start, end: text.length };
}
