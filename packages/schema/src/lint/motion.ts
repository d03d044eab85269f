import { MOTION_VERBS, NAMES_AND_VERBS } from './lists/mistakes.ts';

const VERBS = MOTION_VERBS.trim().split(/\s+/);
/** Verbs one can see, as of one thing ("spins", "spinning"), of many ("spin"), and done to something ("poured"). */
export const MOVING = new Set(VERBS.flatMap(inflections));
export const MOVING_MANY = new Set(VERBS);
export const DONE = new Set(VERBS.map((verb) => (verb.endsWith('e') ? `${verb}d` : `${verb}ed`)));
/** Those of them that are names of things as well. */
export const NOUNS_TOO = new Set(NAMES_AND_VERBS.split(' '));

function inflections(verb: string): string[] {
  const stem = verb.replace(/e$/, '');
  const doubled = /[^aeiou][aeiou][bdgklmnprt]$/.test(verb) ? verb + verb.at(-1)! : verb;
  const third = /(?:s|x|z|ch|sh)$/.test(verb) ? `${verb}es` : /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : `${verb}s`;
  return [third, `${stem}ing`, `${doubled}ing`, `${verb}ing`];
}
