import type { LedgerKind, Micros } from '@dailies/schema';

/** One signed change of a campaign's balance. `key` forbids booking it twice. */
export interface LedgerChange {
  key: string;
  kind: LedgerKind;
  renderId: string | null;
  heldMicros: Micros;
  settledMicros: Micros;
  /** Of the change of what is held: the part that no cell speaks for. */
  spareMicros: Micros;
}

/**
 * `heldMicros` is all that is reserved for what is still to come; `spareMicros` the part of it that no cell speaks for. Held and settled
 * together change only when a budget is asked, when a reserve is closed, and by what nobody can refuse (an overrun, an adjustment).
 */
export interface Balance {
  heldMicros: Micros;
  settledMicros: Micros;
  spareMicros: Micros;
}

interface RenderHold {
  id: string;
  holdMicros: Micros;
}

/**
 * Money that was asked for, before anything is sent: `cellsMicros` are spoken for by cells at once, the rest is spare; cells that need more
 * than was asked take it from what was spare. `reason` is unique for what it pays, e.g. `launch:<campaignId>`.
 */
export function reserveChange(reason: string, money: { askedMicros: Micros; cellsMicros: Micros }): LedgerChange {
  const askedMicros = amount(money.askedMicros);
  return change(`hold:${reason}`, 'hold', null, { heldMicros: askedMicros, spareMicros: askedMicros - amount(money.cellsMicros) });
}

/** A cell takes its money from what is spare. `reason` is unique for what it pays. */
export function carveChange(reason: string, micros: Micros): LedgerChange {
  return change(`hold:${reason}`, 'hold', null, { spareMicros: 0 - amount(micros) });
}

/** A video of a render that was given up is adopted by a new one: the cell takes its money a second time. */
export function adoptionHoldChange(render: RenderHold): LedgerChange {
  return carveChange(`adopt:${render.id}`, render.holdMicros);
}

/** The provider billed `costMicros`: they are spent, and the rest of the hold is spare; a cost above the hold is taken from what was spare. */
export function settleChange(render: RenderHold, costMicros: Micros): LedgerChange {
  const spent = amount(costMicros);
  const spareMicros = amount(render.holdMicros) - spent;
  return change(`settle:${render.id}`, 'settle', render.id, { heldMicros: 0 - spent, settledMicros: spent, spareMicros });
}

/** The render ended without a bill: its hold is spare. */
export function releaseChange(render: RenderHold): LedgerChange {
  return change(`release:${render.id}`, 'release', render.id, { spareMicros: amount(render.holdMicros) });
}

/** Held money of variants that will not be sent is spare. `reason` is unique for what it gives back. */
export function releaseUnsentChange(reason: string, micros: Micros): LedgerChange {
  return change(`release:${reason}`, 'release', null, { spareMicros: amount(micros) });
}

/** What is spare goes back to the budgets. */
export function closeChange(reason: string, micros: Micros): LedgerChange {
  return change(`release:${reason}`, 'release', null, { heldMicros: 0 - amount(micros), spareMicros: 0 - micros });
}

/** The provider billed something that no cell held money for: it is spent from what is spare. */
export function lossChange(reason: string, micros: Micros): LedgerChange {
  const spent = amount(micros);
  return change(`settle:${reason}`, 'settle', null, { heldMicros: 0 - spent, settledMicros: spent, spareMicros: 0 - spent });
}

/** The same of no campaign: nothing was reserved that it could be taken from. */
export function strayLossChange(reason: string, micros: Micros): LedgerChange {
  return change(`settle:${reason}`, 'settle', null, { settledMicros: amount(micros) });
}

/** A person corrects what was spent, up or down. */
export function adjustChange(reason: string, micros: Micros): LedgerChange {
  amount(Math.abs(micros));
  return change(`adjust:${reason}`, 'adjust', null, { settledMicros: micros });
}

/** The balance after a list of changes; a key that came before changes nothing, as in the ledger. */
export function balanceOf(changes: Iterable<LedgerChange>): Balance {
  const booked = new Set<string>();
  const balance: Balance = { heldMicros: 0, settledMicros: 0, spareMicros: 0 };
  for (const one of changes) {
    if (booked.has(one.key)) continue;
    booked.add(one.key);
    balance.heldMicros += one.heldMicros;
    balance.settledMicros += one.settledMicros;
    balance.spareMicros += one.spareMicros;
  }
  return balance;
}

/** Whether changes booked together may leave less than nothing spare. */
export function drawsOnSpare(changes: readonly LedgerChange[]): boolean {
  return changes.reduce((sum, one) => sum + one.spareMicros, 0) < 0;
}

function change(key: string, kind: LedgerKind, renderId: string | null, money: Partial<Balance>): LedgerChange {
  return { key, kind, renderId, heldMicros: 0, settledMicros: 0, spareMicros: 0, ...money };
}

function amount(micros: Micros): Micros {
  if (!Number.isSafeInteger(micros) || micros < 0) throw new RangeError(`${micros} is no amount in whole micros`);
  return micros;
}
