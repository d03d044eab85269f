import type { RejectionRule } from '@dailies/schema/lint';
import type { Generated, Selectable } from 'kysely';

/** A text that one rule kept from being rendered, on one day (UTC). */
export interface PolicyRejectionsTable {
  workspace_id: string;
  day: string;
  campaign_num: number;
  rule: RejectionRule;
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

/** What the moderation service said of a text. */
export interface ModerationsTable {
  workspace_id: string;
  /** Its address and model. */
  moderator: string;
  prompt_sha256: Buffer;
  /** None: it lets the text pass. */
  categories: string[];
  at: Generated<Date>;
}

/** A day on which far more was rejected than usual. */
export interface PolicySpikesTable {
  workspace_id: string;
  day: string;
  rejections: number;
  usual: number;
  at: Generated<Date>;
}
