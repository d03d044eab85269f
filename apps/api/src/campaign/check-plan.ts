import { readToday } from '../catalog/read-today.ts';
import type { Actor } from '../access/actor.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow, MatrixShape, PlanSummary } from '../db/tables/campaigns.table.ts';
import { getEntitlement } from '../policy/entitlement.store.ts';
import { OverEntitlement } from '../policy/refusals.ts';
import { MOVED_EXAMPLES_MAX, type MovedCells, movedColumns, movedList, movedOffers, movedPresets, movedRows } from './moved-cells.rules.ts';
import { hashOfPolicy } from './plan.rules.ts';
import { readDifference } from './plan-snapshot.store.ts';
import { listCellLabels, listOffersOfPlan, listReplacedProviders } from './plan.store.ts';
import { listLostReuses } from './planned-reuse.store.ts';
import { readChoices } from './read-choices.ts';
import {
  NothingToRender,
  NotPriced,
  type PlanChange,
  PlanStale,
  UnknownModel,
  UnknownPreset,
  UnknownReference,
  UnknownSeconds,
  UnknownSize,
} from './refusals.ts';

const NEWER_RULES = 'prompts are judged by newer rules now';

/** The plan a person saw, and the moderation service that reads prompts today; null: none. */
export interface SeenPlan {
  planHash: string;
  moderator: string | null;
}

/**
 * The plan that stands, when it is the one that was seen, still true today, and has something to render. Throws PlanStale, OverEntitlement,
 * NotPriced, NothingToRender.
 */
export async function checkPlan(
  trx: Trx,
  actor: Actor,
  campaign: CampaignRow,
  { planHash: seenHash, moderator }: SeenPlan,
): Promise<PlanSummary> {
  const { plan, plan_hash: planHash } = campaign;
  if (!plan || planHash === null) throw new Error(`campaign ${campaign.id} is planned and has no plan`);
  const moved = [
    ...(seenHash === planHash ? [] : await movedSince(trx, campaign.num, seenHash, plan.shape)),
    ...(await movedToday(trx, actor, campaign, { plan, moderator })),
  ];
  if (moved.length > 0) throw new PlanStale(await withLabels(trx, campaign.num, plan.shape, moved));
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

/** What moved between the plan that was seen and the plan that stands. */
async function movedSince(trx: Trx, campaignNum: number, seenHash: string, shape: MatrixShape): Promise<MovedCells[]> {
  const difference = await readDifference(trx, campaignNum, seenHash, shape);
  const moved = difference
    ? [
        ...movedRows(difference.rows, shape),
        ...(difference.columns ? movedColumns(difference.columns.seen, difference.columns.now, shape) : []),
        ...(difference.hasOtherReference ? [{ message: 'the reference image changed', count: shape.variantCount, indexes: [] }] : []),
        ...movedList(difference.excluded, 'excluded now'),
        ...movedList(difference.included, 'not excluded any more'),
        ...movedList(difference.shared, 'expected to share a clip now'),
        ...movedList(difference.unshared, 'not expected to share a clip any more'),
      ]
    : [];
  if (moved.length > 0) return moved;
  return [{ message: 'the campaign was planned again since you looked at it', count: shape.variantCount, indexes: [] }];
}

/** What the catalogue, the library, the rules for prompts and earlier clips say today that the plan did not. */
async function movedToday(
  trx: Trx,
  actor: Actor,
  campaign: CampaignRow,
  { plan, moderator }: { plan: PlanSummary; moderator: string | null },
): Promise<MovedCells[]> {
  try {
    const choices = await readChoices(trx, actor.workspaceId, campaign.brief, await readToday(trx));
    const planned = await listOffersOfPlan(trx, campaign.num);
    const lost = await listLostReuses(trx, campaign.num, plan.shape);
    return [
      ...(await listReplacedProviders(trx, campaign.num)).map((name) => ({
        message: `${name} took the place of the provider that was planned for`,
        count: plan.shape.variantCount,
        indexes: [],
      })),
      ...movedOffers(planned, choices.offers, choices.nameOfModel, plan.shape),
      ...movedPresets(plan.presets, choices.presets, plan.shape),
      ...(plan.parts.policy === hashOfPolicy(campaign.brief, moderator)
        ? []
        : [{ message: NEWER_RULES, count: plan.shape.variantCount, indexes: [] }]),
      ...movedList({ count: lost.length, indexes: lost.slice(0, MOVED_EXAMPLES_MAX) }, 'not able to share a clip any more'),
    ];
  } catch (error) {
    const isGone = [UnknownModel, UnknownSize, UnknownSeconds, UnknownPreset, UnknownReference].some((refusal) => error instanceof refusal);
    if (isGone) return [{ message: (error as Error).message, count: plan.shape.variantCount, indexes: [] }];
    throw error;
  }
}

async function withLabels(trx: Trx, campaignNum: number, shape: MatrixShape, moved: readonly MovedCells[]): Promise<PlanChange[]> {
  const labels = await listCellLabels(trx, campaignNum, shape, [...new Set(moved.flatMap((one) => one.indexes))]);
  return moved.map(({ message, count, indexes }) => ({
    message,
    count,
    cells: indexes.flatMap((index) => {
      const label = labels.get(index);
      return label === undefined ? [] : [{ index, label }];
    }),
  }));
}
