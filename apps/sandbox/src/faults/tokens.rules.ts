/** The forced faults a prompt can carry: `[[name:argument]]`, `*3` or `*always` before the brackets close for more than once. */
export const TOKEN_NAMES = [
  'sentinel',
  'model-gone',
  '429',
  '500',
  'reset',
  'lose-response',
  'hang',
  'delay',
  'garbage',
  'fail',
  'stall',
  'slow',
  'expire',
  'unknown-status',
  'rewrite',
  'truncate',
  'empty',
  'webhook',
] as const;
export type TokenName = (typeof TOKEN_NAMES)[number];

/** `times`: how often it fires for one prompt text; Infinity = always. `text`: what its uses are counted under. */
export type Token = { name: TokenName; argument: string | null; times: number; text: string };

const TOKEN_PATTERN = /\[\[([a-z0-9-]+)(?::([^\]*]{1,40}))?(?:\*(\d{1,4}|always))?\]\]/g;

/** The fault tokens of a prompt in their order. Anything else between double brackets is prose. */
export function readTokens(prompt: string): Token[] {
  return [...prompt.matchAll(TOKEN_PATTERN)].flatMap(([text, name, argument, times]) => {
    const known = TOKEN_NAMES.find((candidate) => candidate === name);
    return known ? [{ name: known, argument: argument ?? null, times: timesOf(known, argument, times), text }] : [];
  });
}

/** `[[429:3]]` counts by its argument; every other token fires once unless it says more. */
function timesOf(name: TokenName, argument: string | undefined, times: string | undefined): number {
  if (times === 'always') return Infinity;
  if (times !== undefined) return Number(times);
  return name === '429' && argument !== undefined ? Math.max(1, Number.parseInt(argument, 10) || 1) : 1;
}

/** `60%` → 60, within 0 to 100; the fallback where it is no percentage. */
export function percentOf(argument: string | null, fallback: number): number {
  const value = Number.parseFloat(argument ?? '');
  return Number.isFinite(value) ? Math.min(100, Math.max(0, value)) : fallback;
}

/** `4x` → 4; the fallback where it is no positive number. */
export function factorOf(argument: string | null, fallback: number): number {
  const value = Number.parseFloat(argument ?? '');
  return Number.isFinite(value) && value > 0 ? value : fallback;
}

/** `5s`, `300ms` → milliseconds, at most ten minutes; the fallback where it is neither. */
export function millisecondsOf(argument: string | null, fallback: number): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(argument ?? '');
  return found ? Math.min(600_000, Number(found[1]) * (found[2] === 's' ? 1000 : 1)) : fallback;
}
