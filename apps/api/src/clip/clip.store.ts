import type { Db } from '../db/database.ts';
import type { ClipFileRow, ClipRow } from '../db/tables/clips.table.ts';

/** Clips of a workspace by id. */
export async function listClipsByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<ClipRow[]> {
  return await db.selectFrom('clips').selectAll().where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute();
}

/** Clips of a workspace by the render that made them. */
export async function listClipsByRenderIds(db: Db, workspaceId: string, renderIds: readonly string[]): Promise<ClipRow[]> {
  return await db.selectFrom('clips').selectAll().where('workspace_id', '=', workspaceId).where('render_id', 'in', renderIds).execute();
}

/** The files of clips, all kinds at once: a page asks for two or three of them anyway. */
export async function listFilesOfClips(db: Db, clipIds: readonly string[]): Promise<ClipFileRow[]> {
  return await db.selectFrom('clip_files').selectAll().where('clip_id', 'in', clipIds).execute();
}
