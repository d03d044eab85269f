import type { Tier } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { NotFound } from '../lib/refusal.ts';
import { checkModelName, checkSeconds, checkSizes } from './model.rules.ts';
import { lockModel, setModelSeconds, setModelSizes } from './model.store.ts';

/** What is left out stays as it is. */
export interface ChangeModelInput {
  modelId: string;
  name?: string | null | undefined;
  tier?: Tier | null | undefined;
  /** All that it offers from now on, WIDTHxHEIGHT. */
  sizes?: readonly string[] | null | undefined;
  seconds?: readonly number[] | null | undefined;
}

/**
 * Changes what a model is called and what it offers from now on. Plans that stand keep what they froze: a size or length that is taken away can
 * not be planned again, and what is launched renders to its end. Its key and dates never change. Throws NotAllowed, NotFound, InputInvalid.
 */
export async function changeModel(deps: Deps, actor: Actor, input: ChangeModelInput): Promise<ModelRow> {
  allow(actor, 'catalog.write');
  const changed = await deps.db.transaction().execute(async (trx) => {
    const found = await lockModel(trx, input.modelId);
    if (!found) throw new NotFound('model');
    const { model, endpoint } = found;
    const said = { name: input.name == null ? model.name : checkModelName(input.name), tier: input.tier ?? model.tier };
    const sizes = input.sizes == null ? null : checkSizes(input.sizes, endpoint);
    const seconds = input.seconds == null ? null : checkSeconds(input.seconds, endpoint);
    if (sizes) await setModelSizes(trx, model.id, sizes);
    if (seconds) await setModelSeconds(trx, model.id, seconds);
    const facts = { was: { name: model.name, tier: model.tier }, ...said, ...(sizes && { sizes }), ...(seconds && { seconds }) };
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: null, kind: 'model.changed', subject: model.id, facts, actorId: actor.userId },
    ]);
    return trx.updateTable('models').set(said).where('id', '=', model.id).returningAll().executeTakeFirstOrThrow();
  });
  deps.events.ring();
  return changed;
}
