import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { CampaignRef, type VariantNode, VariantRef } from '../graphql/refs.ts';
import { getCampaign } from './campaign.store.ts';
import { changedIndexes } from './changed-variants.rules.ts';
import { hasEnded } from './campaign.rules.ts';
import { liveSource } from './live-source.ts';
import { readLiveCount } from './tallies.ts';
import { listVariantsByPlace } from './variant.store.ts';

/** At most four states a second. */
const PROGRESS_EVERY_MS = 250;
const CHANGES_EVERY_MS = 100;

interface VariantsChangedShape {
  variants: VariantNode[];
  gap: boolean;
}

const CampaignProgress = builder.objectRef<CampaignRow>('CampaignProgress').implement({
  description: 'A campaign as it stands.',
  fields: (t) => ({ campaign: t.field({ type: CampaignRef, resolve: (campaign) => campaign }) }),
});

const VariantsChanged = builder.objectRef<VariantsChangedShape>('VariantsChanged').implement({
  description: 'Cells that changed together.',
  fields: (t) => ({
    variants: t.expose('variants', { type: [VariantRef] }),
    gap: t.exposeBoolean('gap', { description: 'More changed than is told here: read what you show again.' }),
  }),
});

builder.subscriptionFields((t) => ({
  campaignProgress: t.field({
    type: CampaignProgress,
    description: 'The campaign’s status, counts and cost: at once, then as they change, until it has ended.',
    args: { campaignId: t.arg.id({ required: true }) },
    extensions: { live: 'state' },
    subscribe: async (_root, { campaignId }, { deps, actor }) => {
      const campaign = await openCampaign(deps, actor, campaignId);
      return liveSource((signal) => progressOf(deps, actor, campaign, signal));
    },
    resolve: (campaign) => campaign,
  }),
  variantChanged: t.field({
    type: VariantsChanged,
    description: 'Cells as they change, gathered for a tenth of a second.',
    args: { campaignId: t.arg.id({ required: true }) },
    subscribe: async (_root, { campaignId }, { deps, actor }) => {
      const campaign = await openCampaign(deps, actor, campaignId);
      return liveSource((signal) => changesOf(deps, actor, campaign, signal));
    },
    resolve: (changes) => changes,
  }),
}));

function openCampaign(deps: Deps, actor: Actor, globalId: string): Promise<CampaignRow> {
  allow(actor, 'campaign.read');
  return getCampaign(deps.db, actor.workspaceId, getLocalId('Campaign', globalId));
}

/** Listening begins before the first state is read, so that nothing falls between. What comes during a rest is one state. */
async function* progressOf(deps: Deps, actor: Actor, { num, id }: CampaignRow, signal: AbortSignal): AsyncGenerator<CampaignRow> {
  const batches = deps.events.ofCampaign(num, signal)[Symbol.asyncIterator]();
  do {
    const campaign = await getCampaign(deps.db, actor.workspaceId, id);
    yield campaign;
    if (hasEnded(campaign.status, await readLiveCount(deps.db, num))) return;
    await deps.clock.sleep(PROGRESS_EVERY_MS, signal);
  } while (!(await batches.next()).done);
}

async function* changesOf(deps: Deps, actor: Actor, campaign: CampaignRow, signal: AbortSignal): AsyncGenerator<VariantsChangedShape> {
  for await (const batch of deps.events.ofCampaign(campaign.num, signal)) {
    const { indexes, isWhole } = changedIndexes(batch.events);
    const places = indexes.map((index) => ({ campaignId: campaign.id, index }));
    const variants = await listVariantsByPlace(deps.db, actor.workspaceId, places);
    const gap = batch.gap || !isWhole;
    if (variants.length > 0 || gap) yield { variants, gap };
    await deps.clock.sleep(CHANGES_EVERY_MS, signal);
  }
}
