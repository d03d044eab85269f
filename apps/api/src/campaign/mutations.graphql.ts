import { NotAllowed } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { ImportRow } from '../db/tables/imports.table.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { CampaignPriorityEnum } from '../graphql/enums.ts';
import { CampaignRef } from '../graphql/refs.ts';
import { BudgetExceeded } from '../ledger/refusals.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { ModerationUnavailable, OverEntitlement, QuotaExceeded } from '../policy/refusals.ts';
import { CreateCampaignInput, EditPromptsInput, readBriefArgs, readPromptEdits, UpdateCampaignInput } from './campaign-inputs.graphql.ts';
import { type AlreadyRunning, alreadyRunningWords } from './already-running.ts';
import { PromptImportRef } from './campaign.graphql.ts';
import { archiveCampaign } from './archive-campaign.ts';
import { cancelCampaign } from './cancel-campaign.ts';
import { createCampaign } from './create-campaign.ts';
import { editPrompts } from './edit-prompts.ts';
import { importPrompts } from './import-prompts.ts';
import { launchCampaign } from './launch-campaign.ts';
import { pauseCampaign, resumeCampaign } from './pause-campaign.ts';
import { planCampaign } from './plan-campaign.ts';
import './refusals.graphql.ts';
import * as refusals from './refusals.ts';
import { setVariantsExcluded } from './set-variants-excluded.ts';
import { setCampaignPriority } from './set-campaign-priority.ts';
import { updateCampaign } from './update-campaign.ts';

const INPUT = [NotAllowed, InputInvalid];
const STEP = [NotAllowed, NotFound, InputInvalid, refusals.WrongStatus];
const CHOICES = [
  refusals.UnknownModel,
  refusals.UnknownSize,
  refusals.UnknownSeconds,
  refusals.UnknownPreset,
  refusals.UnknownReference,
  refusals.TooManyVariants,
];
const PROMPTS = [refusals.PromptInvalid, refusals.UnknownVariable];
const MONEY = [refusals.NothingToRender, refusals.IdempotencyKeyReused, BudgetExceeded];

/** What a mutation answers when it did its work; `XSuccess` of the union `XResult`. */
function successOf(name: string) {
  return builder
    .objectRef<{ campaign: CampaignRow }>(`${name}Success`)
    .implement({ fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignRef }) }) });
}

const AlreadyRunningRef = builder.objectRef<AlreadyRunning>('AlreadyRunning').implement({
  description: 'Renders that are with the provider: they can not be called back and will be billed.',
  fields: (t) => ({
    count: t.exposeInt('count'),
    micros: t.expose('micros', { type: 'Micros' }),
    words: t.string({ description: 'The same as a sentence.', resolve: alreadyRunningWords }),
  }),
});

/** The same for what stops a campaign: it tells what can not be stopped. */
function stoppedOf(name: string) {
  return builder.objectRef<{ campaign: CampaignRow; alreadyRunning: AlreadyRunning }>(`${name}Success`).implement({
    fields: (t) => ({
      campaign: t.expose('campaign', { type: CampaignRef }),
      alreadyRunning: t.expose('alreadyRunning', { type: AlreadyRunningRef }),
    }),
  });
}

const ImportPromptsSuccess = builder.objectRef<{ campaign: CampaignRow; promptImport: ImportRow }>('ImportPromptsSuccess').implement({
  fields: (t) => ({
    campaign: t.expose('campaign', { type: CampaignRef }),
    import: t.field({
      type: PromptImportRef,
      description: 'Done for small text; queued for an upload.',
      resolve: (row) => row.promptImport,
    }),
  }),
});

const ImportFormat = builder.enumType('ImportFormat', { values: { CSV: { value: 'csv' }, JSONL: { value: 'jsonl' } } as const });
const ImportMode = builder.enumType('ImportMode', { values: { REPLACE: { value: 'replace' }, APPEND: { value: 'append' } } as const });

