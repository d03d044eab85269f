import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Where the database's history stands. Of one history only `flushed` and `lastSeq` change, and they never go back. */
export interface HistoryPoint {
  /** The server's timeline: a standby that was promoted begins a new one. */
  timeline: string;
  /** The database itself: one that was dropped and restored is another. */
  database: string;
  /** Bytes of log that are safely on disk. */
  flushed: number;
  /** The number of the last event. */
  lastSeq: number;
}

/** Whether `now` can not be a later point of the history of `before`: rows that were committed then may be missing. */
export function hasBroken(before: HistoryPoint, now: HistoryPoint): boolean {
  return (
    now.timeline !== before.timeline || now.database !== before.database || now.flushed < before.flushed || now.lastSeq < before.lastSeq
  );
}

export async function readHistoryPoint(db: Db): Promise<HistoryPoint> {
  const { rows } = await sql<HistoryPoint>`
    select left(pg_walfile_name(pg_current_wal_flush_lsn()), 8) as timeline, d.oid::text as database,
      (pg_current_wal_flush_lsn() - '0/0')::float8 as flushed, s.last_seq as "lastSeq"
    from pg_database d, event_sequence s where d.datname = current_database()`.execute(db);
  return rows[0]!;
}
