import { formatMicros, type Micros, RETIREMENT_TOLD_DAYS } from '@dailies/schema';
import { isPriceStale } from '../catalog/price.rules.ts';

/** What a person should know before launching; nothing of it blocks a plan by itself. */
export const PLAN_WARNINGS = ['model_retiring', 'price_stale', 'repeated_cells', 'over_quota', 'over_budget'] as const;

export interface PlanWarning {
  code: (typeof PLAN_WARNINGS)[number];
  message: string;
  /** Cells it is about. */
  cells: number;
}

/** A column that renders, as the catalogue dates it; dates are YYYY-MM-DD. */
export interface DatedColumn {
  model: string;
  retiresOn: string | null;
  priceCheckedOn: string | null;
  cells: number;
}

const DAY_MS = 86_400_000;

/** Warnings of a plan's columns: one a model that retires soon, one a model whose price is old. `today` is YYYY-MM-DD. */
export function columnWarnings(columns: readonly DatedColumn[], today: string): PlanWarning[] {
  const daysTo = (date: string) => (Date.parse(date) - Date.parse(today)) / DAY_MS;
  const warnings: PlanWarning[] = [];
  for (const [model, of] of Map.groupBy(
    columns.filter((one) => one.cells > 0),
    (one) => one.model,
  )) {
    const retiring = of.find(({ retiresOn }) => retiresOn !== null && daysTo(retiresOn) <= RETIREMENT_TOLD_DAYS);
    if (retiring) {
      const message = `${model} retires on ${retiring.retiresOn}. What is not rendered by then will not be: launch soon, or choose another model.`;
      warnings.push({ code: 'model_retiring', message, cells: cellsOf(of) });
    }
    const stale = of.filter(({ priceCheckedOn }) => priceCheckedOn !== null && isPriceStale(priceCheckedOn, today));
    const oldest = stale.map((one) => one.priceCheckedOn!).sort()[0];
    if (oldest !== undefined) {
      const message = `The price of ${model} was last checked on ${oldest}. Compare it with the provider's list before a large launch.`;
      warnings.push({ code: 'price_stale', message, cells: cellsOf(stale) });
    }
  }
  return warnings;
}

/** Cells of one plan that ask for the same thing. */
export function repeatWarning(twins: number): PlanWarning[] {
  if (twins === 0) return [];
  const cells = `${twins.toLocaleString('en-US')} ${twins === 1 ? 'cell repeats another and shares its' : 'cells repeat others and share their'}`;
  const message = `${cells} clip. For different takes of the same words, switch reuse off, or change a word.`;
  return [{ code: 'repeated_cells', message, cells: twins }];
}

/** What a launch would be refused for today. Renders; null: no quota. */
export function quotaWarning(quota: { limit: number; used: number } | null, wanted: number, planName: string): PlanWarning[] {
  if (quota === null || quota.used + wanted <= quota.limit) return [];
  const { limit, used } = quota;
  const message = `${planName}: ${limit} renders a day. ${used} used today, this plan asks for ${wanted}. Leave out cells, or launch after midnight UTC.`;
  return [{ code: 'over_quota', message, cells: Math.min(wanted, used + wanted - limit) }];
}

/** A budget that has no room for what a launch would reserve. */
export function budgetWarning(
  budgets: readonly { limitMicros: Micros; committedMicros: Micros }[],
  reserveMicros: Micros,
  cells: number,
): PlanWarning[] {
  const rooms = budgets.map((budget) => Math.max(0, budget.limitMicros - budget.committedMicros));
  const room = Math.min(...rooms);
  if (rooms.length === 0 || reserveMicros <= room) return [];
  const message = `A launch reserves ${formatMicros(reserveMicros)}; ${formatMicros(room)} of the budget is left. Leave out cells, or ask for more.`;
  return [{ code: 'over_budget', message, cells }];
}

function cellsOf(columns: readonly DatedColumn[]): number {
  return columns.reduce((sum, one) => sum + one.cells, 0);
}
