import { type Insertable, sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { ReferenceImageRow, ReferenceImagesTable } from '../db/tables/library.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';

/** Reference images of a workspace by id, archived ones too: campaigns go on with them. */
export async function listReferencesByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<ReferenceImageRow[]> {
  if (ids.length === 0) return [];
  return db.selectFrom('reference_images').selectAll().where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute();
}

export async function findReference(db: Db, workspaceId: string, id: string): Promise<ReferenceImageRow | null> {
  return (await listReferencesByIds(db, workspaceId, [id]))[0] ?? null;
}

/** What can be chosen, newest first; ids grow with time, so the id is the sort key. */
export async function listReferences(db: Db, workspaceId: string, page: KeysetPage): Promise<ReferenceImageRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]].map((key) => (key === undefined ? null : String(key)));
  return db
    .selectFrom('reference_images')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('archived_at', 'is', null)
    .$if(after !== null, (select) => select.where('id', '<', after!))
    .$if(before !== null, (select) => select.where('id', '>', before!))
    .orderBy('id', page.inverted ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
}

/** Writes a reference image; the same bytes again answer the row that stands, brought back from the archive under the new name and role. */
export async function upsertReference(trx: Trx, reference: Insertable<ReferenceImagesTable>): Promise<ReferenceImageRow> {
  return trx
    .insertInto('reference_images')
    .values(reference)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'sha256']).doUpdateSet({ name: reference.name, role: reference.role, archived_at: null }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Hides a reference image; null where the workspace has none of this id. Repeating it changes nothing. */
export async function archiveReferenceRow(trx: Trx, workspaceId: string, id: string): Promise<ReferenceImageRow | null> {
  const row = await trx
    .updateTable('reference_images')
    .set({ archived_at: sql<Date>`coalesce(archived_at, dailies_now())` })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** A file in the upload folder, as the workspace sent it. */
export async function findUploadedFile(db: Db, workspaceId: string, uploadId: string): Promise<{ path: string; file_name: string } | null> {
  const row = await db
    .selectFrom('uploads')
    .select(['path', 'file_name'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', uploadId)
    .executeTakeFirst();
  return row ?? null;
}
