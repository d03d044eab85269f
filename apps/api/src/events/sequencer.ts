import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { runLoop, type Doorbell } from '../lib/run-loop.ts';
import type { EventKind } from './topics.ts';

/** NOTIFY on this channel says only: look. Its payload is the newest `seq`. */
export const EVENTS_CHANNEL = 'dailies_events';
/**
 * The right to number: an advisory lock whose key is a word that is nobody else's, until the transaction ends. Numbering touches the newest
 * rows of a large table whose statistics are always behind: it goes by index and by place, whatever the planner believes.
 */
const TAKE_TURN = sql<{ won: boolean }>`
  select pg_try_advisory_xact_lock(hashtext('dailies'), hashtext('events')) as won, set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('jit', 'off', true)`;
const BATCH = 5_000;

const BUSY_REST_MS = 50;
const IDLE_REST_MS = 250;
/** How many looks in vain until the loop rests longer. */
const LOOKS_UNTIL_IDLE = 40;

/** What an operator wants to read in the log as well: it is written once, when the event is numbered. */
const LOUD_KINDS = ['budget.threshold'] as const satisfies readonly EventKind[];

interface LoudEvent {
  kind: EventKind;
  workspaceId: string;
  subject: string;
  facts: Record<string, unknown>;
}

/**
 * Gives committed events without a number the next numbers, in order of id, and rings the doorbell; answers how many (at most
 * 5,000; 0 when there are none or another process is at it). Numbers are dense and never change: an event committed late gets a late number.
 */
export async function numberEvents(db: Db, log?: Log): Promise<number> {
  const found = await db.selectFrom('events').select('id').where('seq', 'is', null).limit(1).executeTakeFirst();
  if (!found) return 0;
  const { count, loud } = await db.transaction().execute(async (trx) => {
    const turn = await TAKE_TURN.execute(trx);
    if (!turn.rows[0]?.won) return { count: 0, loud: [] };
    // NOTE: the numbering is a statement of its own, so that its snapshot is younger than the lock.
    const numbered = await sql<{ count: number; loud: LoudEvent[] | null }>`
      with fresh as (
        select ctid as place, row_number() over (order by id) as n
        from (select ctid, id from events where seq is null order by id limit ${BATCH}) as unnumbered
      ), numbered as (
        update events set seq = last_seq + n from fresh, event_sequence where events.ctid = fresh.place
        returning seq, kind, workspace_id, subject, facts
      ), moved as (
        update event_sequence set last_seq = last_seq + (select count(*) from numbered) returning last_seq
      )
      select (select count(*) from numbered) as count, (
          select json_agg(json_build_object('kind', kind, 'workspaceId', workspace_id, 'subject', subject, 'facts', facts) order by seq)
          from numbered where kind = any(${LOUD_KINDS}::text[])
        ) as loud, pg_notify(${EVENTS_CHANNEL}, last_seq::text) from moved`.execute(trx);
    return { count: numbered.rows[0]?.count ?? 0, loud: numbered.rows[0]?.loud ?? [] };
  });
  for (const { kind, facts, ...about } of loud) log?.warn({ event: kind, ...about, ...facts });
  return count;
}

/**
 * Numbers events until `signal` aborts. Every process may run it; a lock lets one work at a time, and frees itself when that one
 * dies. It looks every 50 ms, after two seconds in vain every 250 ms, and at once when the doorbell rings after a rest.
 */
export async function runSequencer(options: { db: Db; clock: Clock; log: Log; doorbell: Doorbell; signal: AbortSignal }): Promise<void> {
  let inVain = 0;
  await runLoop({
    name: 'sequencer',
    backoffMs: BUSY_REST_MS,
    clock: options.clock,
    log: options.log,
    signal: options.signal,
    doorbell: options.doorbell,
    work: async (signal) => {
      const count = await numberEvents(options.db, options.log);
      inVain = count > 0 ? 0 : inVain + 1;
      if (count === BATCH) return 0;
      if (count === 0) return inVain < LOOKS_UNTIL_IDLE ? BUSY_REST_MS : IDLE_REST_MS;
      // A ring must not shorten this rest: it is what packs a burst of transactions into one NOTIFY.
      await options.clock.sleep(BUSY_REST_MS, signal);
      return 0;
    },
  });
}
