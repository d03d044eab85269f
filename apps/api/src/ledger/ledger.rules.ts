import type { LedgerKind, Micros } from '@dailies/schema';

/** One signed change of a campaign's balance. `key` forbids booking it twice. */
export interface LedgerChange {
  key: string;
  kind: LedgerKind;
  renderId: string | null;
  heldMicros: Micros;
  settledMicros: Micros;
}

export interface Balance {
  heldMicros: Micros;
  settledMicros: Micros;
}

interface RenderHold {
  id: string;
  holdMicros: Micros;
}

/** Money spoken for before anything is sent. `reason` is unique for what it pays, e.g. `launch:<campaignId>`. */
export function holdChange(reason: string, micros: Micros): LedgerChange {
  return { key: `hold:${reason}`, kind: 'hold', renderId: null, heldMicros: amount(micros), settledMicros: 0 };
}

/** The provider billed `costMicros`: the whole hold returns and the cost is spent, also where it exceeds the hold. */
export function settleChange(render: RenderHold, costMicros: Micros): LedgerChange {
  return {
    key: `settle:${render.id}`,
    kind: 'settle',
    renderId: render.id,
    heldMicros: returned(render.holdMicros),
    settledMicros: amount(costMicros),
  };
}

/** The render ended without a bill: the whole hold returns. */
export function releaseChange(render: RenderHold): LedgerChange {
  return { key: `release:${render.id}`, kind: 'release', renderId: render.id, heldMicros: returned(render.holdMicros), settledMicros: 0 };
}

/** Held money of variants that will never be sent returns. `reason` is unique for what it gives back. */
export function releaseUnsentChange(reason: string, micros: Micros): LedgerChange {
  return { key: `release:${reason}`, kind: 'release', renderId: null, heldMicros: returned(micros), settledMicros: 0 };
}

/** The balance after a list of changes; a key that came before changes nothing, as in the ledger. */
export function balanceOf(changes: Iterable<LedgerChange>): Balance {
  const booked = new Set<string>();
  const balance: Balance = { heldMicros: 0, settledMicros: 0 };
  for (const change of changes) {
    if (booked.has(change.key)) continue;
    booked.add(change.key);
    balance.heldMicros += change.heldMicros;
    balance.settledMicros += change.settledMicros;
  }
  return balance;
}

function amount(micros: Micros): Micros {
  if (!Number.isSafeInteger(micros) || micros < 0) throw new RangeError(`${micros} is no amount in whole micros`);
  return micros;
}

/** Minus the amount, never minus zero. */
function returned(micros: Micros): Micros {
  return 0 - amount(micros);
}
