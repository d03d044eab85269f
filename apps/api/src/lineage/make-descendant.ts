import type { CampaignOrigin } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { lockCampaign } from '../campaign/campaign.store.ts';
import { type CreateCampaignInput, insertDraft } from '../campaign/create-campaign.ts';
import { withIdempotency } from '../campaign/idempotency.ts';
import { planCampaign } from '../campaign/plan-campaign.ts';
import { WrongStatus } from '../campaign/refusals.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { insertLineage } from './lineage.store.ts';

/** A campaign to be made from another; `sourceIndexes[n]` is the cell prompt n comes from, none for a copy of the whole. */
export interface Descendant {
  draft: CreateCampaignInput;
  sourceIndexes: readonly number[];
}

export interface MakeDescendant {
  campaignId: string;
  /** Null for a copy that is there to be edited. */
  origin: CampaignOrigin | null;
  idempotencyKey: string;
  /** What makes the request the same request. */
  wish: unknown;
  /** Reads the source under its row lock and says what to make of it. */
  design: (trx: Trx, source: CampaignRow) => Promise<Descendant>;
}

/**
 * Makes a campaign from another and plans it, so that its price stands before anybody launches it. The same key answers the same campaign; one
 * whose planning was refused stays as a draft. Throws as `createCampaign` and `planCampaign` do, and NotFound, IdempotencyKeyReused.
 */
export async function makeDescendant(deps: Deps, actor: Actor, input: MakeDescendant): Promise<CampaignRow> {
  const madeId = await insertDescendant(deps, actor, input);
  return planCampaign(deps, actor, { campaignId: madeId }).catch((error: unknown) => afterPlanning(deps, madeId, error));
}

/** The same up to the draft: answers its id. Throws as `createCampaign` does, and NotFound, IdempotencyKeyReused. */
export async function insertDescendant(deps: Deps, actor: Actor, input: MakeDescendant): Promise<string> {
  const { campaignId, origin, idempotencyKey: key } = input;
  const how = origin ?? 'clone';
  const { madeId } = await deps.db.transaction().execute((trx) =>
    withIdempotency(trx, { workspaceId: actor.workspaceId, mutation: how, key, input: [campaignId, input.wish] }, async () => {
      const source = await lockCampaign(trx, actor.workspaceId, campaignId);
      const { draft, sourceIndexes } = await input.design(trx, source);
      const made = await insertDraft(trx, deps, actor, draft, { parentNum: source.num, origin });
      await insertLineage(trx, made.num, { num: source.num, sourceIndexes });
      await recordEvents(trx, [
        {
          workspaceId: actor.workspaceId,
          campaignNum: source.num,
          kind: 'campaign.promoted',
          subject: source.id,
          facts: { origin: how, madeId: made.id, prompts: draft.prompts?.length ?? 0 },
          actorId: actor.userId,
        },
      ]);
      return { madeId: made.id };
    }),
  );
  return madeId;
}

/** A repeated call finds the campaign launched: then it is answered as it stands. */
async function afterPlanning(deps: Deps, madeId: string, error: unknown): Promise<CampaignRow> {
  if (!(error instanceof WrongStatus)) throw error;
  return deps.db.selectFrom('campaigns').selectAll().where('id', '=', madeId).executeTakeFirstOrThrow();
}
