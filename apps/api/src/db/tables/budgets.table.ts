import type { AdmissionKind, BudgetPeriod, BudgetScope, Micros } from '@dailies/schema';
import type { ColumnType, Generated, Selectable } from 'kysely';

/** What may be spent by whom in a day, a month, or (of a campaign) in all. */
export interface BudgetsTable {
  id: string;
  workspace_id: string;
  scope: BudgetScope;
  user_id: string | null;
  campaign_num: number | null;
  period: BudgetPeriod;
  limit_micros: Micros;
  /** Percent of the limit, each told once a period. */
  thresholds: number[];
  created_by: string;
  created_at: Generated<Date>;
  changed_at: ColumnType<Date, Date | undefined>;
}
export type BudgetRow = Selectable<BudgetsTable>;

/** One threshold of one period that was told. */
export interface BudgetAlertsTable {
  budget_id: string;
  /** YYYY-MM-DD. */
  starts_on: string;
  percent: number;
  at: Generated<Date>;
}

/** Money a campaign was given on a day, less what it gave back: all that a budget counts. */
export interface AdmissionsTable {
  id: Generated<number>;
  workspace_id: string;
  /** Both null for a loss of no campaign. */
  user_id: string | null;
  campaign_num: number | null;
  kind: AdmissionKind;
  reason: string;
  micros: Micros;
  returned_micros: Generated<Micros>;
  /** YYYY-MM-DD, UTC. */
  day: Generated<string>;
  at: Generated<Date>;
}
