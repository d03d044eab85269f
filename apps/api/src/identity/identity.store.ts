import type { Edition } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import type { Db, Trx } from '../db/database.ts';
import type { UserRow, WorkspaceRow } from '../db/tables/workspaces.table.ts';

const MEMBERS_MAX = 1_000;

/** The member as an actor, or null when this person is not (or no longer) a member of that workspace. */
export async function findActor(db: Db, member: { userId: string; workspaceId: string }): Promise<Actor | null> {
  const row = await db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select(['users.id as userId', 'users.name', 'workspaces.id as workspaceId', 'workspaces.name as workspaceName'])
    .select(['workspaces.edition', 'members.role'])
    .where('members.user_id', '=', member.userId)
    .where('members.workspace_id', '=', member.workspaceId)
    .executeTakeFirst();
  return row ?? null;
}

/** People by id, as far as they are members of the workspace. */
export async function listUsersByIds(db: Db, workspaceId: string, ids: readonly string[]): Promise<UserRow[]> {
  return await db
    .selectFrom('users')
    .innerJoin('members', 'members.user_id', 'users.id')
    .selectAll('users')
    .where('members.workspace_id', '=', workspaceId)
    .where('users.id', 'in', ids)
    .execute();
}

/** Who belongs to a workspace, by name; 1,000 at most. */
export async function listMembers(db: Db, workspaceId: string): Promise<UserRow[]> {
  return await db
    .selectFrom('users')
    .innerJoin('members', 'members.user_id', 'users.id')
    .selectAll('users')
    .where('members.workspace_id', '=', workspaceId)
    .orderBy('users.name')
    .orderBy('users.id')
    .limit(MEMBERS_MAX)
    .execute();
}

export async function listWorkspacesByIds(db: Db, ids: readonly string[]): Promise<WorkspaceRow[]> {
  return await db.selectFrom('workspaces').selectAll().where('id', 'in', ids).execute();
}

/** A workspace, its row locked. */
export async function getWorkspaceLocked(trx: Trx, id: string): Promise<WorkspaceRow> {
  return await trx.selectFrom('workspaces').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirstOrThrow();
}

export async function updateEdition(trx: Trx, id: string, edition: Edition): Promise<WorkspaceRow> {
  return await trx.updateTable('workspaces').set({ edition }).where('id', '=', id).returningAll().executeTakeFirstOrThrow();
}

/** Writes a workspace, a person and the membership between them, each only where it is missing. */
export async function insertMember(trx: Trx, actor: Actor): Promise<void> {
  await trx
    .insertInto('workspaces')
    .values({ id: actor.workspaceId, name: actor.workspaceName, edition: actor.edition })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto('users')
    .values({ id: actor.userId, name: actor.name, email: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await trx
    .insertInto('members')
    .values({ workspace_id: actor.workspaceId, user_id: actor.userId, role: actor.role })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
