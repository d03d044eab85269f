import { readToday } from '../catalog/read-today.ts';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { moderateTexts, TextsUnread } from '../policy/moderate-texts.ts';
import { checkReadyToPlan } from './brief.rules.ts';
import { checkStep } from './campaign.rules.ts';
import { lockCampaign, patchCampaign } from './campaign.store.ts';
import { expandRows, refreshStatistics } from './expand-campaign.ts';
import { hasQueuedImport } from './import.store.ts';
import { planHashOf } from './plan.rules.ts';
import { countPrompts } from './prompt.store.ts';
import { readChoices } from './read-choices.ts';
import { WrongStatus } from './refusals.ts';
import { writePlan } from './write-plan.ts';

/** Variant rows that the mutation itself writes; the job writes the rest. */
const ROWS_AT_ONCE = 5_000;
const ROWS_WORTH_STATISTICS = 1_000;
/** A mutation does not wait longer for the moderation service: what it has read by then is kept. */
const MODERATION_MS = 60_000;

/**
 * Freezes what would be rendered, cell by cell, with price and verdict; nothing is spent. Replaces an earlier plan. Cells a person excluded stay
 * excluded. Throws NotAllowed, NotFound, WrongStatus, InputInvalid, UnknownModel, UnknownSize, UnknownSeconds, UnknownPreset, PromptInvalid,
 * UnknownVariable, TooManyVariants, ModerationUnavailable.
 */
export async function planCampaign(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const campaign = await planOnceRead(deps, actor, input);
  if (campaign.variant_count >= ROWS_WORTH_STATISTICS) await refreshStatistics(deps);
  deps.events.ring();
  return campaign;
}

/** Plans; where the moderation service has not read every text, nothing is planned until it has. */
async function planOnceRead(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<CampaignRow> {
  const untilMs = deps.clock.monotonicMs() + MODERATION_MS;
  for (;;) {
    try {
      return await planNow(deps, actor, input);
    } catch (error) {
      if (!(error instanceof TextsUnread) || !deps.moderator) throw error;
      await moderateTexts(deps, deps.moderator, { workspaceId: actor.workspaceId, texts: error.texts, untilMs });
    }
  }
}

async function planNow(deps: Deps, actor: Actor, input: { campaignId: string }): Promise<CampaignRow> {
  return deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    const status = checkStep('plan', row.status);
    if (await hasQueuedImport(trx, row.num)) {
      throw new WrongStatus('Prompts are still being imported into this campaign. Plan it when the import is done.', row.status);
    }
    const choices = await readChoices(trx, actor.workspaceId, row.brief, await readToday(trx));
    const shape = checkReadyToPlan(row.brief, await countPrompts(trx, row.num));
    const plan = await writePlan(trx, row, shape, choices, { userId: actor.userId, moderator: deps.moderator?.name ?? null });
    const planned = await patchCampaign(trx, row.num, {
      status,
      plan: JSON.stringify(plan),
      plan_hash: planHashOf(plan.parts),
      variant_count: shape.variantCount,
      expanded_count: 0,
      admitted_count: 0,
      planned_at: sql<Date>`dailies_now()`,
    });
    await recordEvents(trx, [
      {
        workspaceId: actor.workspaceId,
        campaignNum: row.num,
        kind: 'campaign.planned',
        subject: row.id,
        facts: { variants: shape.variantCount, estimateMicros: plan.estimateMicros, planHash: planned.plan_hash },
        actorId: actor.userId,
      },
    ]);
    const expanded = await expandRows(trx, planned, ROWS_AT_ONCE);
    if (expanded.expanded_count < expanded.variant_count) {
      await deps.queue.enqueue(trx, 'expandCampaign', { campaignId: row.id }, { key: row.id });
    }
    return expanded;
  });
}
