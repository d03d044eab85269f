import type { Actor } from '../access/actor.ts';
import type { Deps } from '../deps.ts';
import { findActor, insertMember } from './identity.store.ts';

/** The workspace and the person of an installation without accounts. The ids are fixed, so that every process means the same rows. */
const LOCAL: Actor = {
  userId: 'usr_00000000000000000000000001',
  name: 'You',
  workspaceId: 'wsp_00000000000000000000000001',
  workspaceName: 'Local workspace',
  edition: 'enterprise',
  role: 'admin',
};

/** Makes the local workspace and its administrator stand. Runs at every start; repeating it changes nothing. */
export async function seedIdentity(deps: Pick<Deps, 'db'>): Promise<Actor> {
  await deps.db.transaction().execute((trx) => insertMember(trx, LOCAL));
  return await getLocalActor(deps);
}

/** The administrator of the local workspace as the rows have it now. Throws where nothing was seeded. */
export async function getLocalActor(deps: Pick<Deps, 'db'>): Promise<Actor> {
  const actor = await findActor(deps.db, LOCAL);
  if (!actor) throw new Error('the local workspace is not seeded');
  return actor;
}
