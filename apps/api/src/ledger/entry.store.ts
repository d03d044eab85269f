import type { Db } from '../db/database.ts';
import type { LedgerEntryRow } from '../db/tables/ledger-entries.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';

/** A campaign's entries, newest first; the sort key is `id`. */
export async function listEntries(db: Db, campaignNum: number, page: KeysetPage): Promise<LedgerEntryRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]].map((key) => (key === undefined ? null : Number(key)));
  return db
    .selectFrom('ledger_entries')
    .selectAll()
    .where('campaign_num', '=', campaignNum)
    .$if(after !== null, (select) => select.where('id', '<', after!))
    .$if(before !== null, (select) => select.where('id', '>', before!))
    .orderBy('id', page.inverted ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
}
