import type { Micros, OrphanKind } from '@dailies/schema';
import type { Generated, Selectable } from 'kysely';

/** A video the provider lists and no render of ours has: kept until a person deletes it there. */
export interface OrphansTable {
  id: string;
  endpoint_id: string;
  /** The provider's id of it. */
  operation_id: string;
  kind: OrphanKind;
  /** Who may see it: the campaign's workspace, else the one that runs the house. */
  workspace_id: string;
  /** The campaign that counts the loss: one of its renders asked for the same. */
  campaign_num: number | null;
  /** The latest render that asked for the same. */
  render_id: string | null;
  /** What the list says of it; null where it leaves a field out. */
  model: string | null;
  prompt: string | null;
  seconds: number | null;
  size: string | null;
  /** As last listed. */
  state: 'pending' | 'succeeded' | 'failed' | 'expired' | 'unknown';
  /** What it costs when it is billed; 0 for a stranger's, and where that money was counted as spent before. */
  price_micros: Micros;
  /** When that was booked as a loss: once the provider is seen to have made it, or nobody can tell any more. */
  booked_at: Date | null;
  /** When the provider made it, by its own clock. */
  made_at: Date | null;
  found_at: Generated<Date>;
  deleted_at: Date | null;
  deleted_by: string | null;
}
export type OrphanRow = Selectable<OrphansTable>;
