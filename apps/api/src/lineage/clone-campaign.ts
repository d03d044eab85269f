import type { Verdict } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import { getCampaign } from '../campaign/campaign.store.ts';
import { countPrompts } from '../campaign/prompt.store.ts';
import { indexesOf } from '../campaign/variant-indexes.ts';
import type { Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { cloneOf, type ClonePart } from './clone.rules.ts';
import { listClonedCells } from './lineage.store.ts';
import { type Descendant, insertDescendant } from './make-descendant.ts';
import { nameAfter } from './promotion.rules.ts';
import { readPrompts } from './read-prompts.ts';

export interface CloneCampaignInput {
  campaignId: string;
  /** Absent: the source's name with “copy”. */
  name?: string | null | undefined;
  /** Only the prompts of these cells. */
  variantIds?: readonly string[] | null | undefined;
  /** Only the prompts of cells that failed for one of these causes. */
  failureCodes?: readonly string[] | null | undefined;
  /** Only the prompts of cells that the plan did not send for one of these reasons. */
  verdicts?: readonly Verdict[] | null | undefined;
  idempotencyKey: string;
}

/**
 * Copies a campaign, whatever became of it, into a draft to edit: its brief and prompts, or the prompts of some of its cells with the axes those
 * cells have. Given several ways to choose, cells fit all of them. Nothing is planned or spent; no prompt of it is told to come from a cell, for
 * they are there to be rewritten. Throws NotAllowed, NotFound, InputInvalid where no cell is meant, IdempotencyKeyReused, and as
 * `createCampaign` does.
 */
export async function cloneCampaign(deps: Deps, actor: Actor, input: CloneCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const { campaignId, name, idempotencyKey } = input;
  const chosen = {
    indexes: input.variantIds?.length ? indexesOf(campaignId, input.variantIds) : null,
    failureCodes: input.failureCodes?.length ? [...new Set(input.failureCodes)].sort() : null,
    verdicts: input.verdicts?.length ? [...new Set(input.verdicts)].sort() : null,
  };
  const isWhole = Object.values(chosen).every((one) => one === null);
  const madeId = await insertDescendant(deps, actor, {
    campaignId,
    origin: null,
    idempotencyKey,
    wish: [chosen, name ?? null],
    design: async (trx, source) => {
      const part = isWhole ? null : await partOf(trx, source, await listClonedCells(trx, source.num, chosen));
      return draftOf(trx, source, part, name ?? nameAfter(source.name, 'copy'));
    },
  });
  deps.events.ring();
  return getCampaign(deps.db, actor.workspaceId, madeId);
}

async function partOf(trx: Trx, source: CampaignRow, cells: Awaited<ReturnType<typeof listClonedCells>>): Promise<ClonePart> {
  if (cells.length === 0) throw new InputInvalid('variantIds', 'No cell of this campaign is meant by this any more. Look at it again.');
  return cloneOf(source.brief, cells, await countPrompts(trx, source.num));
}

async function draftOf(trx: Trx, source: CampaignRow, part: ClonePart | null, name: string): Promise<Descendant> {
  const prompts = await readPrompts(trx, source.num, part ? new Set(part.promptNs) : undefined);
  return { draft: { ...source.brief, ...part?.axes, name, purpose: source.purpose, prompts }, sourceIndexes: [] };
}
