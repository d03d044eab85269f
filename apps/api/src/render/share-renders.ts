import { type Micros, variantId } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { newId } from '../lib/new-id.ts';
import { followRenders, listSharing, stepDownWaiting } from './reuse.store.ts';

/** A variant that a claim took. */
interface Claimed {
  campaign_num: number;
  campaign_id: string;
  workspace_id: string;
  index: number;
  /** Attempts begun before. */
  attempt: number;
}

/** A render that is to be made: its id, its attempt, what is asked for, and whether identical requests follow it. */
export interface OwnIntent extends Claimed {
  id: string;
  request_hash: Buffer;
  leads: true | null;
}

/** What is to be rendered of a claim, and whether some of the rest can be served at once: ring `serveReuses` then, last of all. */
interface SharedClaim {
  own: OwnIntent[];
  isServable: boolean;
}

type Following = Claimed & { source: string; saved_micros: Micros };

/**
 * Of claimed variants, locked by the caller, those that need a render of their own. The others share: the workspace asked for exactly this before,
 * and its render is live, or stored within the window. They follow that render (queued, taken up) until `serveReuses` hands them its clip or
 * sends them back to the queue. Of identical requests in one claim the first is rendered and the rest follow it; the unique index on leaders
 * holds across claims. The caller inserts the answered renders in the same transaction.
 */
export async function shareRenders(trx: Trx, deps: Pick<Deps, 'clock'>, claimed: readonly Claimed[]): Promise<SharedClaim> {
  if (claimed.length === 0) return { own: [], isServable: false };
  const nowMs = deps.clock.now().getTime();
  const intents = claimed.map((one) => ({ ...one, id: newId('render', nowMs), attempt: one.attempt + 1 }));
  const sharing = new Map((await listSharing(trx, intents)).map((one) => [one.id, one]));
  const leaders = new Map<string, string>();
  const own: OwnIntent[] = [];
  const following: Following[] = [];
  for (const intent of intents) {
    const { request_hash, may_share, source, price_micros } = sharing.get(intent.id)!;
    const name = request_hash.toString('hex');
    const shared = may_share ? (source ?? leaders.get(name)) : null;
    if (shared) {
      following.push({ ...intent, source: shared, saved_micros: price_micros });
      continue;
    }
    if (may_share) leaders.set(name, intent.id);
    own.push({ ...intent, request_hash, leads: may_share ? true : null });
  }
  if (following.length > 0) await follow(trx, following);
  const led = own.filter((one) => one.leads);
  if (led.length > 0) await stepDownWaiting(trx, led);
  return { own, isServable: [...sharing.values()].some((one) => one.is_stored) };
}

async function follow(trx: Trx, following: readonly Following[]): Promise<void> {
  await followRenders(trx, following);
  await recordEvents(
    trx,
    following.map((one) => ({
      workspaceId: one.workspace_id,
      campaignNum: one.campaign_num,
      kind: 'variant.follows',
      subject: variantId(one.campaign_id, one.index),
      facts: { index: one.index, source: one.source },
    })),
  );
}
