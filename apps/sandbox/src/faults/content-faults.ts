import type { Faults } from './faults.ts';
import { percentOf } from './tokens.rules.ts';

/** A download that goes wrong: only a share of it is sent; quietly (a shorter length is promised) or cut off; or it is nonsense. */
export type ContentFault = { share: number; isQuiet: boolean; isGarbage: boolean };

/** The fault of this download; null = none. */
export function takeContentFault(faults: Faults, video: { prompt: string; promptSha: string; fingerprint: string }): ContentFault | null {
  const token = faults.takeToken(
    video.prompt,
    video.promptSha,
    ({ name, argument }) => name === 'truncate' || name === 'empty' || (name === 'garbage' && argument === 'content'),
  );
  if (token?.name === 'empty') return { share: 0, isQuiet: true, isGarbage: false };
  if (token?.name === 'garbage') return { share: 1, isQuiet: true, isGarbage: true };
  if (token) return { share: percentOf(token.argument, 60) / 100, isQuiet: token.argument?.endsWith('quiet') ?? false, isGarbage: false };
  return faults.strikes('truncate', video.fingerprint) ? { share: 0.6, isQuiet: false, isGarbage: false } : null;
}
