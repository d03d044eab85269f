import type { BudgetPeriod, BudgetScope } from '@dailies/schema';

interface Owned {
  scope: Uppercase<BudgetScope>;
  user?: { name: string } | null;
  campaign?: { name: string } | null;
}

/** Whose budget it is, as a heading. */
export function ownerOf({ scope, user, campaign }: Owned): string {
  return { WORKSPACE: 'The whole team', USER: user?.name ?? 'A person', CAMPAIGN: campaign?.name ?? 'A campaign' }[scope];
}

/** How long it counts, behind an amount: `$120.00 a month`. */
export const PERIOD_WORDS: Record<Uppercase<BudgetPeriod>, string> = { DAY: 'a day', MONTH: 'a month', TOTAL: 'in all' };
