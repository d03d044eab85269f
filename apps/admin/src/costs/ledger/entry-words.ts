import type { LedgerKind } from '@dailies/schema';

interface Entry {
  kind: Uppercase<LedgerKind>;
  key: string;
  heldMicros: number;
  settledMicros: number;
}

const KIND_WORDS: Record<Uppercase<LedgerKind>, string> = { HOLD: 'Held', SETTLE: 'Spent', RELEASE: 'Released', ADJUST: 'Corrected' };

/** What the first word of a key's reason says of the booking; the rest names what it was for. */
const REASON_WORDS: Record<string, string> = {
  'hold:launch': 'Reserved at launch',
  'hold:resume': 'Reserved on resuming',
  'hold:retry': 'Reserved for a retry',
  'hold:replan': 'Reserved for another model',
  'hold:overrun': 'Billed beyond the reserve',
  'hold:again': 'Set aside to try again',
  'hold:adopt': 'Set aside for a video that was found',
  'settle:orphan': 'Paid for a video nobody asked for',
  'release:spare': 'Returned to the budgets',
  'release:cancel': 'Freed by cancelling',
  'release:replan': 'Freed by another model',
  'release:reuse': 'Freed by reuse',
  'release:adopted': 'Freed, as it was paid before',
};

/** A booking in a producer's words. */
export function entryWords({ kind, key, heldMicros }: Entry): string {
  const [first, reason] = key.split(':');
  const known = REASON_WORDS[`${first}:${reason}`];
  if (known !== undefined) return known;
  if (kind === 'SETTLE') return 'Render paid';
  if (kind === 'RELEASE') return heldMicros === 0 ? 'Freed for other cells' : 'Returned to the budgets';
  return KIND_WORDS[kind];
}
