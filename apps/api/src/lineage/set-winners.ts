import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { lockCampaign } from '../campaign/campaign.store.ts';
import { indexesOf } from '../campaign/variant-indexes.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { NotFound } from '../lib/refusal.ts';

/** Cells an event names one by one. */
const INDEXES_TOLD_MAX = 500;

export interface SetWinnersInput {
  campaignId: string;
  variantIds: readonly string[];
  isWinner: boolean;
}

/** Marks cells as the best, or takes the mark back. Repeating it changes nothing. Throws NotAllowed, NotFound. */
export async function setWinners(deps: Deps, actor: Actor, input: SetWinnersInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const indexes = indexesOf(input.campaignId, input.variantIds);
  const campaign = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    if (indexes.some((index) => index >= row.variant_count)) throw new NotFound('cell');
    const changed = input.isWinner
      ? await sql`
          insert into winners (campaign_num, variant_index, chosen_by)
          select ${row.num}, index, ${actor.userId} from unnest(${indexes}::int[]) as chosen (index)
          on conflict do nothing returning variant_index`.execute(trx)
      : await sql`
          delete from winners where campaign_num = ${row.num} and variant_index = any(${indexes}::int[])
          returning variant_index`.execute(trx);
    if (changed.rows.length > 0) {
      await recordEvents(trx, [
        {
          workspaceId: actor.workspaceId,
          campaignNum: row.num,
          kind: 'winners.chosen',
          subject: row.id,
          facts: { isWinner: input.isWinner, count: indexes.length, ...(indexes.length <= INDEXES_TOLD_MAX ? { indexes } : {}) },
          actorId: actor.userId,
        },
      ]);
    }
    return row;
  });
  deps.events.ring();
  return campaign;
}
