import { appendSentence, removeClause } from './edits.ts';
import { applyEdits, type Edit, type Hit, PLACES_MAX } from './finding.ts';
import { AFTER_VERB, CAMERA_MOVES, CONTRADICTIONS, NAMED_BY_ING, STILL_ING, STYLE_FAMILIES, UNLIKELY_PAIRS } from './lists/mistakes.ts';
import { IDENTITY, LIMITS, SCENE_MARKS } from './lists/mistake-patterns.ts';
import { isUnwanted } from './forbidden.ts';
import { DONE, MOVING, MOVING_MANY, NOUNS_TOO } from './motion.ts';
import { type Span, type Word } from './words.ts';

/** What the guide calls too many: scenes of one clip, wishes that forbid or demand, looks at once. */
const SCENES_MAX = 1.25;
const CONSTRAINTS_MAX = 5;
const STYLES_MAX = 2;
const CONSTRAINTS_KEPT = 3;

const BEFORE_NOUN =
  /^(?:and|with|of|the|an?|its|his|her|their|our|two|three|four|five|some|many|wooden|white|soft|warm|bright|string|neon|city|fairy)$/;
const DIRECTED = /^(?:across|through|into|over|onto|along|around|towards?|past|away|down|up|off|together|apart)$/;
const STILL = new Set(STILL_ING.split(' '));
const MANY = /(?:[^s]s|^(?:to|they|we|people|children|men|women|hands|feet|who|sheep|fish|both|all|slowly|gently|softly|quickly))$/;
const ENGLISH = /\b(?:the|a|an|of|in|on|with|and|at|to|for|by)\b/gi;
const FOREIGN = /\b(?:der|die|das|und|ein|eine|einem|mit|auf|il|la|les|des|une|el|los|una|con|het|een|och|na)\b/gi;

/** The five common mistakes of a video prompt, as hints. */
export function findMistakes(text: string, words: readonly Word[], hasReference: boolean): Hit[] {
  return [...tooManyIdeas(text), ...unclearMotion(text, words), ...overconstrained(text), ...styleDrift(text, hasReference)];
}

function tooManyIdeas(text: string): Hit[] {
  const marks = SCENE_MARKS.flatMap(({ find, weight, starts }) =>
    Array.from(text.matchAll(find), (match) => ({ ...spanOf(match), weight, starts: starts ?? false })),
  )
    .filter((mark) => !isUnwanted(text, mark.start))
    .sort((a, b) => a.start - b.start);
  const sum = marks.reduce((total, mark) => total + mark.weight, 0);
  if (sum <= SCENES_MAX) return [];
  const later = marks.filter((mark) => !mark.starts && mark.start > 0);
  const cut = later.find((mark) => text.slice(0, mark.start).trim().split(/\s+/).length >= 4) ?? later[0] ?? marks[0]!;
  return [{ code: 'too_many_ideas', start: cut.start, end: marks.at(-1)!.end, edits: firstScene(text, marks, cut.start) }];
}

/** The first scene alone, without the words that count scenes. */
function firstScene(text: string, marks: readonly (Span & { starts: boolean })[], cut: number): Edit[] {
  const kept = text.slice(0, cut).replace(/[\s,;:.–—-]+(?:and|or|to)?[\s,;:.–—-]*$/i, '');
  const inside = marks
    .filter((mark) => mark.end <= kept.length)
    .map((mark) => ({ start: mark.start, end: past(text, mark.end), text: '' }));
  const first = applyEdits(kept, inside).trim();
  if (first.split(/\s+/).length >= 3) return [{ start: 0, end: text.length, text: `${first.charAt(0).toUpperCase()}${first.slice(1)}.` }];
  const rest = text
    .slice(past(text, marks[0]!.end))
    .replace(/^of\s+/i, '')
    .split(/[,;.]|\band\b/)[0]!
    .trim();
  return [{ start: 0, end: text.length, text: `${rest.charAt(0).toUpperCase()}${rest.slice(1)}.` }];
}

