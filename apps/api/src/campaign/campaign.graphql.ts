import { PHASES } from '@dailies/schema';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { ImportRow } from '../db/tables/imports.table.ts';
import { builder } from '../graphql/builder.ts';
import { readPage } from '../graphql/connection.ts';
import type { Context } from '../graphql/context.ts';
import { CampaignPriorityEnum, CampaignStatusEnum } from '../graphql/enums.ts';
import { failureOf, type FailureShape } from '../graphql/failure.ts';
import { findLocalId } from '../graphql/global-id.ts';
import { CampaignRef, PromptRef, ReferenceRef, UserRef } from '../graphql/refs.ts';
import { userLoader } from '../identity/identity.graphql.ts';
import { referenceLoader } from '../library/reference.graphql.ts';
import { EMPTY_BALANCE } from '../ledger/read-balance.ts';
import { FAILURES } from '../providers/failure.ts';
import { SearchText } from './search-text.ts';
import { balanceLoader, campaignLoader, countsLoader, failuresLoader, latestImportLoader, promptCountLoader } from './campaign-loaders.ts';
import { type CampaignFilter, countCampaigns, listCampaigns } from './campaign.store.ts';
import { listPrompts } from './prompt.store.ts';
import type { PhaseCounts } from './tallies.ts';
import type { FailureCount } from './variant.store.ts';

const PhaseCountsRef = builder.objectRef<PhaseCounts & { total: number }>('PhaseCounts').implement({
  description: 'Cells by phase. Kept as they change, so that reading them costs the same for any campaign.',
  fields: (t) => ({
    total: t.exposeInt('total'),
    ...Object.fromEntries(PHASES.map((phase) => [phase, t.exposeInt(phase)])),
  }),
});

interface CampaignMoney {
  estimatedMicros: number;
  heldMicros: number;
  spareMicros: number;
  settledMicros: number;
  savedMicros: number;
}

const CampaignCost = builder.objectRef<CampaignMoney>('CampaignCost').implement({
  description: 'Money of a campaign.',
  fields: (t) => ({
    estimatedMicros: t.expose('estimatedMicros', { type: 'Micros', description: 'What the plan expects; 0 before it.' }),
    heldMicros: t.expose('heldMicros', { type: 'Micros', description: 'Reserved for what is still to come.' }),
    spareMicros: t.expose('spareMicros', {
      type: 'Micros',
      description: 'Of what is reserved: what no cell speaks for. Retries take it first.',
    }),
    settledMicros: t.expose('settledMicros', { type: 'Micros', description: 'Spent.' }),
    savedMicros: t.expose('savedMicros', { type: 'Micros', description: 'Not spent, because a clip served more than one cell.' }),
  }),
});

const FailureGroup = builder.objectRef<FailureShape & Omit<FailureCount, 'campaign_num' | 'failure_code'>>('FailureGroup').implement({
  description: 'Failed cells of one cause.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.string({ description: 'What happened and what to do next.', resolve: ({ code }) => FAILURES[code].sentence }),
    retryable: t.boolean({ resolve: ({ code }) => FAILURES[code].retryable }),
    count: t.exposeInt('count'),
    fetchable: t.exposeInt('fetchable', {
      description: 'Of these: paid for, and perhaps still offered by their provider. A retry fetches them again at no cost.',
    }),
    retryMicros: t.expose('retry_micros', { type: 'Micros', description: 'What a retry costs: the others, rendered again.' }),
    anewMicros: t.expose('anew_micros', { type: 'Micros', description: 'What it costs to render all of them anew.' }),
    prompts: t.exposeInt('prompts', { description: 'Prompts these cells have between them.' }),
  }),
});

export const PromptImportRef = builder.objectRef<ImportRow>('PromptImport').implement({
  description: 'A prompt file on its way into a campaign.',
  fields: (t) => ({
    id: t.exposeID('id'),
    status: t.field({
      type: builder.enumType('PromptImportStatus', {
        values: { QUEUED: { value: 'queued' }, DONE: { value: 'done' }, REFUSED: { value: 'refused' } } as const,
      }),
      resolve: (row) => row.status,
    }),
    rowCount: t.exposeInt('row_count', { nullable: true, description: 'Prompts imported, once it is done.' }),
    code: t.string({ nullable: true, description: 'Why it was refused.', resolve: (row) => row.refusal?.code ?? null }),
    message: t.string({ nullable: true, resolve: (row) => row.refusal?.message ?? null }),
    row: t.int({ nullable: true, resolve: (row) => row.refusal?.row ?? null }),
    column: t.string({ nullable: true, resolve: (row) => row.refusal?.column ?? null }),
  }),
});

