import type { Edition, Micros, ReuseStatus, Tier } from '@dailies/schema';
import type { Generated, Selectable } from 'kysely';

/** What an edition may do; null is no limit. */
export interface EntitlementsTable {
  edition: Edition;
  tiers: Tier[];
  seconds_max: number | null;
  /** Width x height of one clip. */
  pixels_max: number | null;
  renders_per_day: number | null;
  renders_in_flight: number | null;
  retention_days: number | null;
}
export type EntitlementRow = Selectable<EntitlementsTable>;

/** Renders a workspace asked for on a day (YYYY-MM-DD, UTC), as signed changes: their sum is what it used. */
export interface QuotaUsesTable {
  id: Generated<number>;
  workspace_id: string;
  day: string;
  campaign_num: number;
  renders: number;
  key: string;
}

/** A variant that shares another variant's render: it follows until that one ends, then it is served its clip. */
export interface ReusesTable {
  campaign_num: number;
  variant_index: number;
  status: ReuseStatus;
  source_render_id: string;
  saved_micros: Micros;
  created_at: Generated<Date>;
  served_at: Date | null;
}

/** A cell the plan expects to reuse: an earlier render, or the twin in the same plan that is rendered for both. */
export interface PlannedReusesTable {
  campaign_num: number;
  index: number;
  source_render_id: string | null;
  twin_of: number | null;
}
