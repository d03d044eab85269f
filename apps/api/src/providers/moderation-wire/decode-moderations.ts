import { noteOf } from '../videos-wire/note.ts';

/** What a text is said to be where a server flags it under no category of its own. */
const UNNAMED = 'flagged';
const CATEGORY_CHARS_MAX = 80;
const CATEGORIES_MAX = 20;

/**
 * The answer of `POST /moderations`: `{ results: [{ flagged, categories: { [name]: boolean } }] }`, one result a text. For each the categories it
 * is flagged under, in order of their names; null where it is no answer about so many texts. Names are open: services add their own.
 */
export function decodeModerations(json: unknown, texts: number): string[][] | null {
  const results = isObject(json) ? json['results'] : undefined;
  if (!Array.isArray(results) || results.length !== texts) return null;
  const read = results.map((result: unknown) => (isObject(result) && typeof result['flagged'] === 'boolean' ? categoriesOf(result) : null));
  return read.every((categories) => categories !== null) ? read : null;
}

function categoriesOf({ flagged, categories }: Record<string, unknown>): string[] {
  if (flagged !== true) return [];
  const named = isObject(categories) ? Object.keys(categories).filter((name) => categories[name] === true) : [];
  const words = named.slice(0, CATEGORIES_MAX).map((name) => noteOf(noteOf(name).slice(0, CATEGORY_CHARS_MAX)) || UNNAMED);
  return words.length > 0 ? [...new Set(words)].sort() : [UNNAMED];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
