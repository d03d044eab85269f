import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { NotFound } from '../lib/refusal.ts';
import { checkStep } from './campaign.rules.ts';
import { keyOf, lockCampaign, patchCampaign } from './campaign.store.ts';
import { coordinatesOf } from './matrix.rules.ts';
import { keepSnapshot } from './plan-snapshot.store.ts';
import { writePlannedReuses } from './planned-reuse.store.ts';
import { planHashOf, summarise } from './plan.rules.ts';
import { readCellGroups, readExclusionsHash, setExclusions } from './plan.store.ts';
import { indexesOf } from './variant-indexes.ts';
import { applyExclusions } from './variant-ranges.store.ts';

/** Cells an event names one by one. */
const INDEXES_TOLD_MAX = 500;

export interface SetVariantsExcludedInput {
  campaignId: string;
  variantIds: readonly string[];
  excluded: boolean;
}

/**
 * Takes cells of a planned campaign out, or back in. They are remembered by what they are, so that a new plan keeps them out. The plan's
 * figures and hash change with it. Throws NotAllowed, NotFound, WrongStatus.
 */
export async function setVariantsExcluded(deps: Deps, actor: Actor, input: SetVariantsExcludedInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const indexes = indexesOf(input.campaignId, input.variantIds);
  const campaign = await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    checkStep('exclude', row.status);
    const { plan } = row;
    if (!plan) throw new Error(`campaign ${row.id} is planned and has no plan`);
    if (indexes.some((index) => index >= plan.shape.variantCount)) throw new NotFound('cell');
    const cells = indexes.map((index) => coordinatesOf(plan.shape, index));
    await keepSnapshot(trx, row.num, plan.shape, { axes: false });
    await setExclusions(trx, row.num, cells, input.excluded);
    await applyExclusions(trx, keyOf(row), indexes);
    const reuse = await writePlannedReuses(trx, row, plan.shape);
    const parts = { ...plan.parts, exclusions: await readExclusionsHash(trx, row.num), reuse: reuse.hash };
    const summary = summarise(await readCellGroups(trx, row.num, plan.shape), reuse.reused, plan.repeatFactor);
    await recordEvents(trx, [
      {
        workspaceId: actor.workspaceId,
        campaignNum: row.num,
        kind: 'variants.excluded',
        subject: row.id,
        facts: { excluded: input.excluded, count: indexes.length, ...(indexes.length <= INDEXES_TOLD_MAX ? { indexes } : {}) },
        actorId: actor.userId,
      },
    ]);
    return patchCampaign(trx, row.num, {
      plan: JSON.stringify({ ...plan, ...summary, parts }),
      plan_hash: planHashOf(parts),
    });
  });
  deps.events.ring();
  return campaign;
}
