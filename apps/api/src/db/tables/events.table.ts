import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface EventsTable {
  id: Generated<number>;
  /** Dense, in commit order, given by the sequencer after commit; null until then. */
  seq: number | null;
  workspace_id: string;
  campaign_num: number | null;
  kind: string;
  /** The public id of what changed. */
  subject: string;
  facts: JSONColumnType<Record<string, unknown>>;
  actor_id: string | null;
  at: Generated<Date>;
}
export type EventRow = Selectable<EventsTable>;

export interface EventSequenceTable {
  single: Generated<boolean>;
  last_seq: number;
}