builder.node(CampaignRef, {
  description: 'Prompts x presets x sizes x lengths x models, rendered as one.',
  id: { resolve: (campaign) => campaign.id },
  loadMany: (ids: string[], context) => {
    allow(context.actor, 'campaign.read');
    return campaignLoader(context).loadMany(ids);
  },
  fields: (t) => ({
    name: t.exposeString('name'),
    status: t.expose('status', { type: CampaignStatusEnum }),
    priority: t.expose('priority', { type: CampaignPriorityEnum }),
    createdAt: t.expose('created_at', { type: 'DateTime' }),
    plannedAt: t.expose('planned_at', { type: 'DateTime', nullable: true }),
    launchedAt: t.expose('launched_at', { type: 'DateTime', nullable: true }),
    completedAt: t.expose('completed_at', { type: 'DateTime', nullable: true }),
    createdBy: t.field({
      type: UserRef,
      nullable: true,
      resolve: (campaign, _args, context) => userLoader(context).load(campaign.created_by),
    }),
    reference: t.field({
      type: ReferenceRef,
      nullable: true,
      description: 'The picture every render starts from.',
      resolve: ({ brief }, _args, context) => (brief.referenceId ? referenceLoader(context).load(brief.referenceId) : null),
    }),
    counts: t.field({ type: PhaseCountsRef, resolve: countsOf }),
    cost: t.field({
      type: CampaignCost,
      resolve: async (campaign, _args, context) => {
        const balance = (await balanceLoader(context).load(campaign.num)) ?? EMPTY_BALANCE;
        return {
          ...balance,
          estimatedMicros: campaign.plan_hash === null ? 0 : (campaign.plan?.estimateMicros ?? 0),
          savedMicros: campaign.saved_micros,
        };
      },
    }),
    failures: t.field({
      type: [FailureGroup],
      description: 'Failed cells by cause, most first.',
      resolve: async (campaign, _args, context) => {
        const groups = (await failuresLoader(context).load(campaign.num)) ?? [];
        return groups.flatMap(({ failure_code, ...counts }) => {
          const failure = failureOf({ failure_code, failure_note: null });
          return failure ? [{ ...failure, ...counts }] : [];
        });
      },
    }),
    latestImport: t.field({
      type: PromptImportRef,
      nullable: true,
      resolve: (campaign, _args, context) => latestImportLoader(context).load(campaign.num),
    }),
    prompts: t.connection(
      {
        type: PromptRef,
        resolve: async (campaign, args, { deps }) => {
          const load = (page: Parameters<typeof listPrompts>[2]) => listPrompts(deps.db, campaign.num, page);
          return { ...(await readPage(args, { keysOf: (prompt) => [prompt.n], load })), campaign };
        },
      },
      {
        name: 'PromptConnection',
        fields: (c) => ({
          totalCount: c.int({
            resolve: async ({ campaign }, _args, context) => (await promptCountLoader(context).load(campaign.num)) ?? 0,
          }),
        }),
      },
      { name: 'PromptEdge' },
    ),
  }),
});

async function countsOf(campaign: CampaignRow, _args: object, context: Context): Promise<PhaseCounts & { total: number }> {
  const none = Object.fromEntries(PHASES.map((phase) => [phase, 0])) as PhaseCounts;
  if (campaign.plan_hash === null) return { ...none, total: 0 };
  const counts = (await countsLoader(context).load(campaign.num)) ?? none;
  // Rows still to be written are planned all the same.
  const written = PHASES.reduce((sum, phase) => sum + counts[phase], 0);
  const unwritten = Math.max(0, campaign.variant_count - written);
  return { ...counts, planned: counts.planned + unwritten, total: campaign.variant_count };
}

builder.queryFields((t) => ({
  campaign: t.field({
    type: CampaignRef,
    nullable: true,
    description: 'Null for a campaign that is not in your workspace.',
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_root, { id }, context) => {
      allow(context.actor, 'campaign.read');
      const campaignId = findLocalId('Campaign', id);
      return campaignId === null ? null : campaignLoader(context).load(campaignId);
    },
  }),
  campaigns: t.connection(
    {
      type: CampaignRef,
      description: 'Newest first; archived ones only where their status is asked for.',
      args: {
        status: t.arg({ type: [CampaignStatusEnum] }),
        search: t.arg.string({ description: 'Part of the name.', validate: SearchText }),
      },
      resolve: async (_root, { status, search, ...page }, { deps, actor }) => {
        allow(actor, 'campaign.read');
        const filter: CampaignFilter = { status, search };
        const load = (asked: Parameters<typeof listCampaigns>[3]) => listCampaigns(deps.db, actor.workspaceId, filter, asked);
        return { ...(await readPage(page, { keysOf: (campaign) => [campaign.num], load })), filter };
      },
    },
    {
      name: 'CampaignConnection',
      fields: (c) => ({
        totalCount: c.int({ resolve: ({ filter }, _args, { deps, actor }) => countCampaigns(deps.db, actor.workspaceId, filter) }),
      }),
    },
    { name: 'CampaignEdge' },
  ),
}));
