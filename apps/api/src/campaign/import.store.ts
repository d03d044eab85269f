import { type Insertable, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { ImportRow, ImportsTable, UploadRow } from '../db/tables/imports.table.ts';

/** Four tries of ten minutes, and their rests. */
const IMPORT_STALLED_MINUTES = 60;
/** Long enough to import an upload again after a refusal was mended elsewhere. */
const UPLOAD_KEPT_HOURS = 24;

export async function insertImport(trx: Trx, row: Insertable<ImportsTable>): Promise<ImportRow> {
  return trx.insertInto('imports').values(row).returningAll().executeTakeFirstOrThrow();
}

export async function hasQueuedImport(db: Db, campaignNum: number): Promise<boolean> {
  const query = db.selectFrom('imports').select('id').where('campaign_num', '=', campaignNum).where('status', '=', 'queued');
  return (await query.limit(1).executeTakeFirst()) !== undefined;
}

/** A queued import under its row lock; null when it ended already or is gone. */
export async function lockQueuedImport(trx: Trx, id: string): Promise<ImportRow | null> {
  const row = await trx
    .selectFrom('imports')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Moves a queued import to its end; one that ended already stays. */
export async function endImport(
  trx: Trx,
  id: string,
  end: { status: 'done'; rowCount: number } | { status: 'refused'; refusal: NonNullable<ImportRow['refusal']> },
): Promise<ImportRow | null> {
  const row = await trx
    .updateTable('imports')
    .set({
      status: end.status,
      row_count: end.status === 'done' ? end.rowCount : null,
      refusal: end.status === 'refused' ? JSON.stringify(end.refusal) : null,
      ended_at: sql<Date>`dailies_now()`,
    })
    .where('id', '=', id)
    .where('status', '=', 'queued')
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Imports that nobody works on although they wait longer than any job is tried. */
export async function listStalledImports(db: Db): Promise<{ id: string }[]> {
  const { rows } = await sql<{ id: string }>`
    select id from imports where status = 'queued' and created_at < dailies_now() - make_interval(mins => ${IMPORT_STALLED_MINUTES})
    for update skip locked`.execute(db);
  return rows;
}

/** Removes the rows of uploads that are older than a day and that no import waits for; answers where their files lie. */
export async function deleteOldUploads(db: Db): Promise<{ path: string }[]> {
  const { rows } = await sql<{ path: string }>`
    delete from uploads u
    where created_at < dailies_now() - make_interval(hours => ${UPLOAD_KEPT_HOURS})
      and not exists (select from imports i where i.upload_id = u.id and i.status = 'queued')
    returning path`.execute(db);
  return rows;
}

/** The newest import of each campaign. */
export async function listLatestImports(db: Db, campaignNums: readonly number[]): Promise<Map<number, ImportRow>> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .distinctOn('campaign_num')
    .where('campaign_num', 'in', campaignNums)
    .orderBy('campaign_num')
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.campaign_num, row]));
}

export async function findUpload(db: Db, workspaceId: string, id: string): Promise<UploadRow | null> {
  const row = await db.selectFrom('uploads').selectAll().where('id', '=', id).where('workspace_id', '=', workspaceId).executeTakeFirst();
  return row ?? null;
}
