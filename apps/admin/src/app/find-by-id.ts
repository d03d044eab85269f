import { parseVariantId } from '@dailies/schema';

/** The public ids people copy out of a terminal or a log, by the type that `node(id:)` knows. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^cmp_[0-9a-z]{26}$/, 'Campaign'],
  [/^rnd_[0-9a-z]{26}$/, 'Render'],
  [/^clp_[0-9a-z]{26}$/, 'Clip'],
];

const GLOBAL_ID_PATTERN = /^(Campaign|Variant|Render|Clip):/;

function decoded(text: string): string {
  try {
    return atob(text);
  } catch {
    return '';
  }
}

/** The global id behind a pasted text, be it a public id (`rnd_…`) or a global id already; null when it is neither. */
export function globalIdOf(pasted: string): string | null {
  const text = pasted.trim();
  if (GLOBAL_ID_PATTERN.test(decoded(text))) return text;
  if (parseVariantId(text)) return btoa(`Variant:${text}`);
  const found = TYPES.find(([pattern]) => pattern.test(text));
  return found ? btoa(`${found[1]}:${text}`) : null;
}
