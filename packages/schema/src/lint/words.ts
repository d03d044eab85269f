/** One word of a text, with its place in UTF-16 units. */
export interface Word {
  start: number;
  end: number;
  /** Lower case, without accents and apostrophes: `mcdonalds`. */
  full: string;
  /** The same without a possessive ending: `drakes` and `drake's` differ here. */
  base: string;
  isCapital: boolean;
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

/** The words of a text. A hyphen parts words; an apostrophe, a dot and an ampersand inside a word do not. */
export function wordsIn(text: string): Word[] {
  return Array.from(text.matchAll(WORD), (match) => {
    const [raw] = match;
    const lower = isAscii(raw) ? raw.toLowerCase() : plain(raw);
    const first = raw[0]!;
    return {
      start: match.index,
      end: match.index + raw.length,
      full: lower.replace(/['.&/]/g, ''),
      base: lower.replace(/'s$/, '').replace(/['.&/]/g, ''),
      isCapital: first !== first.toLowerCase(),
    };
  });
}

function isAscii(text: string): boolean {
  return /^[!-&(-~]*$/.test(text);
}

const CLAUSE_BREAK = /[.;!?:\n()—–]|\b(?:but|just|instead|rather than|except|only|however|while)\b/gi;
const NEGATOR =
  /(?:\b(?:no|not|never|without|avoid(?:ing)?|exclud(?:e|ing)|free (?:of|from)|none of|nor|minus|omit(?:ting)?|remov(?:e|ing)|skip|lacking|ban(?:ned)?|zero|anything but|refrain from|steer clear of|isn't|aren't|un)|n['’]t|negative prompt:)\b[^.;!?\n]*$/i;
/** A comma ends what is forbidden unless a short item of the same list follows: "no text, no logos" but "no crew, the car races by". */
const ITEM_WORDS_MAX = 4;

/** Whether the words at `start` are only forbidden: "no logos", "without any captions", "do not show her face". */
export function isForbidden(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 120), start);
  const clause = before.slice(lastBreak(before));
  const negator = NEGATOR.exec(clause);
  if (!negator) return false;
  const [, ...items] = `${negator[0]}${/^[^,.;!?:\n]*/.exec(text.slice(start, start + 120))![0]}`.split(/[,，]/);
  return items.every(
    (item) => (item.match(/\S+/g)?.length ?? 0) <= ITEM_WORDS_MAX && !/\b(?:with|and then|showing|reading|featuring|says)\b/i.test(item),
  );
}

function lastBreak(text: string): number {
  let at = 0;
  for (const match of text.matchAll(CLAUSE_BREAK)) {
    // "12.5" and "No. 5" end nothing, and a label ("Negative prompt:") keeps what follows it.
    const isLabel = match[0] === ':' && /negative prompt$|\b(?:no|avoid)$/i.test(text.slice(0, match.index));
    if (!isLabel) at = match.index + match[0].length;
  }
  return at;
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

/** `length` characters either side of a span, lower case: where context words are looked for. */
export function surroundings(text: string, span: Span, length: number): string {
  return plain(`${beforeOf(text, span, length)} ${text.slice(span.end, span.end + length)}`);
}