function unclearMotion(text: string, words: readonly Word[]): Hit[] {
  if (words.length < 3 || !isEnglish(text) || CAMERA_MOVES.test(withoutForbidden(text))) return [];
  const moves = words.some((word, n) => isMotion(word, words[n - 1], words[n + 1]) && !isUnwanted(text, word.start));
  if (moves) return [];
  return [{ code: 'unclear_motion', start: 0, end: text.length, edits: [appendSentence(text, 'Slow camera push-in.')] }];
}

/** "Waves crash", "a cat jumps", "is melting", "begins to spin"; not "running shoes". */
function isMotion({ full, start }: Word, before: Word | undefined, after: Word | undefined): boolean {
  const isNaming = full.endsWith('ing') && after !== undefined && NAMED_BY_ING.test(after.full);
  if (isNaming) return false;
  if (STILL.has(full)) return false;
  if (NOUNS_TOO.has(full)) return after !== undefined && AFTER_VERB.test(after.full) && !(before && BEFORE_NOUN.test(before.full));
  if (MOVING.has(full) || (full.endsWith('ing') && full.length > 5)) return true;
  if (MOVING_MANY.has(full) && after && DIRECTED.test(after.full)) return true;
  if (DONE.has(full) && before && /^(?:is|are|gets?|being|been)$/.test(before.full)) return true;
  return MOVING_MANY.has(full) && before !== undefined && start - before.end === 1 && MANY.test(before.full);
}

