import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';

export interface SetModelRetirementInput {
  modelId: string;
  /** YYYY-MM-DD, the first day on which nothing new is sent to it; null: it goes on. */
  retiresOn: string | null;
}

/**
 * Says when a model retires: campaigns on it are warned when they are planned, refused from that day on, and paused if they are under way.
 * Throws NotAllowed, NotFound, InputInvalid for a day before the model began.
 */
export async function setModelRetirement(deps: Deps, actor: Actor, input: SetModelRetirementInput): Promise<ModelRow> {
  allow(actor, 'catalog.write');
  const model = await deps.db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('models').selectAll().where('id', '=', input.modelId).forNoKeyUpdate().executeTakeFirst();
    if (!row) throw new NotFound('model');
    if (input.retiresOn !== null && input.retiresOn <= row.valid_from) {
      throw new InputInvalid('retiresOn', `${row.name} began on ${row.valid_from}. It can retire on a later day.`);
    }
    await recordEvents(trx, [
      {
        workspaceId: actor.workspaceId,
        campaignNum: null,
        kind: 'model.retirement_set',
        subject: row.id,
        facts: { was: row.retires_on, retiresOn: input.retiresOn },
        actorId: actor.userId,
      },
    ]);
    return trx.updateTable('models').set({ retires_on: input.retiresOn }).where('id', '=', row.id).returningAll().executeTakeFirstOrThrow();
  });
  deps.events.ring();
  return model;
}
