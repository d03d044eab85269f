import type { OrphanKind } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import type { KeysetPage } from '../graphql/connection.ts';

export interface OrphanFilter {
  kinds?: readonly OrphanKind[] | null | undefined;
  /** Those that a person has deleted too. */
  withDeleted?: boolean | null | undefined;
  /** Those alone. */
  onlyDeleted?: boolean | null | undefined;
}

const orphansOf = (db: Db, workspaceId: string, { kinds, withDeleted, onlyDeleted }: OrphanFilter) =>
  db
    .selectFrom('orphans')
    .where('workspace_id', '=', workspaceId)
    .$if((kinds ?? []).length > 0, (select) => select.where('kind', 'in', [...kinds!]))
    .$if(onlyDeleted === true, (select) => select.where('deleted_at', 'is not', null))
    .$if(withDeleted !== true && onlyDeleted !== true, (select) => select.where('deleted_at', 'is', null));

/** Newest first; ids grow with time. */
export async function listOrphans(db: Db, workspaceId: string, filter: OrphanFilter, page: KeysetPage): Promise<OrphanRow[]> {
  const [after, before] = [page.after?.[0], page.before?.[0]];
  return await orphansOf(db, workspaceId, filter)
    .selectAll()
    .$if(after !== undefined, (select) => select.where('id', '<', String(after)))
    .$if(before !== undefined, (select) => select.where('id', '>', String(before)))
    .orderBy('id', page.inverted ? 'asc' : 'desc')
    .limit(page.limit)
    .execute();
}

/** How many there are, and what was booked as lost for them. Micros. */
export async function sumOrphans(db: Db, workspaceId: string, filter: OrphanFilter): Promise<{ count: number; lossMicros: number }> {
  return await orphansOf(db, workspaceId, filter)
    .select([
      sql<number>`count(*)::int`.as('count'),
      sql<number>`coalesce(sum(price_micros) filter (where booked_at is not null), 0)::bigint`.as('lossMicros'),
    ])
    .executeTakeFirstOrThrow();
}

export async function listOrphansByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<OrphanRow[]> {
  return await db.selectFrom('orphans').selectAll().where('workspace_id', '=', workspaceId).where('id', 'in', ids).execute();
}
