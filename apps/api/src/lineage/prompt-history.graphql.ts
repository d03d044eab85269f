import { allow } from '../access/allow.ts';
import { campaignLoader } from '../campaign/campaign-loaders.ts';
import { SearchText } from '../campaign/search-text.ts';
import { clipLoader } from '../clip/clip.graphql.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import { type Context, defineLoader, keyBy } from '../graphql/context.ts';
import { CampaignRef, ClipRef, SlotTextRef } from '../graphql/refs.ts';
import { slotTexts } from '../library/library.graphql.ts';
import {
  listLatestUses,
  listPromptHistory,
  listPromptRecords,
  type PromptHistoryEntry,
  type PromptRecord,
} from './prompt-history.store.ts';

const recordLoader = defineLoader(async (hashes: readonly string[], { deps, actor }) =>
  keyBy(await listPromptRecords(deps.db, actor.workspaceId, hashes), 'hash'),
);
const latestUseLoader = defineLoader(async (hashes: readonly string[], { deps, actor }) =>
  keyBy(await listLatestUses(deps.db, actor.workspaceId, hashes), 'hash'),
);

const hashOf = (entry: PromptHistoryEntry) => entry.sha256.toString('hex');

async function countOf(entry: PromptHistoryEntry, name: 'campaigns' | 'cells' | 'ready' | 'failed' | 'winners', context: Context) {
  return (await recordLoader(context).load(hashOf(entry)))?.[name] ?? 0;
}

const PromptHistoryEntryRef = builder.objectRef<PromptHistoryEntry>('PromptHistoryEntry').implement({
  description: 'One wording that was launched before, and what became of it.',
  fields: (t) => ({
    hash: t.string({ description: 'Names the wording: the same slots and variables have the same hash.', resolve: hashOf }),
    text: t.exposeString('text', { description: 'Its words as one text, variables as they stand.' }),
    slots: t.field({ type: [SlotTextRef], resolve: ({ slots }) => slotTexts(slots) }),
    firstUsedAt: t.expose('first_used_at', { type: 'DateTime' }),
    lastUsedAt: t.expose('last_used_at', { type: 'DateTime' }),
    ...Object.fromEntries(
      (['campaigns', 'cells', 'ready', 'failed', 'winners'] satisfies (keyof PromptRecord)[]).map((name) => [
        `${name}Count`,
        t.int({ resolve: (entry, _args, context) => countOf(entry, name, context) }),
      ]),
    ),
    latestCampaign: t.field({
      type: CampaignRef,
      nullable: true,
      resolve: async (entry, _args, context) => {
        const use = await latestUseLoader(context).load(hashOf(entry));
        return use && campaignLoader(context).load(use.campaignId);
      },
    }),
    latestClip: t.field({
      type: ClipRef,
      nullable: true,
      description: 'The latest clip that was made from it.',
      resolve: async (entry, _args, context) => {
        const record = await recordLoader(context).load(hashOf(entry));
        return record?.clipId ? clipLoader(context).load(record.clipId) : null;
      },
    }),
  }),
});

builder.queryField('promptHistory', (t) =>
  t.connection(
    {
      type: PromptHistoryEntryRef,
      description: 'What was asked for before, last used first.',
      args: { search: t.arg.string({ description: 'Part of the words.', validate: SearchText }) },
      resolve: async (_root, { search, ...page }, { deps, actor }) => {
        allow(actor, 'campaign.read');
        const load = (asked: Parameters<typeof listPromptHistory>[3]) =>
          listPromptHistory(deps.db, actor.workspaceId, search?.trim() ?? '', asked);
        return readPage(page, { keysOf: (entry) => [entry.used_ms, hashOf(entry)], load });
      },
    },
    { name: 'PromptHistoryConnection' },
    { name: 'PromptHistoryEdge' },
  ),
);
