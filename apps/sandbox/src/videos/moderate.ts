import { randomUUID } from 'node:crypto';
import { json, type Reply } from '../lib/reply.ts';
import type { CreateFields } from './dialects/dialect.ts';
import { invalid } from './wire-error.ts';

/** The categories of `omni-moderation-latest` (OpenAI API reference, Moderations). */
const CATEGORIES = [
  'harassment',
  'harassment/threatening',
  'hate',
  'hate/threatening',
  'illicit',
  'illicit/violent',
  'self-harm',
  'self-harm/instructions',
  'self-harm/intent',
  'sexual',
  'sexual/minors',
  'violence',
  'violence/graphic',
];
const MODEL = 'omni-moderation-latest';
const TEXTS_MAX = 2_048;

/** `POST /v1/moderations`: a text is flagged under the categories that it names itself, by `[[flag:violence]]`. Throws Refused. */
export function moderate({ input, model }: CreateFields): Reply {
  const texts = typeof input === 'string' ? [input] : input;
  if (!Array.isArray(texts) || !texts.every((text) => typeof text === 'string') || texts.length === 0 || texts.length > TEXTS_MAX)
    throw invalid('input', `Invalid value for 'input': expected a string or 1 to ${TEXTS_MAX} strings.`);
  const results = texts.map((text) => resultOf(new Set(Array.from(text.matchAll(/\[\[flag:([a-z/-]{1,40})\]\]/g), ([, name]) => name!))));
  return json(200, { id: `modr-${randomUUID()}`, model: typeof model === 'string' ? model : MODEL, results });
}

function resultOf(flagged: ReadonlySet<string>): object {
  const names = CATEGORIES.filter((name) => flagged.has(name));
  const each = <Value>(value: (isFlagged: boolean) => Value) =>
    Object.fromEntries(CATEGORIES.map((name) => [name, value(flagged.has(name))]));
  return {
    flagged: names.length > 0,
    categories: each((isFlagged) => isFlagged),
    category_scores: each((isFlagged) => (isFlagged ? 0.99 : 0.00001)),
  };
}
