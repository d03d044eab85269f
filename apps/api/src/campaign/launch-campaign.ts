import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow, PlanSummary } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { admit } from '../ledger/admit.ts';
import { checkStep } from './campaign.rules.ts';
import { getCampaign, lockCampaign, patchCampaign } from './campaign.store.ts';
import { admitRows } from './expand-campaign.ts';
import { withIdempotency } from './idempotency.ts';
import { movedOffers, movedPresets, movedSince } from './plan.rules.ts';
import { listOffersOfPlan } from './plan.store.ts';
import { readChoices, todayOf } from './read-choices.ts';
import { NothingToRender, NotPriced, PlanStale, UnknownModel, UnknownPreset, UnknownSeconds, UnknownSize } from './refusals.ts';

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
 * Throws NotAllowed, NotFound, WrongStatus, PlanStale, NothingToRender, NotPriced, BudgetExceeded, IdempotencyKeyReused, InputInvalid.
 */
export async function launchCampaign(deps: Deps, actor: Actor, input: LaunchCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.launch');
  const { campaignId, planHash, idempotencyKey: key } = input;
  await deps.db.transaction().execute((trx) =>
    withIdempotency(trx, { workspaceId: actor.workspaceId, mutation: 'launchCampaign', key, input: [campaignId, planHash] }, async () => {
      const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
      const status = checkStep('launch', campaign.status);
      const plan = await checkPlan(trx, deps, actor, campaign, planHash);
      const running = await patchCampaign(trx, campaign.num, { status, launched_at: sql<Date>`dailies_now()` });
      const money = reserveOf(plan);
      const payer = { workspaceId: actor.workspaceId, userId: actor.userId, campaign };
      await admit(trx, deps, { ...payer, ...money, reason: `launch:${campaign.id}` });
      const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num, subject: campaign.id, actorId: actor.userId };
      await recordEvents(trx, [
        { ...about, kind: 'campaign.launched', facts: { planHash, variants: plan.verdicts.ok, heldMicros: money.reserveMicros } },
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

/** The plan that stands, when it is the one that was seen, still true today, and has something to render. */
async function checkPlan(trx: Trx, deps: Deps, actor: Actor, campaign: CampaignRow, seenHash: string): Promise<PlanSummary> {
  const { plan, plan_hash: planHash } = campaign;
  if (!plan || planHash === null) throw new Error(`campaign ${campaign.id} is planned and has no plan`);
  const moved = [...movedSince(seenHash, planHash, plan), ...(await movedToday(trx, deps, actor, campaign, plan))];
  if (moved.length > 0) throw new PlanStale(moved);
  if ((plan.verdicts.ok ?? 0) > 0) return plan;
  if (plan.verdicts.unpriced) {
    throw new NotPriced(
      'None of these renders has a price, so nothing can be promised about the cost. Ask an administrator to enter the price.',
    );
  }
  throw new NothingToRender('Every cell of this campaign is excluded or blocked. Include a cell or choose another model, then plan again.');
}

/** What the catalogue and the library say today that the plan did not. */
async function movedToday(trx: Trx, deps: Deps, actor: Actor, campaign: CampaignRow, plan: PlanSummary): Promise<string[]> {
  try {
    const choices = await readChoices(trx, actor.workspaceId, campaign.brief, todayOf(deps.clock));
    const planned = await listOffersOfPlan(trx, campaign.num);
    return [
      ...movedOffers(planned, choices.offers, choices.nameOfModel, plan.shape),
      ...movedPresets(plan.presets, choices.presets, plan.shape),
    ];
  } catch (error) {
    const isGone = [UnknownModel, UnknownSize, UnknownSeconds, UnknownPreset].some((refusal) => error instanceof refusal);
    if (isGone) return [(error as Error).message];
    throw error;
  }
}

/** What a launch reserves, and what of it its cells speak for: the rest is there for renders that must be paid twice. */
function reserveOf(plan: PlanSummary): { reserveMicros: Micros; cellsMicros: Micros } {
  return { reserveMicros: Math.max(plan.estimateMicros, plan.highMicros), cellsMicros: plan.estimateMicros };
}
