import type { Micros } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Trx } from '../db/database.ts';
import type { PriceRow } from '../db/tables/catalog.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { capabilitiesOfRow } from '../providers/registry.ts';
import { checkSource } from './model.rules.ts';
import { getEndpointOfModel, insertPrice, lockModelSize } from './price.store.ts';

const SECOND_MICROS_MAX = 1_000_000_000;

export interface SetPriceInput {
  modelId: string;
  size: string;
  secondMicros: Micros;
  /** In a clip that keeps its sound; absent: the same. */
  audioSecondMicros?: Micros | null | undefined;
  batchSecondMicros?: Micros | null | undefined;
  /** YYYY-MM-DD, today or later; absent: today. */
  validFrom?: string | null | undefined;
  /** Where it was read, for whoever checks it next. */
  source: string;
}

/**
 * Enters the price of a second as a dated row, checked today. Rows that stand are never rewritten: plans point to them, and a correction on the
 * same day comes after the row it corrects. Throws NotAllowed, NotFound, InputInvalid.
 */
export async function setPrice(deps: Deps, actor: Actor, input: SetPriceInput): Promise<PriceRow> {
  allow(actor, 'catalog.write');
  const { modelId, size, secondMicros, audioSecondMicros = null, batchSecondMicros = null } = input;
  const today = deps.clock.now().toISOString().slice(0, 10);
  const validFrom = input.validFrom ?? today;
  const source = checkSource(input.source, 'this price');
  checkAmount('secondMicros', secondMicros);
  if (audioSecondMicros !== null) checkAmount('audioSecondMicros', audioSecondMicros);
  if (batchSecondMicros !== null) checkAmount('batchSecondMicros', batchSecondMicros);
  if (validFrom < today) throw new InputInvalid('validFrom', 'A price begins today or later: what was planned before keeps its own.');
  const price = await deps.db.transaction().execute(async (trx) => {
    if (!(await lockModelSize(trx, modelId, size))) throw new NotFound('model and size');
    if (audioSecondMicros !== null) await checkSoundIsAChoice(trx, modelId);
    const row = await insertPrice(trx, {
      model_id: modelId,
      size,
      second_micros: secondMicros,
      audio_second_micros: audioSecondMicros,
      batch_second_micros: batchSecondMicros,
      valid_from: validFrom,
      valid_until: null,
      source,
      checked_on: today,
    });
    const facts = { modelId, size, secondMicros, audioSecondMicros, validFrom, source };
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: null, kind: 'price.set', subject: modelId, facts, actorId: actor.userId },
    ]);
    return row;
  });
  deps.events.ring();
  return price;
}

/** Where sound can not be left out every clip is billed with it: a lower price without would promise what nobody is charged. */
async function checkSoundIsAChoice(trx: Trx, modelId: string): Promise<void> {
  const endpoint = await getEndpointOfModel(trx, modelId);
  if (capabilitiesOfRow(endpoint).switchesAudio) return;
  throw new InputInvalid(
    'audioSecondMicros',
    `“${endpoint.name}” can not be told to leave sound out: every clip costs the same. Enter one price.`,
  );
}

function checkAmount(field: string, micros: Micros): void {
  if (micros >= 0 && micros <= SECOND_MICROS_MAX) return;
  throw new InputInvalid(field, 'The price of a second is between zero and a thousand dollars.');
}
