import type { LedgerKind, Micros } from '@dailies/schema';
import type { Generated, Selectable } from 'kysely';

/** Append only; a balance is the sum of the signed changes. */
export interface LedgerEntriesTable {
  id: Generated<number>;
  key: string;
  workspace_id: string;
  /** Null for a loss that belongs to no campaign. */
  campaign_num: number | null;
  render_id: string | null;
  kind: LedgerKind;
  held_micros: Micros;
  settled_micros: Micros;
  /** The change of what is held and no cell speaks for. */
  spare_micros: Micros;
  note: string | null;
  actor_id: string | null;
  at: Generated<Date>;
}
export type LedgerEntryRow = Selectable<LedgerEntriesTable>;

/** A campaign's balance, kept as entries are booked: the sum over its shards. */
export interface LedgerBalancesTable {
  /** 0 gathers what belongs to no campaign. */
  campaign_num: number;
  shard: number;
  held_micros: Micros;
  settled_micros: Micros;
  spare_micros: Micros;
}
