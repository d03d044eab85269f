import { readToday } from '../catalog/read-today.ts';
import type { Db } from '../db/database.ts';
import type { CampaignRow, PlanSummary } from '../db/tables/campaigns.table.ts';
import { readBudgetsOf } from '../ledger/budget.store.ts';
import { getEntitlement, readUsedToday } from '../policy/entitlement.store.ts';
import { planName } from '../policy/entitlements.rules.ts';
import { budgetWarning, columnWarnings, type DatedColumn, type PlanWarning, quotaWarning, repeatWarning } from './plan-warnings.rules.ts';

/** What is worth knowing before this plan is launched by this person, as of now. */
export async function readPlanWarnings(db: Db, campaign: CampaignRow & { plan: PlanSummary }, userId: string): Promise<PlanWarning[]> {
  const { plan, num, workspace_id: workspaceId } = campaign;
  const wanted = (plan.verdicts.ok ?? 0) + plan.reused.count;
  const columns = await listDatedColumns(db, num, plan);
  const { twins } = await db
    .selectFrom('planned_reuses')
    .select((eb) => eb.fn.count<number>('index').as('twins'))
    .where('campaign_num', '=', num)
    .where('twin_of', 'is not', null)
    .executeTakeFirstOrThrow();
  const warnings = [...columnWarnings(columns, await readToday(db)), ...repeatWarning(twins)];
  if (campaign.status !== 'planned') return warnings;
  const { edition, renders_per_day: limit } = await getEntitlement(db, workspaceId);
  const quota = limit === null ? null : { limit, used: (await readUsedToday(db, workspaceId)).used };
  const budgets = await readBudgetsOf(db, { workspaceId, userId, campaignNum: num });
  return [...warnings, ...quotaWarning(quota, wanted, planName(edition)), ...budgetWarning(budgets, plan.highMicros, wanted)];
}

async function listDatedColumns(db: Db, campaignNum: number, plan: PlanSummary): Promise<DatedColumn[]> {
  const rows = await db
    .selectFrom('offers as o')
    .innerJoin('models as m', 'm.id', 'o.model_id')
    .leftJoin('prices as p', 'p.id', 'o.price_id')
    .where('o.campaign_num', '=', campaignNum)
    .orderBy('o.n')
    .select(['o.n', 'm.name', 'm.retires_on', 'p.checked_on'])
    .execute();
  return rows.map((row) => ({
    model: row.name,
    retiresOn: row.retires_on,
    priceCheckedOn: row.checked_on,
    cells: plan.columnRenders[row.n] ?? 0,
  }));
}
