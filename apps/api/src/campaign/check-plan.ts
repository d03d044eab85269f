import type { Actor } from '../access/actor.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow, PlanSummary } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { getEntitlement } from '../policy/entitlement.store.ts';
import { OverEntitlement } from '../policy/refusals.ts';
import { movedOffers, movedPresets, movedSince } from './plan.rules.ts';
import { listOffersOfPlan } from './plan.store.ts';
import { readChoices, todayOf } from './read-choices.ts';
import { NothingToRender, NotPriced, PlanStale, UnknownModel, UnknownPreset, UnknownSeconds, UnknownSize } from './refusals.ts';

/**
 * The plan that stands, when it is the one that was seen, still true today, and has something to render. Throws PlanStale, OverEntitlement,
 * NotPriced, NothingToRender.
 */
export async function checkPlan(
  trx: Trx,
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  campaign: CampaignRow,
  seenHash: string,
): Promise<PlanSummary> {
  const { plan, plan_hash: planHash } = campaign;
  if (!plan || planHash === null) throw new Error(`campaign ${campaign.id} is planned and has no plan`);
  const moved = [...movedSince(seenHash, planHash, plan), ...(await movedToday(trx, deps, actor, campaign, plan))];
  if (moved.length > 0) throw new PlanStale(moved);
  if ((plan.verdicts.ok ?? 0) + plan.reused.count > 0) return plan;
  if (plan.verdicts.over_entitlement) {
    const offers = await listOffersOfPlan(trx, campaign.num);
    const limits = offers.flatMap((offer) => (offer.verdict === 'over_entitlement' && offer.verdict_note ? [offer.verdict_note] : []));
    throw new OverEntitlement((await getEntitlement(trx, actor.workspaceId)).edition, [...new Set(limits)]);
  }
  if (plan.verdicts.unpriced) {
    throw new NotPriced(
      'None of these renders has a price, so nothing can be promised about the cost. Ask an administrator to enter the price.',
    );
  }
  throw new NothingToRender('Every cell of this campaign is excluded or blocked. Include a cell or choose another model, then plan again.');
}

/** What the catalogue and the library say today that the plan did not. */
async function movedToday(trx: Trx, deps: Pick<Deps, 'clock'>, actor: Actor, campaign: CampaignRow, plan: PlanSummary): Promise<string[]> {
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
