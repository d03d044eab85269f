import { sql, type RawBuilder } from 'kysely';
import type { Trx } from '../db/database.ts';
import { CONNECTION_SHARD } from '../db/tally-shard.ts';
import type { LedgerChange } from './ledger.rules.ts';

export interface NewEntry extends LedgerChange {
  workspaceId: string;
  /** Null for a loss of no campaign. */
  campaignNum: number | null;
  note?: string;
  actorId?: string;
}

/**
 * Books changes and keeps the balances in step, in one statement. A key that is already booked is left alone, and so is a balance that stays
 * what it was: a cell that passes its money on to its next attempt locks nothing.
 * Answers the keys that are new. A caller that holds the campaign's row lock passes LOCK_HOLDERS_SHARD.
 */
export async function appendEntries(
  trx: Trx,
  entries: readonly NewEntry[],
  shard: RawBuilder<number> = CONNECTION_SHARD,
): Promise<Set<string>> {
  if (entries.length === 0) return new Set();
  const column = <Value>(read: (entry: NewEntry) => Value) => entries.map(read);
  const { rows } = await sql<{ key: string }>`
    with booked as (
      insert into ledger_entries (key, workspace_id, campaign_num, render_id, kind, held_micros, settled_micros, spare_micros, note, actor_id)
      select * from unnest(
        ${column((one) => one.key)}::text[], ${column((one) => one.workspaceId)}::text[], ${column((one) => one.campaignNum)}::int[],
        ${column((one) => one.renderId)}::text[], ${column((one) => one.kind)}::text[], ${column((one) => one.heldMicros)}::bigint[],
        ${column((one) => one.settledMicros)}::bigint[], ${column((one) => one.spareMicros)}::bigint[],
        ${column((one) => one.note ?? null)}::text[], ${column((one) => one.actorId ?? null)}::text[]
      ) as entry(key)
      order by entry.key
      on conflict (key) do nothing
      returning key, campaign_num, held_micros, settled_micros, spare_micros
    ), balanced as (
      insert into ledger_balances as kept (campaign_num, shard, held_micros, settled_micros, spare_micros)
      select coalesce(campaign_num, 0) as num, ${shard}, sum(held_micros), sum(settled_micros), sum(spare_micros)
      from booked group by num having (sum(held_micros), sum(settled_micros), sum(spare_micros)) <> (0, 0, 0) order by num
      on conflict (campaign_num, shard) do update set
        held_micros = kept.held_micros + excluded.held_micros,
        settled_micros = kept.settled_micros + excluded.settled_micros,
        spare_micros = kept.spare_micros + excluded.spare_micros
    )
    select key from booked`.execute(trx);
  return new Set(rows.map((row) => row.key));
}
