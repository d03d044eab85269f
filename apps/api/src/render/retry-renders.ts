import { readToday } from '../catalog/read-today.ts';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { admitAgain } from '../ledger/admit.ts';
import { newId } from '../lib/new-id.ts';
import { takeRenders } from '../policy/take-renders.ts';
import { checkStep } from '../campaign/campaign.rules.ts';
import { getCampaign, keyOf, lockCampaign, patchCampaign } from '../campaign/campaign.store.ts';
import { wakeEndpoints } from '../campaign/expand-campaign.ts';
import { withIdempotency } from '../campaign/idempotency.ts';
import { NothingToRender } from '../campaign/refusals.ts';
import { indexesOf } from '../campaign/variant-indexes.ts';
import { requeueFailed } from '../campaign/variant-ranges.store.ts';
import { fetchAgain } from './fetch-again.ts';

export interface RetryRendersInput {
  campaignId: string;
  /** Only failures of these causes; absent: of any. */
  failureCodes?: readonly string[] | null | undefined;
  /** Only these variants; absent: any. */
  variantIds?: readonly string[] | null | undefined;
  /** Renders anew also what is paid and may still be offered. */
  renderAnew?: boolean | null | undefined;
  idempotencyKey: string;
}

/**
 * Tries failed variants again, in one transaction. What is paid and may still be offered by its provider is asked for and fetched again, at no
 * cost; the others go back to the queue with the same parameters: their money comes from what the campaign has to spare, and the budgets are
 * asked for the rest. A completed campaign runs again. Throws NotAllowed, NotFound, WrongStatus, NothingToRender,
 * QuotaExceeded, BudgetExceeded, IdempotencyKeyReused, InputInvalid.
 */
export async function retryRenders(
  deps: Deps,
  actor: Actor,
  input: RetryRendersInput,
): Promise<{ campaign: CampaignRow; retried: number; fetchedAgain: number }> {
  allow(actor, 'campaign.launch');
  const { campaignId, idempotencyKey: key } = input;
  const failureCodes = input.failureCodes?.length ? [...new Set(input.failureCodes)].sort() : null;
  const indexes = input.variantIds?.length ? indexesOf(campaignId, input.variantIds) : null;

  const renderAnew = input.renderAnew === true;

  const { retried, fetchedAgain } = await deps.db.transaction().execute((trx) =>
    withIdempotency(
      trx,
      {
        workspaceId: actor.workspaceId,
        mutation: 'retryRenders',
        key,
        input: [campaignId, failureCodes, indexes, ...(renderAnew ? [renderAnew] : [])],
      },
      async () => {
        const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
        const status = checkStep('retry', campaign.status);
        const chosen = { failureCodes, indexes };
        const queued = await requeueFailed(trx, keyOf(campaign), { ...chosen, today: await readToday(trx), renderAnew });
        const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num, actorId: actor.userId };
        const reason = `retry:${newId('job', deps.clock.now().getTime())}`;
        let askedMicros = 0;
        if (queued.count > 0) {
          await takeRenders(trx, { workspaceId: actor.workspaceId, campaignNum: campaign.num, renders: queued.count, key: reason });
          askedMicros = await admitAgain(trx, deps, { ...actor, campaign, reason, cellsMicros: queued.micros });
        }
        const fetched = renderAnew ? 0 : await fetchAgain(trx, deps, keyOf(campaign), chosen);
        if (queued.count === 0 && fetched === 0) {
          throw new NothingToRender(
            'None of these renders can be tried again: they did not fail, are being tried already, or their model is retired.',
          );
        }
        if (campaign.status === 'completed') {
          await patchCampaign(trx, campaign.num, { status, completed_at: null });
          await recordEvents(trx, [{ ...about, kind: 'campaign.reopened', subject: campaign.id }]);
        }
        const facts = { retried: queued.count, fetchedAgain: fetched, heldMicros: queued.micros, askedMicros, failureCodes };
        await recordEvents(trx, [{ ...about, kind: 'variants.queued', subject: campaign.id, facts }]);
        if (queued.count > 0) await wakeEndpoints(trx, deps, campaign.num);
        return { retried: queued.count, fetchedAgain: fetched };
      },
    ),
  );
  deps.events.ring();
  return { campaign: await getCampaign(deps.db, actor.workspaceId, campaignId), retried, fetchedAgain };
}
