import type { Edit, Hit } from './finding.ts';
import type { Span } from './words.ts';

/** A text as the rules read it, and where each of its UTF-16 units stands in the text that was given. */
export interface Reading {
  text: string;
  /** A hit of `text` as a hit of the text that was given: no letter of it is cut in two. */
  toSource: (hit: Hit) => Hit;
}

/** Nothing here is written in two ways. */
const PLAIN = /^[\n\r\t -~‘’“”–—…]*$/;
/** A letter or digit with its accents, or anything else by itself. */
const CLUSTER = /[\p{L}\p{Nd}\p{Nl}\u{24b6}-\u{24e9}\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]\p{M}*|[^]/gu;
const LATIN = /\p{sc=Latin}/u;
/** What is seen by nobody: joiners, soft hyphens, fillers. */
const UNSEEN = /^[\p{Cf}\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}]$/u;
const MARK = /^\p{M}$/u;
const ODD: Readonly<Record<string, string>> = {
  ʼ: '’',
  '＇': '’',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '－': '-',
  '＆': '&',
  ı: 'i',
  ɡ: 'g',
  ɑ: 'a',
};
const BLANK = /^[\u{a0}\u{2000}-\u{200a}\u{202f}\u{205f}\u{3000}]$/u;

/** Cyrillic and Greek letters that look like Latin ones. */
const LOOK_ALIKES = new Map(
  Array.from(
    'аaеeоoрpсcуyхxіiјjѕsԁdһhкkмmтtвbнhԛqԝwАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSԌGαaοoνvρpτtυuιiκkηnωwγyΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧX'.matchAll(
      /(.)(.)/gu,
    ),
    ([, odd, latin]) => [odd!, latin!] as const,
  ),
);
const LETTERS = /[\p{L}\p{M}]+/gu;
const OTHER_SCRIPT = /[\p{sc=Cyrillic}\p{sc=Greek}]/u;

/** The text with each letter written in one way: composed, in its plain form and script, without what is not seen. */
export function readable(source: string): Reading {
  if (PLAIN.test(source)) return { text: source, toSource: (hit) => hit };
  const parts: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const match of source.matchAll(CLUSTER)) {
    const end = match.index + match[0].length;
    const put = inOneWay(match[0]);
    // An accent that stands by itself belongs to the letter before it.
    if (put === '' && MARK.test(match[0]) && ends.length > 0) ends[ends.length - 1] = end;
    parts.push(put);
    for (let n = 0; n < put.length; n++) {
      starts.push(match.index);
      ends.push(end);
    }
  }
  const text = inOneScript(parts.join(''));
  const placed = ({ start, end }: Span) => {
    const from = starts[start] ?? source.length;
    return { start: from, end: end > start ? ends[end - 1]! : from };
  };
  const toEdit = (edit: Edit): Edit => ({ ...edit, ...placed(edit) });
  return { text, toSource: (hit) => ({ ...hit, ...placed(hit), edits: hit.edits.map(toEdit) }) };
}

function inOneWay(cluster: string): string {
  if (UNSEEN.test(cluster) || MARK.test(cluster)) return '';
  if (BLANK.test(cluster)) return ' ';
  const odd = ODD[cluster];
  if (odd !== undefined) return odd;
  const code = cluster.codePointAt(0)!;
  if (code >= 0x1f150 && code <= 0x1f189) return String.fromCodePoint(0x41 + ((code - 0x1f150) % 0x20));
  // Signs stay as they are: "Nike™" is no "NikeTM".
  if (cluster.length === 1 && !/[\p{L}\p{Nd}\p{Nl}\u{24b6}-\u{24e9}]/u.test(cluster)) return cluster;
  const composed = cluster.normalize('NFKC');
  return LATIN.test(composed) ? composed.replaceAll(/\p{M}/gu, '') : composed;
}

/** Letters that only look Latin become Latin, in words that hold Latin letters and, in a Latin text, in words of nothing else. */
function inOneScript(text: string): string {
  if (!OTHER_SCRIPT.test(text)) return text;
  const latin = text.match(/\p{sc=Latin}/gu)?.length ?? 0;
  const other = text.match(/[\p{sc=Cyrillic}\p{sc=Greek}]/gu)?.length ?? 0;
  return text.replace(LETTERS, (word) => {
    if (!OTHER_SCRIPT.test(word)) return word;
    const isAlike = Array.from(word).every((letter) => LOOK_ALIKES.has(letter));
    if (!LATIN.test(word) && !(isAlike && latin > other)) return word;
    return Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
  });
}
