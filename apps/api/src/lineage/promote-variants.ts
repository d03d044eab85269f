import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { indexesOf } from '../campaign/variant-indexes.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { NotFound } from '../lib/refusal.ts';
import { listSourceCells } from './lineage.store.ts';
import { makeDescendant } from './make-descendant.ts';
import { nameAfter, promotionOf, type PromotionWish } from './promotion.rules.ts';

export interface PromoteVariantsInput extends PromotionWish {
  campaignId: string;
  variantIds: readonly string[];
  /** Absent: the source's name with “finals”. */
  name?: string | null | undefined;
  idempotencyKey: string;
}

/**
 * Makes a campaign of finals from chosen cells: the same words, longer, larger or by another model, planned and priced, not launched.
 * Throws NotAllowed, NotFound, InputInvalid, IdempotencyKeyReused, and as `createCampaign` and `planCampaign` do.
 */
export async function promoteVariants(deps: Deps, actor: Actor, input: PromoteVariantsInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const { campaignId, modelIds, sizes, seconds, name } = input;
  const indexes = indexesOf(campaignId, input.variantIds);
  return makeDescendant(deps, actor, {
    campaignId,
    origin: 'promotion',
    idempotencyKey: input.idempotencyKey,
    wish: [indexes, modelIds ?? null, sizes ?? null, seconds ?? null, name ?? null],
    design: async (trx, source) => {
      const cells = await listSourceCells(trx, source.num, indexes);
      if (cells.length < indexes.length) throw new NotFound('cell');
      const { sourceIndexes, ...promotion } = promotionOf(cells, { modelIds, sizes, seconds });
      const { audio, reuse, referenceId } = source.brief;
      const draft = { name: name ?? nameAfter(source.name, 'finals'), purpose: 'final' as const, audio, reuse, referenceId, ...promotion };
      return { draft, sourceIndexes };
    },
  });
}
