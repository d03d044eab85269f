import type { Trx } from '../db/database.ts';
import { quotaResetsAt } from './entitlements.rules.ts';
import { getEntitlement, insertReturn, insertUse, lockQuota, type QuotaUse, readUsedToday } from './entitlement.store.ts';
import { QuotaExceeded } from './refusals.ts';

/**
 * Counts renders that are about to be queued against the workspace's day. Where its edition has a quota, it is locked first, so
 * that launches at the same time never exceed it together. Call it under the campaign's row, before any budget. Throws QuotaExceeded.
 */
export async function takeRenders(trx: Trx, use: QuotaUse): Promise<void> {
  const { edition, renders_per_day: limit } = await getEntitlement(trx, use.workspaceId);
  if (limit !== null) {
    await lockQuota(trx, use.workspaceId);
    const { used, now } = await readUsedToday(trx, use.workspaceId);
    if (used + use.renders > limit) {
      throw new QuotaExceeded(edition, { limit, used, wanted: use.renders, resetsAt: quotaResetsAt(now) });
    }
  }
  await insertUse(trx, use);
}

/** Gives back what was counted and was never sent. Takes no lock: a return that commits a moment later only frees. */
export async function returnRenders(trx: Trx, use: QuotaUse): Promise<void> {
  if (use.renders > 0) await insertReturn(trx, use);
}
