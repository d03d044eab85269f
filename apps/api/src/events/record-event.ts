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
  await trx
    .insertInto('events')
    .values(
      events.map((event) => ({
        workspace_id: event.workspaceId,
        campaign_num: event.campaignNum,
        kind: event.kind,
        subject: event.subject,
        facts: JSON.stringify(event.facts ?? {}),
        actor_id: event.actorId ?? null,
      })),
    )
    .execute();
}
