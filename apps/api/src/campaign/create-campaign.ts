import { readToday } from '../catalog/read-today.ts';
import type { AxisMode, CampaignOrigin, CampaignPurpose, Slots } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Brief, CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { newId } from '../lib/new-id.ts';
import { checkName, checkPromptSource, checkTemplate, checkUniqueKeys, normaliseBrief, shapeOfBrief } from './brief.rules.ts';
import { insertCampaign } from './campaign.store.ts';
import { compileVariantPrompt, type PromptSource } from './compile-prompts.ts';
import { insertPrompts, PROMPT_BATCH } from './prompt.store.ts';
import { checkBriefChoices } from './read-choices.ts';
import type { Trx } from '../db/database.ts';

/** A prompt as a person gives it: free text is the slot `scene`. */
export interface PromptInput {
  key?: string | null | undefined;
  text?: string | null | undefined;
  slots?: Slots | null | undefined;
  variables?: Record<string, string> | null | undefined;
}

/** Every part may come later, by `updateCampaign`; an absent one takes its default. */
export interface BriefInput {
  modelIds?: readonly string[] | null | undefined;
  sizes?: readonly string[] | null | undefined;
  seconds?: readonly number[] | null | undefined;
  presetIds?: readonly (string | null)[] | null | undefined;
  /** Null takes the picture out. */
  referenceId?: string | null | undefined;
  axisMode?: AxisMode | null | undefined;
  template?: Slots | null | undefined;
  audio?: boolean | null | undefined;
  reuse?: boolean | null | undefined;
}

export interface CreateCampaignInput extends BriefInput {
  name: string;
  prompts?: readonly PromptInput[] | null | undefined;
  purpose?: CampaignPurpose | null | undefined;
}

/** The campaign a draft is made from, and how. */
export interface DraftSource {
  parentNum: number;
  /** Null for a copy that is there to be edited. */
  origin: CampaignOrigin | null;
}

const EMPTY_BRIEF: Brief = {
  modelIds: [],
  sizes: [],
  seconds: [],
  presetIds: [],
  axisMode: 'cross',
  template: null,
  audio: false,
  reuse: true,
};

/**
 * Makes a draft. What is given is checked at once; nothing is priced or written per cell.
 * Throws NotAllowed, InputInvalid, UnknownModel, UnknownSize, UnknownSeconds, UnknownPreset, UnknownReference, PromptInvalid, UnknownVariable, TooManyVariants.
 */
export async function createCampaign(deps: Deps, actor: Actor, input: CreateCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const campaign = await deps.db.transaction().execute((trx) => insertDraft(trx, deps, actor, input));
  deps.events.ring();
  return campaign;
}

/** The same inside a transaction of a caller who has asked `allow`; `source` names the campaign it is made from. */
export async function insertDraft(
  trx: Trx,
  deps: Pick<Deps, 'clock'>,
  actor: Actor,
  input: CreateCampaignInput,
  source?: DraftSource,
): Promise<CampaignRow> {
  const name = checkName(input.name);
  const brief = mergeBrief(EMPTY_BRIEF, input);
  const prompts = readPrompts(input.prompts ?? [], brief.template);
  shapeOfBrief(brief, prompts.length);
  await checkBriefChoices(trx, actor.workspaceId, brief, { today: await readToday(trx), isReferenceNew: source === undefined });
  const row = await insertCampaign(trx, {
    id: newId('campaign', deps.clock.now().getTime()),
    workspace_id: actor.workspaceId,
    name,
    brief: JSON.stringify(brief),
    purpose: input.purpose ?? 'final',
    parent_num: source?.parentNum ?? null,
    origin: source?.origin ?? null,
    created_by: actor.userId,
  });
  await writePrompts(trx, row.num, prompts);
  await recordEvents(trx, [
    { workspaceId: actor.workspaceId, campaignNum: row.num, kind: 'campaign.created', subject: row.id, actorId: actor.userId },
  ]);
  return row;
}

/** A brief with what an input says of it; what it leaves out stays. Throws InputInvalid. */
export function mergeBrief(brief: Brief, input: BriefInput): Brief {
  if (input.template) checkTemplate(input.template);
  return normaliseBrief({
    modelIds: [...(input.modelIds ?? brief.modelIds)],
    sizes: [...(input.sizes ?? brief.sizes)],
    seconds: [...(input.seconds ?? brief.seconds)],
    presetIds: [...(input.presetIds ?? brief.presetIds)],
    axisMode: input.axisMode ?? brief.axisMode,
    template: input.template === undefined ? brief.template : input.template,
    audio: input.audio ?? brief.audio,
    reuse: input.reuse ?? brief.reuse,
    referenceId: input.referenceId === undefined ? (brief.referenceId ?? null) : input.referenceId,
  });
}

/** Prompts as they are stored, each proved to compile as written. Throws PromptInvalid, UnknownVariable. */
export function readPrompts(inputs: readonly PromptInput[], template: Slots | null): PromptSource[] {
  const prompts = inputs.map((input, n): PromptSource => {
    const scene = input.text ? { scene: input.text } : {};
    return { n, key: input.key?.trim() || null, slots: { ...input.slots, ...scene }, variables: input.variables ?? {} };
  });
  checkUniqueKeys(prompts);
  for (const prompt of prompts) {
    checkPromptSource(prompt, template !== null);
    compileVariantPrompt(prompt, template, null);
  }
  return prompts;
}

export async function writePrompts(trx: Trx, campaignNum: number, prompts: readonly PromptSource[]): Promise<void> {
  for (let from = 0; from < prompts.length; from += PROMPT_BATCH) {
    await insertPrompts(trx, campaignNum, prompts.slice(from, from + PROMPT_BATCH));
  }
}
