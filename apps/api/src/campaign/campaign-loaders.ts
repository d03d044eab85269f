import { parseVariantId, variantId } from '@dailies/schema';
import { type Context, defineLoader, keyBy } from '../graphql/context.ts';
import { readBalances } from '../ledger/read-balance.ts';
import { listCampaignIds, listCampaignsByIds, listCampaignsByNums } from './campaign.store.ts';
import { listLatestImports } from './import.store.ts';
import { listOffersOfPlan } from './plan.store.ts';
import { countPromptsOf } from './prompt.store.ts';
import { readPhaseCounts } from './tallies.ts';
import { listTypicalSeconds, type RenderedLike } from './typical-seconds.store.ts';
import { listFailureCounts, listVariantsByPlace, readQueuePositions } from './variant.store.ts';

/** Batched reads of this room. Every one is scoped to the actor's workspace, or keyed by a campaign that was. */
export const campaignLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listCampaignsByIds(deps.db, actor.workspaceId, ids), 'id'),
);

export const campaignIdLoader = defineLoader((nums: readonly number[], { deps, actor }) =>
  listCampaignIds(deps.db, actor.workspaceId, nums),
);

export const campaignByNumLoader = defineLoader(async (nums: readonly number[], { deps, actor }) =>
  keyBy(await listCampaignsByNums(deps.db, actor.workspaceId, nums), 'num'),
);

/** Variants by public id, with all they show attached. */
export const variantLoader = defineLoader(async (ids: readonly string[], { deps, actor }) => {
  const places = ids.flatMap((id) => parseVariantId(id) ?? []);
  const variants = await listVariantsByPlace(deps.db, actor.workspaceId, places);
  return new Map(variants.map((variant) => [variantId(variant.campaign_id, variant.index), variant]));
});

export const countsLoader = defineLoader((nums: readonly number[], { deps }) => readPhaseCounts(deps.db, nums));
export const balanceLoader = defineLoader((nums: readonly number[], { deps }) => readBalances(deps.db, nums));
export const promptCountLoader = defineLoader((nums: readonly number[], { deps }) => countPromptsOf(deps.db, nums));
export const latestImportLoader = defineLoader((nums: readonly number[], { deps }) => listLatestImports(deps.db, nums));
export const failuresLoader = defineLoader(async (nums: readonly number[], { deps }) =>
  Map.groupBy(await listFailureCounts(deps.db, nums), (row) => row.campaign_num),
);
export const offersLoader = defineLoader(
  async (nums: readonly number[], { deps }) =>
    new Map(await Promise.all(nums.map(async (num) => [num, await listOffersOfPlan(deps.db, num)] as const))),
);

const positionLoader = defineLoader(async (places: readonly string[], { deps }) => {
  const asked = places.map((place) => place.split(':').map(Number) as [number, number]);
  const positions = new Map<string, number>();
  for (const [num, group] of Map.groupBy(asked, ([campaignNum]) => campaignNum)) {
    const found = await readQueuePositions(
      deps.db,
      num,
      group.map(([, index]) => index),
    );
    for (const [index, position] of found) positions.set(`${num}:${index}`, position);
  }
  return positions;
});

/** A queued variant's place in its campaign's queue, from 1; null once it is claimed. */
export function loadQueuePosition(context: Context, variant: { campaign_num: number; index: number }): Promise<number | null> {
  return positionLoader(context).load(`${variant.campaign_num}:${variant.index}`);
}

const typicalLoader = defineLoader(async (places: readonly string[], { deps }) => {
  const found = await listTypicalSeconds(
    deps.db,
    places.map((place) => JSON.parse(place) as RenderedLike),
  );
  return new Map(found.map(({ typicalSeconds, ...like }) => [placeOfLike(like), typicalSeconds]));
});

const placeOfLike = ({ endpointId, modelId, seconds }: RenderedLike) => JSON.stringify({ endpointId, modelId, seconds });

/** How many seconds renders of this model and length take at its endpoint; null while none was seen. */
export function loadTypicalSeconds(context: Context, like: RenderedLike): Promise<number | null> {
  return typicalLoader(context).load(placeOfLike(like));
}
