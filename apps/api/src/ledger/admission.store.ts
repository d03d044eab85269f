import type { AdmissionKind, Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';

/** Money counted by budgets on the day it is written. `reason` is unique for what it pays. */
export async function insertAdmission(
  trx: Trx,
  admission: {
    workspaceId: string;
    userId: string | null;
    campaignNum: number | null;
    kind: AdmissionKind;
    reason: string;
    micros: Micros;
  },
): Promise<void> {
  const { workspaceId, userId, campaignNum, ...said } = admission;
  await trx
    .insertInto('admissions')
    .values({ workspace_id: workspaceId, user_id: userId, campaign_num: campaignNum, ...said })
    .execute();
}

/**
 * Gives `micros` of a campaign back to the budgets that gave them: what was given last returns first. A correction was spent, not given: it
 * stays where it was counted.
 */
export async function returnAdmitted(trx: Trx, campaignNum: number, micros: Micros): Promise<void> {
  await sql`
    with given as (
      select id, micros - returned_micros as net, sum(micros - returned_micros) over (order by id desc) as up_to
      from admissions where campaign_num = ${campaignNum} and kind <> 'adjust' and micros > returned_micros
    )
    update admissions a set returned_micros = returned_micros + least(given.net, ${micros}::bigint - (given.up_to - given.net))
    from given where a.id = given.id and given.up_to - given.net < ${micros}::bigint`.execute(trx);
}

/** Whose money a campaign spends: who was last given some for it, or who made it. */
export async function readPayer(db: Db, campaignNum: number): Promise<string> {
  const { rows } = await sql<{ user_id: string }>`
    select coalesce(
      (select user_id from admissions where campaign_num = c.num and kind <> 'adjust' order by id desc limit 1), c.created_by) as user_id
    from campaigns c where c.num = ${campaignNum}`.execute(db);
  return rows[0]!.user_id;
}
