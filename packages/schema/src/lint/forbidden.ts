/** As far before a place as a word that forbids it is looked for. */
const REACH_CHARS = 120;
const CLAUSE_BREAK =
  /[.;!?:\n()—–]|\b(?:but|just|instead|rather than|except|only|however|while|when|where|until|because|then|so that|(?<!\b(?:such|well|known) )as)\b/gi;
const ITEM_BREAK = /[,，、]/;

/** Words that forbid what follows them, wherever they stand. */
const NEGATOR =
  /(?:\b(?:no|not|never|without|free (?:of|from)|none of|nor|lacking|anything but|refrain from|steer clear of|cannot)|n['’]t)\b/gi;
/** Words that forbid when a clause or an item begins with them: "avoid logos", not "she skips to avoid a puddle". */
const ORDER =
  /^\s*(?:(?:and|also|or|please|always|must)\s+)*(?:avoid(?:ing)?|exclud(?:e|ing)|omit(?:ting)?|remov(?:e|ing)|skip|ban|minus|zero)\b/i;
const LABEL = /(?:^|[.\n]\s*)\s*negative prompt:[^.;!?\n]*$/i;

/** What follows a negator and makes it forbid nothing: "do not hesitate", "can't get enough of", "never seen", "without further ado". */
const FORBIDS_NOTHING =
  /^\s*(?:(?:to|get|ever|even|a|for|be|have|you|dare|been|is)\s+){0,2}(?:hesitat\w*|forget\w*|miss\b|wait\b|resist|believe|help|enough|only|just|merely|simply|solely|unlike|better|finer|greater|nicer|seen|heard|met|tasted|tried|known|felt|looked|been|before|further|ado|doubt\w*|wonder|other|less|matter|one but|problem|afraid|stop\w*|fail\w*|alone|mention|longer|yet|stranger|without|worry|worries|more (?:waiting|than)|need to|sooner|regrets?|limits?|offen[cs]e|question|joke|kidding|way\b)/i;
/** What is forbidden whole: a name right behind it begins something else ("no blur Batman swings"). */
const WHOLE =
  /^\s*(?:motion |an? |any |the |his |her )?(?:shirt|shoes|clothes|helmet|hat|cape|mask|socks|glasses|make-?up|blur|zoom|cuts?|dialogue|shakes?|grain|flicker|sound|voice-?over|narration|watermarks?)\s+(?!(?:or|nor|and|of|from|by|in|on|with|for|like|showing|at|to|effects?|tracks?)\b)\S/i;
/** What "no" leaves out has a place, and the place is in the picture: "no crowd around …", "no text on the … bottle". */
const PLACED = /\b(?:around|near|behind|beside|under|above|inside|in front of|next to|on (?:the|a|an|his|her|their|its))\s/i;
const WORDS_BETWEEN_MAX = 8;
/** A comma parts what is forbidden from what is asked for, except in a list of short things closed by "or" or "nor". */
const LISTED_WORDS_MAX = 3;

/**
 * Whether the words at `start` are only forbidden: "no logos", "without any captions", "do not show her face". What forbids must stand in the same
 * item: after a comma it has to be said again ("no logos, no captions"), or the list ends with "or" ("no logos, captions or watermarks").
 */
export function isForbidden(text: string, start: number): boolean {
  const clause = clauseBefore(text, start);
  if (LABEL.test(text.slice(Math.max(0, start - REACH_CHARS), start))) return isShortList(clause, text, start);
  const items = clause.split(ITEM_BREAK);
  const own = items.pop()!;
  const rest = clauseAfter(text, start).split(ITEM_BREAK);
  if (isNegated(own, rest[0]!)) return true;
  const first = items.findLastIndex((item) => isNegated(item, ''));
  if (first < 0 || items.slice(first + 1).some((item) => wordsOf(item) > LISTED_WORDS_MAX)) return false;
  const following = [own + rest[0]!, ...rest.slice(1)];
  const last = following.findIndex((item) => /\b(?:or|nor)\b/i.test(item));
  return last >= 0 && following.slice(0, last + 1).every((item) => wordsOf(item.replace(/\b(?:or|nor)\b/gi, '')) <= LISTED_WORDS_MAX);
}

function isNegated(item: string, after: string): boolean {
  const order = ORDER.exec(item);
  const negator = Array.from(item.matchAll(NEGATOR)).at(-1) ?? order;
  if (!negator) return false;
  const between = item.slice(negator.index + negator[0].length);
  if (/^(?:no|without)$/i.test(negator[0]) && PLACED.test(between)) return false;
  return !FORBIDS_NOTHING.test(between + after) && !WHOLE.test(between + after) && wordsOf(between) <= WORDS_BETWEEN_MAX;
}

const ANY_NEGATOR =
  /(?:\b(?:no|not|never|without|avoid(?:ing)?|exclud(?:e|ing)|free (?:of|from)|none of|nor|minus|omit(?:ting)?|remov(?:e|ing)|skip|lacking|ban(?:ned)?|zero|anything but|refrain from|steer clear of)|n['’]t|negative prompt:)\b(?<forbidden>[^.;!?\n]*)$/i;

/** The same for what only warns or hints: any list of short items behind a negator is a list of what is not wanted ("no text, watermarks"). */
export function isUnwanted(text: string, start: number): boolean {
  const clause = clauseBefore(text, start);
  const negator = ANY_NEGATOR.exec(clause);
  return (
    negator !== null &&
    !FORBIDS_NOTHING.test(negator.groups!['forbidden']! + clauseAfter(text, start)) &&
    isShortList(negator[0], text, start)
  );
}

const ITEM_WORDS_MAX = 4;

function isShortList(before: string, text: string, start: number): boolean {
  const [, ...items] = `${before}${/^[^,.;!?:\n]*/.exec(text.slice(start, start + REACH_CHARS))![0]}`.split(ITEM_BREAK);
  return items.every((item) => wordsOf(item) <= ITEM_WORDS_MAX && !/\b(?:with|and then|showing|reading|featuring|says)\b/i.test(item));
}

function wordsOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function clauseBefore(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - REACH_CHARS), start);
  return before.slice(lastBreak(before));
}

function clauseAfter(text: string, start: number): string {
  const after = text.slice(start, start + REACH_CHARS);
  return after.slice(0, after.search(CLAUSE_BREAK) + 1 || undefined);
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
