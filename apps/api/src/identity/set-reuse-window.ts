import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { WorkspaceRow } from '../db/tables/workspaces.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid } from '../lib/refusal.ts';

/** A year. */
const REUSE_WINDOW_HOURS_MAX = 8_760;

/**
 * Says for how many hours a finished render may serve the same request of the workspace again; 0 switches reuse off. What follows a render already goes
 * on following. Throws NotAllowed, InputInvalid.
 */
export async function setReuseWindow(deps: Deps, actor: Actor, input: { hours: number }): Promise<WorkspaceRow> {
  allow(actor, 'workspace.write');
  const { hours } = input;
  if (hours < 0 || hours > REUSE_WINDOW_HOURS_MAX) {
    throw new InputInvalid('hours', `The window is 0 (never) to ${REUSE_WINDOW_HOURS_MAX.toLocaleString('en-US')} hours.`);
  }
  const workspace = await deps.db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('workspaces')
      .set({ reuse_window_hours: hours })
      .where('id', '=', actor.workspaceId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordEvents(trx, [
      {
        workspaceId: row.id,
        campaignNum: null,
        kind: 'workspace.changed',
        subject: row.id,
        facts: { reuseWindowHours: hours },
        actorId: actor.userId,
      },
    ]);
    return row;
  });
  deps.events.ring();
  return workspace;
}
