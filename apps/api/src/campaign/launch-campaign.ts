import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow, PlanSummary } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { admit } from '../ledger/admit.ts';
import { takeRenders } from '../policy/take-renders.ts';
import { checkStep } from './campaign.rules.ts';
import { checkPlan } from './check-plan.ts';
import { getCampaign, lockCampaign, patchCampaign } from './campaign.store.ts';
import { admitRows } from './expand-campaign.ts';
import { withIdempotency } from './idempotency.ts';

export interface LaunchCampaignInput {
  campaignId: string;
  /** The plan the person saw. */
  planHash: string;
  idempotencyKey: string;
}

/** Variants that are claimable when the mutation answers; the job admits the rest. */
const ADMITTED_AT_ONCE = 1_000;

/**
 * Sets a planned campaign running: reserves the money of the whole plan, queues its first variants and rings for the rest, in one transaction.
 * Throws NotAllowed, NotFound, WrongStatus, PlanStale, NothingToRender, NotPriced, OverEntitlement,
 * QuotaExceeded, BudgetExceeded, IdempotencyKeyReused, InputInvalid.
 */
export async function launchCampaign(deps: Deps, actor: Actor, input: LaunchCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.launch');
  const { campaignId, planHash, idempotencyKey: key } = input;
  await deps.db.transaction().execute((trx) =>
    withIdempotency(trx, { workspaceId: actor.workspaceId, mutation: 'launchCampaign', key, input: [campaignId, planHash] }, async () => {
      const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
      const status = checkStep('launch', campaign.status);
      const plan = await checkPlan(trx, actor, campaign, { planHash, moderator: deps.moderator?.name ?? null });
      const running = await patchCampaign(trx, campaign.num, { status, launched_at: sql<Date>`dailies_now()` });
      const money = reserveOf(plan);
      const renders = (plan.verdicts.ok ?? 0) + plan.reused.count;
      await takeRenders(trx, { workspaceId: actor.workspaceId, campaignNum: campaign.num, renders, key: `launch:${campaign.id}` });
      const payer = { workspaceId: actor.workspaceId, userId: actor.userId, campaign };
      await admit(trx, deps, { ...payer, ...money, reason: `launch:${campaign.id}` });
      const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num, subject: campaign.id, actorId: actor.userId };
      await recordEvents(trx, [
        { ...about, kind: 'campaign.launched', facts: { planHash, variants: renders, heldMicros: money.reserveMicros } },
      ]);
      const admitted = await admitRows(trx, deps, running, ADMITTED_AT_ONCE);
      if (admitted.admitted_count < admitted.variant_count)
        await deps.queue.enqueue(trx, 'expandCampaign', { campaignId }, { key: campaignId });
      await deps.queue.enqueue(trx, 'recordPrompts', { campaignId }, { key: campaignId });
      return { campaignId };
    }),
  );
  deps.events.ring();
  return getCampaign(deps.db, actor.workspaceId, campaignId);
}

/** What a launch reserves, and what of it its cells speak for: the rest is there for renders that must be paid twice. */
function reserveOf(plan: PlanSummary): { reserveMicros: Micros; cellsMicros: Micros } {
  return { reserveMicros: Math.max(plan.estimateMicros, plan.highMicros), cellsMicros: plan.estimateMicros };
}
