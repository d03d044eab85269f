import type { Db } from '../db/database.ts';
import type { EventRow } from '../db/tables/events.table.ts';
import type { Event, EventKind } from './topics.ts';

export interface EventQuery {
  /** Only events behind this cursor; 0 reads from the beginning. */
  afterSeq: number;
  limit: number;
  upToSeq?: number;
  workspaceId?: string;
  campaignNums?: readonly number[];
}

/** The next events behind a cursor, oldest first. Whoever reads on from the last `seq` misses none and gets none twice. */
export async function readEvents(db: Db, query: EventQuery): Promise<Event[]> {
  const rows = await db
    .selectFrom('events')
    .select(['seq', 'workspace_id', 'campaign_num', 'kind', 'subject', 'facts', 'at'])
    .where('seq', '>', query.afterSeq)
    .$if(query.upToSeq !== undefined, (select) => select.where('seq', '<=', query.upToSeq ?? 0))
    .$if(query.workspaceId !== undefined, (select) => select.where('workspace_id', '=', query.workspaceId ?? ''))
    .$if(query.campaignNums !== undefined, (select) => select.where('campaign_num', 'in', [...(query.campaignNums ?? [])]))
    .orderBy('seq')
    .limit(query.limit)
    .execute();
  return rows.map(toEvent);
}

/** The newest numbered event; 0 before the first. */
export async function readLastSeq(db: Db): Promise<number> {
  const row = await db.selectFrom('event_sequence').select('last_seq').executeTakeFirstOrThrow();
  return row.last_seq;
}

function toEvent(row: Omit<EventRow, 'id' | 'actor_id'>): Event {
  return {
    seq: row.seq ?? 0,
    workspaceId: row.workspace_id,
    campaignNum: row.campaign_num,
    kind: row.kind as EventKind,
    subject: row.subject,
    facts: row.facts,
    at: row.at,
  };
}
