import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { ReferenceImageRow } from '../db/tables/library.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { NotFound } from '../lib/refusal.ts';
import { archiveReferenceRow } from './reference.store.ts';

/**
 * Takes a reference image out of the library. Campaigns that use it keep it, and its bytes stay in the bucket for them. Throws NotAllowed and
 * NotFound.
 */
export async function archiveReference(deps: Deps, actor: Actor, input: { referenceId: string }): Promise<ReferenceImageRow> {
  allow(actor, 'library.write');
  const reference = await deps.db.transaction().execute(async (trx) => {
    const row = await archiveReferenceRow(trx, actor.workspaceId, input.referenceId);
    if (!row) throw new NotFound('reference image');
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: null, kind: 'reference.archived', subject: row.id, actorId: actor.userId },
    ]);
    return row;
  });
  deps.events.ring();
  return reference;
}