function withoutForbidden(text: string): string {
  return text.replace(/\b(?:no|without|avoid(?:ing)?|never|don['’]t|do not)\b[^.;!?]*/gi, '');
}

function isEnglish(text: string): boolean {
  const english = text.match(ENGLISH)?.length ?? 0;
  const foreign = text.match(FOREIGN)?.length ?? 0;
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  return latin > text.length / 2 && english >= foreign;
}

function overconstrained(text: string): Hit[] {
  const pair = contradiction(text);
  if (pair) return [{ code: 'overconstrained', ...pair, edits: [withoutWish(text, pair)] }];
  const limits = Array.from(text.matchAll(LIMITS), spanOf).slice(0, PLACES_MAX * 5);
  if (limits.length <= CONSTRAINTS_MAX) return [];
  const [start, end] = [limits[0]!.start, limits.at(-1)!.end];
  return [{ code: 'overconstrained', start, end, edits: merged(limits.slice(CONSTRAINTS_KEPT).map((limit) => removeClause(text, limit))) }];
}

/** The second of two wishes that can not both come true. */
function contradiction(text: string): Span | null {
  const found = (pairs: typeof CONTRADICTIONS) => pairs.map((pair) => bothIn(text, pair)).filter((span) => span !== null);
  const [first] = found(CONTRADICTIONS);
  if (first) return first;
  const unlikely = found(UNLIKELY_PAIRS);
  return unlikely.length >= 2 ? unlikely[0]! : null;
}

const TURNS =
  /\b(?:then|turns?|turning|becomes?|becoming|gives? way|transitions?|until|before|after|finally|into|fades?|from|starts?|starting|begins?|ends?|ending|slowly changes|day[- ]to[- ]night|contrast(?:ing|s)?|against|once|while outside|versus|vs)\b/i;

function bothIn(text: string, [one, other]: readonly [RegExp, RegExp]): Span | null {
  const a = wantedIn(text, one);
  const b = wantedIn(text, other);
  if (!a || !b || (a.start < b.end && b.start < a.end)) return null;
  const [earlier, later] = a.start < b.start ? [a, b] : [b, a];
  return TURNS.test(text.slice(Math.max(0, earlier.start - 15), later.start)) ? null : later;
}

function wantedIn(text: string, find: RegExp): Span | null {
  const all = Array.from(text.matchAll(new RegExp(find.source, 'gi')), spanOf);
  return all.find((span) => !isUnwanted(text, span.start)) ?? null;
}

function styleDrift(text: string, hasReference: boolean): Hit[] {
  const looks = Object.values(STYLE_FAMILIES)
    .flatMap((family) => wantedIn(text, family) ?? [])
    .sort((a, b) => a.start - b.start);
  if (looks.length > STYLES_MAX || (looks.length === STYLES_MAX && areMixed(text, looks[0]!, looks[1]!))) {
    const [first, last] = [looks[0]!, looks.at(-1)!];
    const only = { start: first.start, end: last.end, text: text.slice(first.start, first.end) };
    return [
      {
        code: 'style_drift',
        start: first.start,
        end: last.end,
        edits: [only],
        sentence: 'Several looks are asked for at once, so each render mixes them differently. Keep one.',
      },
    ];
  }
  if (hasReference) return [];
  for (const find of IDENTITY) {
    const match = Array.from(text.matchAll(find)).find((one) => !isUnwanted(text, one.index));
    if (!match) continue;
    const words = match[0].split(ASIDE)[0]!;
    const span = { start: match.index, end: match.index + words.length };
    return [{ code: 'style_drift', ...span, edits: [plainIdentity(text, span, words)] }];
  }
  return [];
}

const MIXED =
  /\b(?:mix\w*|blend\w*|mash\w*|meets|half|morph\w*|switch\w*|hybrid|at once|combin\w*|fusion|between|alternat\w*|turns? (?:in)?to|becom\w*|changes? (?:in)?to|then|transition\w*|crossed with)\b/i;

function areMixed(text: string, first: Span, second: Span): boolean {
  return MIXED.test(text.slice(Math.max(0, first.start - 25), second.end + 15)) && second.start - first.end < 80;
}

/** "The same woman as in our last clips" is simply "a woman" to a model that saw none of them. */
function plainIdentity(text: string, span: Span, words: string): Edit {
  const person =
    /\bsame ((?:\w+ )?(?:woman|man|girl|boy|actor|actress|person|character|model|dog|cat|mascot|hero|heroine|couple|family|presenter|chef|dancer|robot|fox|bear))\b/i.exec(
      words,
    );
  if (!person) return withoutAside(text, span);
  const article = /^[aeiou]/i.test(person[1]!) ? 'an' : 'a';
  const put = `${article} ${person[1]}`;
  return { ...span, text: /(?:^|[.!?]\s+)$/.test(text.slice(0, span.start)) ? put.charAt(0).toUpperCase() + put.slice(1) : put };
}

/** Where what is said of sameness ends and the clip goes on. */
const ASIDE = /\s+(?:as (?:he|she|they|it|we|the)|while|when|who)\b|:/i;

/** Takes words out so that the sentence still stands: what opened it gives its capital to what follows. */
function withoutAside(text: string, span: Span): Edit {
  if (!/(?:^|[.!?:]\s+)$/.test(text.slice(0, span.start)))
    return { start: span.start - (/[,\s]+$/.exec(text.slice(0, span.start))?.[0].length ?? 0), end: span.end, text: '' };
  const end = span.end + /^[\s,:;.]*(?:as )?/.exec(text.slice(span.end))![0].length;
  return { start: span.start, end: Math.min(end + 1, text.length), text: (text[end] ?? '').toUpperCase() };
}

/** Takes a wish out with the little words that lead to it and the thing it was said of. */
function withoutWish(text: string, span: Span): Edit {
  const lead =
    /(?:[\s,]+(?:with|and|but|also|in|under|at|as))*(?:\s+(?:an?|the|some|also))?(?:\s+(?:fast|rapid|quick|very|full))?\s*$/i.exec(
      text.slice(0, span.start),
    )![0];
  const trail = /^(?:\s+(?:sky|shots?|colou?rs?|angles?|cam(?:era)?))?(?:\s+(?:around|between|of)\s[^,.;]*)?/i.exec(
    text.slice(span.end),
  )![0];
  return { start: span.start - lead.length, end: span.end + trail.length, text: '' };
}

/** Edits in order, those that overlap made one. */
function merged(edits: readonly Edit[]): Edit[] {
  const out: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    const last = out.at(-1);
    if (last && edit.start < last.end) last.end = Math.max(last.end, edit.end);
    else out.push({ ...edit });
  }
  return out;
}

function past(text: string, end: number): number {
  return end + /^[\s,:;.–—-]*/.exec(text.slice(end))![0].length;
}

function spanOf(match: RegExpMatchArray & { index: number }): Span {
  return { start: match.index, end: match.index + match[0].length };
}