builder.mutationFields((t) => ({
  createCampaign: t.field({
    type: successOf('CreateCampaign'),
    description: 'Makes a draft. Nothing is priced or spent.',
    args: { input: t.arg({ type: CreateCampaignInput, required: true }) },
    errors: { types: [...INPUT, ...CHOICES, ...PROMPTS] },
    resolve: async (_root, { input: { name, purpose, ...brief } }, { deps, actor }) => ({
      campaign: await createCampaign(deps, actor, { name, purpose, ...readBriefArgs(brief) }),
    }),
  }),
  updateCampaign: t.field({
    type: successOf('UpdateCampaign'),
    description: 'Edits a campaign before launch; another brief or prompt takes a planned one back to draft. Renaming works at any time.',
    args: { input: t.arg({ type: UpdateCampaignInput, required: true }) },
    errors: { types: [...STEP, ...CHOICES, ...PROMPTS] },
    resolve: async (_root, { input: { campaignId, name, ...brief } }, { deps, actor }) => ({
      campaign: await updateCampaign(deps, actor, { campaignId: getLocalId('Campaign', campaignId), name, ...readBriefArgs(brief) }),
    }),
  }),
  editPrompts: t.field({
    type: successOf('EditPrompts'),
    description: 'Changes the words of some prompts before launch, by number; keys and all other prompts stay.',
    args: { input: t.arg({ type: EditPromptsInput, required: true }) },
    errors: { types: [...STEP, ...PROMPTS] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await editPrompts(deps, actor, {
        campaignId: getLocalId('Campaign', input.campaignId),
        prompts: readPromptEdits(input.prompts),
      }),
    }),
  }),
  importPrompts: t.fieldWithInput({
    type: ImportPromptsSuccess,
    description: 'Imports a CSV or JSON Lines file: its text when small, else an upload of POST /uploads. All of it, or nothing.',
    input: {
      campaignId: t.input.id({ required: true }),
      format: t.input.field({ type: ImportFormat, required: true }),
      mode: t.input.field({ type: ImportMode, required: true }),
      text: t.input.string(),
      uploadId: t.input.id(),
    },
    errors: { types: [...STEP, ...PROMPTS, refusals.TooManyVariants, refusals.ImportRefused] },
    resolve: (_root, { input }, { deps, actor }) =>
      importPrompts(deps, actor, { ...input, campaignId: getLocalId('Campaign', input.campaignId) }),
  }),
  setVariantsExcluded: t.fieldWithInput({
    type: successOf('SetVariantsExcluded'),
    description: 'Takes cells of a planned campaign out, or back in. The plan’s hash changes.',
    input: {
      campaignId: t.input.id({ required: true }),
      variantIds: t.input.idList({ required: true }),
      excluded: t.input.boolean({ required: true }),
    },
    errors: { types: STEP },
    resolve: async (_root, { input: { campaignId, variantIds, excluded } }, { deps, actor }) => ({
      campaign: await setVariantsExcluded(deps, actor, {
        campaignId: getLocalId('Campaign', campaignId),
        variantIds: variantIds.map((id) => getLocalId('Variant', id)),
        excluded,
      }),
    }),
  }),
  planCampaign: t.fieldWithInput({
    type: successOf('PlanCampaign'),
    description: 'Freezes what would be rendered, with price and verdict per cell. Nothing is spent.',
    input: { campaignId: t.input.id({ required: true }) },
    errors: { types: [...STEP, ...CHOICES, ...PROMPTS, ModerationUnavailable] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await planCampaign(deps, actor, { campaignId: getLocalId('Campaign', input.campaignId) }),
    }),
  }),
  launchCampaign: t.fieldWithInput({
    type: successOf('LaunchCampaign'),
    description: 'Reserves the plan’s money and sets it running. The same key and input answer the same launch for 24 hours.',
    input: {
      campaignId: t.input.id({ required: true }),
      planHash: t.input.string({ required: true }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: [...STEP, ...MONEY, OverEntitlement, QuotaExceeded, refusals.PlanStale, refusals.NotPriced] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await launchCampaign(deps, actor, { ...input, campaignId: getLocalId('Campaign', input.campaignId) }),
    }),
  }),
  pauseCampaign: t.fieldWithInput({
    type: stoppedOf('PauseCampaign'),
    description: 'Sends nothing new; what is with the provider goes on.',
    input: { campaignId: t.input.id({ required: true }) },
    errors: { types: STEP },
    resolve: (_root, { input }, { deps, actor }) => pauseCampaign(deps, actor, { campaignId: getLocalId('Campaign', input.campaignId) }),
  }),
  resumeCampaign: t.fieldWithInput({
    type: successOf('ResumeCampaign'),
    input: { campaignId: t.input.id({ required: true }) },
    errors: { types: [...STEP, BudgetExceeded, refusals.ModelRetired] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await resumeCampaign(deps, actor, { campaignId: getLocalId('Campaign', input.campaignId) }),
    }),
  }),
  setCampaignPriority: t.fieldWithInput({
    type: successOf('SetCampaignPriority'),
    description:
      'Which of the workspace’s campaigns goes first at an endpoint, from the next request on. A lower one goes more rarely, never not at all.',
    input: { campaignId: t.input.id({ required: true }), priority: t.input.field({ type: CampaignPriorityEnum, required: true }) },
    errors: { types: STEP },
    resolve: async (_root, { input: { campaignId, priority } }, { deps, actor }) => ({
      campaign: await setCampaignPriority(deps, actor, { campaignId: getLocalId('Campaign', campaignId), priority }),
    }),
  }),
  cancelCampaign: t.fieldWithInput({
    type: stoppedOf('CancelCampaign'),
    description: 'Ends it: nothing more is sent, and what was reserved for it returns.',
    input: { campaignId: t.input.id({ required: true }) },
    errors: { types: STEP },
    resolve: (_root, { input }, { deps, actor }) => cancelCampaign(deps, actor, { campaignId: getLocalId('Campaign', input.campaignId) }),
  }),
  archiveCampaign: t.fieldWithInput({
    type: successOf('ArchiveCampaign'),
    description: 'Puts an ended campaign away: `campaigns` leaves it out unless asked for its status. There is no way back.',
    input: { campaignId: t.input.id({ required: true }) },
    errors: { types: STEP },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await archiveCampaign(deps, actor, { campaignId: getLocalId('Campaign', input.campaignId) }),
    }),
  }),
}));
