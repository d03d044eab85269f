import type { Edition } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { WorkspaceRow } from '../db/tables/workspaces.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { getWorkspaceLocked, updateEdition } from './identity.store.ts';

/**
 * Gives the workspace an edition. Its limits hold from the next plan, launch and send on; what is with a provider goes on. A start of the
 * installation leaves it as it is. Throws NotAllowed.
 */
export async function setEdition(deps: Deps, actor: Actor, input: { edition: Edition }): Promise<WorkspaceRow> {
  allow(actor, 'workspace.write');
  const { edition } = input;
  const workspace = await deps.db.transaction().execute(async (trx) => {
    const was = await getWorkspaceLocked(trx, actor.workspaceId);
    const facts = { was: was.edition, edition };
    await recordEvents(trx, [
      { workspaceId: was.id, campaignNum: null, kind: 'workspace.changed', subject: was.id, facts, actorId: actor.userId },
    ]);
    return updateEdition(trx, was.id, edition);
  });
  deps.events.ring();
  return workspace;
}
