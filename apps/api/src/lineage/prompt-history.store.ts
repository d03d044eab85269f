import type { Slots } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { PromptHistoryRow } from '../db/tables/lineage.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';
import { firstIndexOf, lastIndexOf } from './lineage.store.ts';

export interface PromptUse {
  n: number;
  sha256: Buffer;
  slots: Slots;
  text: string;
}

/** A wording of the history; `used_ms` is its sort key, with the hash. */
export type PromptHistoryEntry = PromptHistoryRow & { used_ms: number };

/** Remembers prompts of one launched campaign; what stands already keeps its first use. */
export async function recordUses(
  db: Db,
  launch: { num: number; workspaceId: string; at: Date },
  uses: readonly PromptUse[],
): Promise<void> {
  const first = [...new Map(uses.map((use) => [use.sha256.toString('hex'), use])).values()];
  await sql`
    with known as (
      insert into prompt_history as kept (workspace_id, sha256, text, slots, first_used_at, last_used_at)
      select ${launch.workspaceId}, sha256, text, slots, ${launch.at}, ${launch.at}
      from unnest(
        ${first.map((use) => use.sha256)}::bytea[], ${first.map((use) => use.text)}::text[],
        ${first.map((use) => JSON.stringify(use.slots))}::jsonb[]
      ) as use (sha256, text, slots)
      order by sha256
      on conflict (workspace_id, sha256) do update set
        first_used_at = least(kept.first_used_at, excluded.first_used_at), last_used_at = greatest(kept.last_used_at, excluded.last_used_at)
      returning sha256
    )
    insert into prompt_uses (workspace_id, sha256, campaign_num, prompt_n)
    select ${launch.workspaceId}, known.sha256, ${launch.num}, use.n
    from unnest(${uses.map((use) => use.sha256)}::bytea[], ${uses.map((use) => use.n)}::int[]) as use (sha256, n)
    join known on known.sha256 = use.sha256
    on conflict do nothing`.execute(db);
}

const USED_MS = sql<number>`(extract(epoch from date_trunc('milliseconds', h.last_used_at)) * 1000)::bigint`;

/** What a workspace asked for, last used first. The sort keys are `used_ms` and the hash in hex. */
export async function listPromptHistory(db: Db, workspaceId: string, search: string, page: KeysetPage): Promise<PromptHistoryEntry[]> {
  const keys = sql`(${USED_MS}, encode(h.sha256, 'hex'))`;
  const order = page.inverted ? sql`asc` : sql`desc`;
  const conditions = [sql`h.workspace_id = ${workspaceId}`];
  if (search !== '') conditions.push(sql`h.text ilike ${`%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`}`);
  if (page.after) conditions.push(sql`${keys} < (${sql.join(page.after)})`);
  if (page.before) conditions.push(sql`${keys} > (${sql.join(page.before)})`);
  const { rows } = await sql<PromptHistoryEntry>`
    select h.*, ${USED_MS} as used_ms from prompt_history h
    where ${sql.join(conditions, sql` and `)}
    order by used_ms ${order}, encode(h.sha256, 'hex') ${order} limit ${page.limit}`.execute(db);
  return rows;
}

/** What became of a wording in all campaigns it was used in. */
export interface PromptRecord {
  hash: string;
  campaigns: number;
  cells: number;
  ready: number;
  failed: number;
  winners: number;
  /** The latest stored clip made from it. */
  clipId: string | null;
}

export async function listPromptRecords(db: Db, workspaceId: string, hashes: readonly string[]): Promise<PromptRecord[]> {
  const { rows } = await sql<PromptRecord>`
    select encode(u.sha256, 'hex') as hash, count(distinct u.campaign_num)::int as campaigns, count(v.index)::int as cells,
      count(*) filter (where v.phase = 'ready')::int as ready, count(*) filter (where v.phase = 'failed')::int as failed,
      count(w.variant_index)::int as winners, (array_agg(v.clip_id order by v.changed_at desc) filter (where v.clip_id is not null))[1] as "clipId"
    from prompt_uses u
    join campaigns k on k.num = u.campaign_num
    join variants v on v.campaign_num = k.num and v.index between ${firstIndexOf('u')} and ${lastIndexOf('u')}
      and v.phase not in ('excluded', 'blocked')
    left join winners w on w.campaign_num = v.campaign_num and w.variant_index = v.index
    where u.workspace_id = ${workspaceId} and u.sha256 = any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])
    group by u.sha256`.execute(db);
  return rows;
}

/** Where a wording was last used. */
export async function listLatestUses(
  db: Db,
  workspaceId: string,
  hashes: readonly string[],
): Promise<{ hash: string; campaignId: string; promptN: number }[]> {
  const { rows } = await sql<{ hash: string; campaignId: string; promptN: number }>`
    select distinct on (u.sha256) encode(u.sha256, 'hex') as hash, k.id as "campaignId", u.prompt_n as "promptN"
    from prompt_uses u join campaigns k on k.num = u.campaign_num
    where u.workspace_id = ${workspaceId} and u.sha256 = any(${hashes.map((hash) => Buffer.from(hash, 'hex'))}::bytea[])
    order by u.sha256, u.campaign_num desc, u.prompt_n`.execute(db);
  return rows;
}
