import { replaceSpan } from './edits.ts';
import type { Edit } from './finding.ts';
import type { Span } from './words.ts';

const NUMBER =
  /\b(?:1[0-7]|[1-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)\b/i;
/** What remains what it is when its people grow up: "teenage dancers" become "adult dancers". */
const ROLE = /\b(models?|dancers?|students?|cheerleaders?|couple|gamers?|actress|actor|gymnasts?|friends|party|prom)$/i;
const PERSON_BEHIND = /^[- ](?:\w+ )?(?:girl|boy|kid|child|children|son|daughter|teen|teenager|student|pupil|twin|lad|lass)s?\b/i;
/** Minors in a word that goes with another: "a jailbait girl". */
const QUALITY = /^(?:jailbait|underaged?|teenaged?|teen|preteen|pre-?pubescent|barely legal|loli)$/i;
/** What stands without an article before a person that had none: "sexy 13 year old girl". */
const BARE_QUALITY =
  /(?:^|[.!?,;:]\s+)(?:sexy|nude|naked|topless|shirtless|undressed|young|little|cute|pretty|seductive|sultry|busty|drunk)\s+$/i;
const OWNER = /\b(?:his|her|their|our|my|your|\p{L}+['’]s)\s+$/iu;

/** The minors of a prompt as adults: an age becomes thirty, a girl a woman, a child an adult; the sentence around them stands. */
export function asAdults(text: string, minors: readonly Span[]): Edit[] {
  const edits: Edit[] = [];
  for (const minor of minors) {
    if (minor.start < (edits.at(-1)?.end ?? 0)) continue;
    edits.push(asAdult(text, minor));
  }
  return edits;
}

function asAdult(text: string, minor: Span): Edit {
  const words = text.slice(minor.start, minor.end);
  if (NUMBER.test(words) && !/olds?$|y[/.]?o$/i.test(words))
    return { ...minor, text: words.replace(NUMBER, inWords).replace(/\b\p{L}+/gu, grown) };
  const isAge = NUMBER.test(words) || /^\d/.test(words);
  const behind = isAge || QUALITY.test(words) ? (PERSON_BEHIND.exec(text.slice(minor.end, minor.end + 40))?.[0] ?? '') : '';
  const whole = words + behind;
  const owned = /^['’]s\b/.exec(text.slice(minor.end + behind.length, minor.end + behind.length + 2))?.[0] ?? '';
  const end = minor.end + behind.length + owned.length;
  const isQuality =
    isAge && behind === '' && /^ (?!is\b|and\b|who\b|in\b|on\b|at\b|with\b|\p{L}+s\b|\p{L}+ing\b)\p{L}/u.test(text.slice(end, end + 12));
  const noun = isQuality && !/olds$/i.test(words) ? 'adult' : personOf(text, minor, whole);
  return replaceSpan(text, { start: minor.start, end }, noun);
}

function personOf(text: string, minor: Span, words: string): string {
  const isMany = /(?:s|children|kiddies|babies)$/i.test(words) && !/actress$/i.test(words);
  const isOwned = OWNER.test(text.slice(Math.max(0, minor.start - 20), minor.start));
  const role = ROLE.exec(words)?.[1];
  const isBare = BARE_QUALITY.test(text.slice(Math.max(0, minor.start - 20), minor.start));
  const article = isMany || isOwned || isBare ? '' : 'an ';
  if (role) return `${/party|prom|couple|friends/i.test(role) ? '' : article}adult ${role.toLowerCase()}`;
  if (isOwned) return isMany ? 'grown-up friends' : 'grown-up friend';
  if (/girls?$/i.test(words)) return isMany ? 'women' : isBare ? 'woman' : 'a woman';
  if (/boys?$/i.test(words)) return isMany ? 'men' : isBare ? 'man' : 'a man';
  return isMany ? 'adults' : isBare ? 'adult' : 'an adult';
}

function inWords(number: string): string {
  return /\d/.test(number) ? '30' : 'thirty';
}

const GROWN: Readonly<Record<string, string>> = {
  girl: 'woman',
  girls: 'women',
  boy: 'man',
  boys: 'men',
  kid: 'guest',
  child: 'guest',
  teen: 'guest',
  pupil: 'guest',
  kids: 'guests',
  teens: 'guests',
  pupils: 'guests',
};

/** A person of so many years: "a girl of 14" becomes "a woman of 30". */
function grown(word: string): string {
  const put = GROWN[word.toLowerCase()];
  if (put === undefined) return word;
  return /^\p{Lu}/u.test(word) ? put.charAt(0).toUpperCase() + put.slice(1) : put;
}
