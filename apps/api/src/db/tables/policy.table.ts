import type { RuleCode } from '@dailies/schema/lint';
import type { Generated, Selectable } from 'kysely';

/** A text that one rule kept from being rendered, on one day (UTC). */
export interface PolicyRejectionsTable {
  workspace_id: string;
  day: string;
  campaign_num: number;
  rule: RuleCode;
  prompt_sha256: Buffer;
  /** Its place among the campaign's prompts. */
  prompt_n: number;
  pack_version: string;
  user_id: string;
  /** How often it was planned that day. */
  times: Generated<number>;
  at: Generated<Date>;
}
export type PolicyRejectionRow = Selectable<PolicyRejectionsTable>;

/** A day on which far more was rejected than usual. */
export interface PolicySpikesTable {
  workspace_id: string;
  day: string;
  rejections: number;
  usual: number;
  at: Generated<Date>;
}
