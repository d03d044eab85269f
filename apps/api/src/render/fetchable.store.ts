import { sql } from 'kysely';
import { isFetchable } from '../campaign/fetchable.ts';
import type { Trx } from '../db/database.ts';

/** Which failed variants of a campaign: all of them, or those of some causes, indexes or renders. */
export interface FetchSelection {
  failureCodes?: readonly string[] | null;
  indexes?: readonly number[] | null;
  renderIds?: readonly string[] | null;
}

/** The latest renders of failed variants that are paid and may still be offered by their provider. */
export async function listFetchable(
  trx: Trx,
  campaignNum: number,
  { failureCodes = null, indexes = null, renderIds = null }: FetchSelection,
): Promise<{ id: string; status: 'failed' | 'expired' }[]> {
  const { rows } = await sql<{ id: string; status: 'failed' | 'expired' }>`
    select r.id, r.status from variants v join renders r on r.id = v.render_id
    where v.campaign_num = ${campaignNum} and v.phase = 'failed' and ${isFetchable}
      and (${failureCodes}::text[] is null or r.failure_code = any(${failureCodes}::text[]))
      and (${indexes}::int[] is null or v.index = any(${indexes}::int[]))
      and (${renderIds}::text[] is null or r.id = any(${renderIds}::text[]))
    order by v.index`.execute(trx);
  return rows;
}
