import { formatMicros, type Micros } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { bookAdjustment } from '../ledger/book-adjustment.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { newId } from '../lib/new-id.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { isPlainText } from './brief.rules.ts';
import { getCampaign, lockCampaign } from './campaign.store.ts';
import { withIdempotency } from './idempotency.ts';

const REASON_CHARS_MAX = 500;
/** A million dollars: more than that is a slip of the finger. */
const ADJUSTMENT_MICROS_MAX: Micros = 1_000_000_000_000;

export interface AdjustLedgerInput {
  campaignId: string;
  /** Added to what the campaign has spent; below zero where less was billed. */
  micros: Micros;
  reason: string;
  idempotencyKey: string;
}

/**
 * A person corrects what a campaign has spent, with a reason: one more entry, because the ledger only grows. Budgets count it today. Throws
 * NotAllowed, NotFound, InputInvalid, IdempotencyKeyReused.
 */
export async function adjustLedger(deps: Deps, actor: Actor, input: AdjustLedgerInput): Promise<CampaignRow> {
  allow(actor, 'ledger.adjust');
  const { campaignId, micros, idempotencyKey: key } = input;
  const note = input.reason.trim();
  if (note === '' || note.length > REASON_CHARS_MAX || !isPlainText(note)) {
    throw new InputInvalid('reason', `Say why in 1 to ${REASON_CHARS_MAX} characters: it stands in the ledger for good.`);
  }
  if (micros === 0) throw new InputInvalid('micros', 'An adjustment adds or takes away at least one micro.');
  if (Math.abs(micros) > ADJUSTMENT_MICROS_MAX) {
    throw new InputInvalid(
      'micros',
      `One adjustment is at most ${formatMicros(ADJUSTMENT_MICROS_MAX)}. Check the amount: it is in micro-dollars.`,
    );
  }
  await deps.db.transaction().execute((trx) =>
    withIdempotency(trx, { workspaceId: actor.workspaceId, mutation: 'adjustLedger', key, input: [campaignId, micros, note] }, async () => {
      const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
      const { settledMicros } = await readBalance(trx, campaign.num);
      if (settledMicros + micros < 0) {
        throw new InputInvalid('micros', `Only ${formatMicros(settledMicros)} were spent here; no more than that can be taken away.`);
      }
      const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num };
      const reason = newId('job', deps.clock.now().getTime());
      await bookAdjustment(trx, { ...about, userId: actor.userId, reason, micros, note });
      const facts = { micros, reason: note };
      await recordEvents(trx, [{ ...about, kind: 'ledger.adjusted', subject: campaign.id, facts, actorId: actor.userId }]);
      return { campaignId };
    }),
  );
  deps.events.ring();
  return getCampaign(deps.db, actor.workspaceId, campaignId);
}
