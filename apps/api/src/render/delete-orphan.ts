import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { NotFound } from '../lib/refusal.ts';
import { settleOrphan } from './keep-orphan.ts';
import { listOrphansByIds } from './orphan-page.store.ts';
import { OrphanNotDeleted } from './refusals.ts';

/**
 * Removes an orphan at the provider; its row stays, with who did it. One that still rendered counts as billed. Already gone there is done.
 * Throws NotAllowed, NotFound, OrphanNotDeleted.
 */
export async function deleteOrphan(deps: Deps, actor: Actor, input: { orphanId: string }): Promise<OrphanRow> {
  allow(actor, 'render.decide');
  const { orphanId } = input;
  const orphan = await getOrphan(deps, actor, orphanId);
  if (orphan.deleted_at !== null) return orphan;
  if (orphan.kind === 'stranger') {
    throw new OrphanNotDeleted(
      'This video is older than this installation and may be somebody else’s. Delete it in the provider’s own console.',
    );
  }
  await removeThere(deps, orphan);
  if (orphan.state === 'pending') await settleOrphan(deps, orphanId, 'unknown');
  await deps.db.transaction().execute(async (trx) => {
    const deleted = await trx
      .updateTable('orphans')
      .set({ deleted_at: sql<Date>`dailies_now()`, deleted_by: actor.userId })
      .where('id', '=', orphanId)
      .where('deleted_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!deleted) return;
    const { workspace_id: workspaceId, campaign_num: campaignNum, endpoint_id: endpointId, operation_id: operationId } = orphan;
    const facts = { endpointId, operationId };
    await recordEvents(trx, [{ workspaceId, campaignNum, kind: 'orphan.deleted', subject: orphanId, facts, actorId: actor.userId }]);
  });
  deps.log.info({ event: 'orphan.deleted', orphanId, actorId: actor.userId });
  deps.events.ring();
  return getOrphan(deps, actor, orphanId);
}

async function getOrphan(deps: Deps, actor: Actor, orphanId: string): Promise<OrphanRow> {
  const [orphan] = await listOrphansByIds(deps.db, actor.workspaceId, [orphanId]);
  if (!orphan) throw new NotFound('orphan');
  return orphan;
}

async function removeThere(deps: Deps, orphan: OrphanRow): Promise<void> {
  const provider = await deps.providers.get(orphan.endpoint_id);
  const outcome = await provider.remove(orphan.operation_id);
  if (outcome.kind === 'removed') return;
  if (outcome.kind === 'unsupported') {
    throw new OrphanNotDeleted('This provider has no way to delete a video. It keeps it until it expires there.');
  }
  deps.log.warn({ event: 'orphan.not_deleted', orphanId: orphan.id, note: outcome.note });
  throw new OrphanNotDeleted(
    orphan.state === 'pending'
      ? 'The provider did not delete this video, which still renders. Try again when it is finished.'
      : 'The provider did not delete this video. Try again in a minute.',
  );
}
