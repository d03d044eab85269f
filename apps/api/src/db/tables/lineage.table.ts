import type { Slots } from '@dailies/schema';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** Cells a person liked best. */
export interface WinnersTable {
  campaign_num: number;
  variant_index: number;
  chosen_by: string;
  chosen_at: Generated<Date>;
}

/** Which cell a prompt of a promoted or varied campaign was made from. */
export interface LineageTable {
  campaign_num: number;
  prompt_n: number;
  source_num: number;
  source_index: number;
}

/** What a workspace asked for, once for each wording. */
export interface PromptHistoryTable {
  workspace_id: string;
  sha256: Buffer;
  text: string;
  slots: JSONColumnType<Slots>;
  first_used_at: Date;
  last_used_at: Date;
}
export type PromptHistoryRow = Selectable<PromptHistoryTable>;

/** One prompt of one launched campaign. */
export interface PromptUsesTable {
  workspace_id: string;
  sha256: Buffer;
  campaign_num: number;
  prompt_n: number;
}
