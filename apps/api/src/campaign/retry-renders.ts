import { readToday } from '../catalog/read-today.ts';
import { parseVariantId } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { admitAgain } from '../ledger/admit.ts';
import { newId } from '../lib/new-id.ts';
import { NotFound } from '../lib/refusal.ts';
import { takeRenders } from '../policy/take-renders.ts';
import { checkStep } from './campaign.rules.ts';
import { getCampaign, keyOf, lockCampaign, patchCampaign } from './campaign.store.ts';
import { wakeEndpoints } from './expand-campaign.ts';
import { withIdempotency } from './idempotency.ts';
import { NothingToRender } from './refusals.ts';
import { requeueFailed } from './variant-ranges.store.ts';

export interface RetryRendersInput {
  campaignId: string;
  /** Only failures of these causes; absent: of any. */
  failureCodes?: readonly string[] | null | undefined;
  /** Only these variants; absent: any. */
  variantIds?: readonly string[] | null | undefined;
  idempotencyKey: string;
}

/**
 * Sends failed variants back to the queue with the same parameters, in one transaction; their money comes from what the campaign has to spare,
 * and the budgets are asked for the rest. A completed campaign runs again. Throws NotAllowed, NotFound, WrongStatus, NothingToRender,
 * QuotaExceeded, BudgetExceeded, IdempotencyKeyReused, InputInvalid.
 */
export async function retryRenders(
  deps: Deps,
  actor: Actor,
  input: RetryRendersInput,
): Promise<{ campaign: CampaignRow; retried: number }> {
  allow(actor, 'campaign.launch');
  const { campaignId, idempotencyKey: key } = input;
  const failureCodes = input.failureCodes?.length ? [...new Set(input.failureCodes)].sort() : null;
  const indexes = input.variantIds?.length ? indexesOf(campaignId, input.variantIds) : null;

  const { retried } = await deps.db.transaction().execute((trx) =>
    withIdempotency(
      trx,
      { workspaceId: actor.workspaceId, mutation: 'retryRenders', key, input: [campaignId, failureCodes, indexes] },
      async () => {
        const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
        const status = checkStep('retry', campaign.status);
        const queued = await requeueFailed(trx, keyOf(campaign), { failureCodes, indexes, today: await readToday(trx) });
        if (queued.count === 0) {
          throw new NothingToRender(
            'None of these renders can be tried again: they did not fail, are being tried already, or their model is retired.',
          );
        }
        const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num, actorId: actor.userId };
        const reason = `retry:${newId('job', deps.clock.now().getTime())}`;
        const taken = { workspaceId: actor.workspaceId, campaignNum: campaign.num, renders: queued.count, key: reason };
        await takeRenders(trx, taken);
        const askedMicros = await admitAgain(trx, deps, { ...actor, campaign, reason, cellsMicros: queued.micros });
        if (campaign.status === 'completed') {
          await patchCampaign(trx, campaign.num, { status, completed_at: null });
          await recordEvents(trx, [{ ...about, kind: 'campaign.reopened', subject: campaign.id }]);
        }
        const facts = { retried: queued.count, heldMicros: queued.micros, askedMicros, failureCodes };
        await recordEvents(trx, [{ ...about, kind: 'variants.queued', subject: campaign.id, facts }]);
        await wakeEndpoints(trx, deps, campaign.num);
        return { retried: queued.count };
      },
    ),
  );
  deps.events.ring();
  return { campaign: await getCampaign(deps.db, actor.workspaceId, campaignId), retried };
}

/** The indexes of variants of one campaign. Throws NotFound for any other id. */
export function indexesOf(campaignId: string, variantIds: readonly string[]): number[] {
  const indexes = variantIds.map((id) => {
    const variant = parseVariantId(id);
    if (variant?.campaignId !== campaignId) throw new NotFound('cell');
    return variant.index;
  });
  return [...new Set(indexes)].sort((a, b) => a - b);
}
