import { sql } from 'kysely';
import type { Trx } from '../db/database.ts';
import type { EventKind } from './topics.ts';

export interface NewEvent {
  workspaceId: string;
  campaignNum: number | null;
  kind: EventKind;
  /** The public id of what changed. */
  subject: string;
  facts?: Record<string, unknown>;
  actorId?: string;
}

/** Writes events in the transaction of what they tell; they become visible to readers, numbered, after it commits. */
export async function recordEvents(trx: Trx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  await sql`
    insert into events (workspace_id, campaign_num, kind, subject, facts, actor_id)
    select "workspaceId", "campaignNum", kind, subject, coalesce(facts, '{}'), "actorId"
    from json_to_recordset(${JSON.stringify(events)}::json)
      as event ("workspaceId" text, "campaignNum" integer, kind text, subject text, facts jsonb, "actorId" text)`.execute(trx);
}
