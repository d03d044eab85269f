import type { Tier } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { ModelRow } from '../db/tables/catalog.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { listEndpointsByIds } from './catalog.store.ts';
import { checkKey, checkModelName, checkSeconds, checkSizes, checkSource } from './model.rules.ts';
import { addModelSeconds, addModelSizes, getModelByKey, insertModel } from './model.store.ts';
import { ModelExists } from './refusals.ts';

export interface AddModelInput {
  endpointId: string;
  /** The word on the wire. */
  key: string;
  name: string;
  tier: Tier;
  /** WIDTHxHEIGHT. */
  sizes: readonly string[];
  seconds: readonly number[];
  /** YYYY-MM-DD, today or earlier; absent: today. */
  validFrom?: string | null | undefined;
  /** Where it was read that the provider serves it. */
  source: string;
}

/**
 * Adds a model to an endpoint's catalogue: from now on it can be chosen, and planned; launched once it has a price. Throws NotAllowed, NotFound,
 * InputInvalid, ModelExists.
 */
export async function addModel(deps: Deps, actor: Actor, input: AddModelInput): Promise<ModelRow> {
  allow(actor, 'catalog.write');
  const today = deps.clock.now().toISOString().slice(0, 10);
  const key = checkKey(input.key);
  const said = { name: checkModelName(input.name), tier: input.tier, source: checkSource(input.source, 'this model') };
  const validFrom = input.validFrom ?? today;
  if (validFrom > today) throw new InputInvalid('validFrom', 'A model begins today or earlier. Add it on the day it can be used.');
  const added = await deps.db.transaction().execute(async (trx) => {
    const [endpoint] = await listEndpointsByIds(trx, [input.endpointId]);
    if (!endpoint) throw new NotFound('endpoint');
    const [sizes, seconds] = [checkSizes(input.sizes, endpoint), checkSeconds(input.seconds, endpoint)];
    const id = `${endpoint.id}.${key}`;
    const row = await insertModel(trx, { id, endpoint_id: endpoint.id, key, valid_from: validFrom, retires_on: null, ...said });
    if (!row) throw new ModelExists(await getModelByKey(trx, endpoint.id, key), endpoint.name);
    await addModelSizes(trx, id, sizes);
    await addModelSeconds(trx, id, seconds);
    const facts = { endpointId: endpoint.id, key, ...said, sizes, seconds, validFrom };
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: null, kind: 'model.added', subject: id, facts, actorId: actor.userId },
    ]);
    return row;
  });
  deps.events.ring();
  return added;
}
