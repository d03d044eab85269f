import type { OrphanKind } from '@dailies/schema';
import { getCampaignKey } from '../campaign/campaign.store.ts';
import { coverOverrun } from '../campaign/cover-overrun.ts';
import type { Trx } from '../db/database.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { bookLoss } from '../ledger/book-loss.ts';
import { newId } from '../lib/new-id.ts';
import type { Operation } from '../providers/provider.ts';
import { billableSeconds, isBilled } from './orphan.rules.ts';
import type { KnownRender } from './orphan-evidence.store.ts';
import { hasOrphan, insertOrphan, moveOrphan, readHouseWorkspace, readListPrice } from './orphan.store.ts';

/** A listed video that is none of our renders', and what it is. */
export interface FoundOrphan {
  operation: Operation;
  as: OrphanKind;
  /** Our latest render that asked for the same: its campaign counts the loss. */
  known: KnownRender | undefined;
}

/**
 * Keeps a video that no render of ours has: its row, the loss and the alert commit together. What still renders is booked when its end is known.
 * The same video is kept once. A stranger's is listed only.
 */
export async function keepOrphan(deps: Deps, endpointId: string, found: FoundOrphan): Promise<void> {
  const kept = await deps.db.transaction().execute(async (trx) => {
    const orphan = await insertOrphan(trx, await rowOf(trx, deps, endpointId, found));
    if (!orphan || orphan.kind === 'stranger') return null;
    const { id, kind, workspace_id: workspaceId, campaign_num: campaignNum, render_id: renderId, operation_id: operationId } = orphan;
    const facts = { kind, endpointId, operationId, priceMicros: orphan.price_micros, renderId };
    await recordEvents(trx, [{ workspaceId, campaignNum, kind: 'orphan.found', subject: id, facts }]);
    if (isBilled(orphan.state)) await bookOrphan(trx, orphan);
    return orphan;
  });
  if (kept) deps.log.error({ event: 'orphan.found', orphanId: kept.id, kind: kept.kind, endpointId, operationId: kept.operation_id });
}

/** The end of a kept orphan became known, or will not be known any more: what was billed is booked now. Repeating it changes nothing. */
export async function settleOrphan(deps: Deps, orphanId: string, state: OrphanRow['state']): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const orphan = await moveOrphan(trx, orphanId, { from: 'pending', to: state });
    if (orphan && isBilled(orphan.state)) await bookOrphan(trx, orphan);
  });
}

async function rowOf(trx: Trx, deps: Deps, endpointId: string, { operation, as: kind, known }: FoundOrphan) {
  const { model, prompt, size, createdAt, state } = operation;
  const seconds = billableSeconds(operation.seconds);
  const owner = kind === 'duplicate' ? known : undefined;
  const isPaid = owner?.isPaid === true && !(await hasOrphan(trx, owner.renderId));
  const priceMicros = kind === 'stranger' || isPaid ? 0 : (owner?.priceMicros ?? (await readListPrice(trx, endpointId, operation)));
  return {
    id: newId('orphan', deps.clock.now().getTime()),
    endpoint_id: endpointId,
    operation_id: operation.id,
    kind,
    workspace_id: owner?.campaign.workspaceId ?? (await readHouseWorkspace(trx)),
    campaign_num: owner?.campaign.num ?? null,
    render_id: owner?.renderId ?? null,
    model,
    prompt,
    seconds: seconds === null ? null : Math.round(seconds),
    size,
    state: state.kind,
    price_micros: priceMicros,
    made_at: createdAt,
  };
}

/** A duplicate's price is taken from what its campaign has to spare; beyond that the campaign pauses and asks. */
async function bookOrphan(trx: Trx, orphan: OrphanRow): Promise<void> {
  if (orphan.price_micros === 0) return;
  const { workspace_id: workspaceId, campaign_num: campaignNum } = orphan;
  const note = campaignNum === null ? 'a video that no render asked for' : 'a second video of a request of this campaign';
  const reason = `orphan:${orphan.endpoint_id}:${orphan.operation_id}`;
  const isNew = await bookLoss(trx, { workspaceId, campaignNum, reason, micros: orphan.price_micros, note });
  if (isNew && campaignNum !== null) await coverOverrun(trx, await getCampaignKey(trx, campaignNum));
}
