import { removeClause, replaceSpan } from './edits.ts';
import { type Edit, type Hit, type Pattern, PLACES_MAX } from './finding.ts';
import { POLICY_PATTERNS, TEXT_PATTERNS } from './lists/patterns.ts';
import { isForbidden, isUnwanted } from './forbidden.ts';
import type { Span } from './words.ts';

const AROUND_CHARS = 60;

/** Policy asked for without a listed name. */
export const findAskedFor = (text: string) => findPatterns(text, POLICY_PATTERNS, isForbidden);

/** Readable text in the picture. */
export const findText = (text: string) => findPatterns(text, TEXT_PATTERNS, isUnwanted);

/** What patterns find, forbidden words left out, each place once a rule. */
function findPatterns(text: string, patterns: readonly Pattern[], isExcused: (text: string, start: number) => boolean): Hit[] {
  const hits: Hit[] = [];
  for (const { code, find, instead, unless } of patterns) {
    for (const match of text.matchAll(find)) {
      if (hits.length >= PLACES_MAX) return hits;
      const [start, end] = match.indices?.groups?.blame ?? match.indices?.groups?.other ?? [match.index, match.index + match[0].length];
      const around = text.slice(Math.max(0, start - AROUND_CHARS), end + AROUND_CHARS);
      if (unless?.test(around) || isExcused(text, start)) continue;
      if (hits.some((hit) => hit.code === code && hit.start < end && start < hit.end)) continue;
      hits.push({ code, start, end, edits: [edit(text, { start, end }, instead)] });
    }
  }
  return hits;
}

function edit(text: string, span: Span, instead: string | null): Edit {
  return instead === null ? removeClause(text, span) : replaceSpan(text, span, instead);
}
