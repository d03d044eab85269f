import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { PromptRow } from '../db/tables/campaigns.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';
import type { PromptSource } from './compile-prompts.ts';

/** Prompts of one statement when they are read or written in bulk. */
export const PROMPT_BATCH = 500;

/** Writes prompts; answers the n of those whose key another prompt of the campaign has already, which are not written. */
export async function insertPrompts(trx: Trx, campaignNum: number, prompts: readonly PromptSource[]): Promise<number[]> {
  if (prompts.length === 0) return [];
  const { rows } = await sql<{ n: number }>`
    with given as (
      select * from unnest(
        ${prompts.map((one) => one.n)}::int[], ${prompts.map((one) => one.key)}::text[],
        ${prompts.map((one) => JSON.stringify(one.slots))}::jsonb[], ${prompts.map((one) => JSON.stringify(one.variables))}::jsonb[]
      ) as prompt(n, key, slots, variables)
    ), written as (
      insert into prompts (campaign_num, n, key, slots, variables)
      select ${campaignNum}, n, key, slots, variables from given on conflict (campaign_num, key) do nothing
      returning n
    )
    select n from given where n not in (select n from written) order by n`.execute(trx);
  return rows.map((row) => row.n);
}

/** Prompts by number, in order. */
export async function listPromptsByN(db: Db, campaignNum: number, ns: readonly number[]): Promise<PromptRow[]> {
  return db
    .selectFrom('prompts')
    .selectAll()
    .where('campaign_num', '=', campaignNum)
    .where('n', '=', sql<number>`any(${ns}::int[])`)
    .orderBy('n')
    .execute();
}

/** Gives prompts other slots and variables. */
export async function setPromptWords(trx: Trx, campaignNum: number, prompts: readonly Omit<PromptSource, 'key'>[]): Promise<void> {
  await sql`
    update prompts p set slots = given.slots, variables = given.variables
    from unnest(
      ${prompts.map((one) => one.n)}::int[], ${prompts.map((one) => JSON.stringify(one.slots))}::jsonb[],
      ${prompts.map((one) => JSON.stringify(one.variables))}::jsonb[]
    ) as given (n, slots, variables)
    where p.campaign_num = ${campaignNum} and p.n = given.n`.execute(trx);
}

/** Deletes a campaign's prompts, and with them which cells they were made from. */
export async function deletePrompts(trx: Trx, campaignNum: number): Promise<void> {
  await trx.deleteFrom('lineage').where('campaign_num', '=', campaignNum).execute();
  await trx.deleteFrom('prompts').where('campaign_num', '=', campaignNum).execute();
}

export async function countPrompts(db: Db, campaignNum: number): Promise<number> {
  return (await countPromptsOf(db, [campaignNum])).get(campaignNum) ?? 0;
}

export async function countPromptsOf(db: Db, campaignNums: readonly number[]): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('prompts')
    .select(['campaign_num', sql<number>`count(*)::int`.as('count')])
    .where('campaign_num', 'in', campaignNums)
    .groupBy('campaign_num')
    .execute();
  return new Map(rows.map((row) => [row.campaign_num, row.count]));
}

/** Every prompt in order, a batch at a time. */
export async function* promptBatches(db: Db, campaignNum: number): AsyncGenerator<PromptRow[]> {
  for (let after = -1; ;) {
    const batch = await promptsFrom(db, campaignNum, after);
    if (batch.length > 0) yield batch;
    if (batch.length < PROMPT_BATCH) return;
    after = batch.at(-1)!.n;
  }
}

/** One page in order of `n`, the sort key. */
export async function listPrompts(db: Db, campaignNum: number, page: KeysetPage): Promise<PromptRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]].map((key) => (key === undefined ? null : Number(key)));
  return db
    .selectFrom('prompts')
    .selectAll()
    .where('campaign_num', '=', campaignNum)
    .$if(after !== null, (select) => select.where('n', '>', after!))
    .$if(before !== null, (select) => select.where('n', '<', before!))
    .orderBy('n', page.inverted ? 'desc' : 'asc')
    .limit(page.limit)
    .execute();
}

function promptsFrom(db: Db, campaignNum: number, after: number): Promise<PromptRow[]> {
  return db
    .selectFrom('prompts')
    .selectAll()
    .where('campaign_num', '=', campaignNum)
    .where('n', '>', after)
    .orderBy('n')
    .limit(PROMPT_BATCH)
    .execute();
}
