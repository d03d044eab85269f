import type { Micros, Slot, Verdict } from '@dailies/schema';
import type { CampaignRow, PromptRow, VariantRow } from '../db/tables/campaigns.table.ts';
import type { EndpointRow, ModelRow } from '../db/tables/catalog.table.ts';
import type { ClipFileRow, ClipRow } from '../db/tables/clips.table.ts';
import type { PresetPackRow, PresetRow, PresetVersionRow, PromptTemplateRow, ReferenceImageRow } from '../db/tables/library.table.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';
import type { UserRow, WorkspaceRow } from '../db/tables/workspaces.table.ts';
import { builder } from './builder.ts';

/**
 * The types that more than one room speaks of, with the row each is resolved from. The room that owns a noun implements it
 * (`builder.node(CampaignRef, …)`); a room above adds its own fields to it (`builder.objectField(CampaignRef, 'variants', …)`).
 * An attached child (`render`, `clip`, `files`) was read with its parent in one statement; without it the resolver asks its loader.
 */
export type ClipFileNode = Pick<ClipFileRow, 'kind' | 'bucket' | 'object_key' | 'content_type' | 'bytes' | 'sha256'>;
export type ClipNode = ClipRow & { files?: ClipFileNode[] };

export type RenderNode = RenderRow & { campaign_id: string; clip?: ClipNode | null };

/** A variant with its frozen prompt and offer. */
export interface VariantNode extends VariantRow {
  campaign_id: string;
  workspace_id: string;
  prompt_n: number;
  preset_version_id: string | null;
  compiled_text: string;
  endpoint_id: string;
  model_id: string;
  size: string;
  seconds: number;
  price_micros: Micros;
  verdict: Verdict;
  verdict_note: string | null;
  is_winner: boolean;
  render?: RenderNode | null;
  clip?: ClipNode | null;
  prompt?: PromptRow | null;
  preset?: PresetNode | null;
  model?: ModelRow;
}

/** A preset at one of its versions: the latest where a person chooses, the frozen one where a variant shows what it used. */
export type PresetNode = PresetRow & Pick<PresetVersionRow, 'version' | 'slots'> & { version_id: string };

export const WorkspaceRef = builder.objectRef<WorkspaceRow>('Workspace');
export const UserRef = builder.objectRef<UserRow>('User');
export const EndpointRef = builder.objectRef<EndpointRow>('Endpoint');
export const ModelRef = builder.objectRef<ModelRow>('Model');
export const PresetPackRef = builder.objectRef<PresetPackRow>('PresetPack');
export const PresetRef = builder.objectRef<PresetNode>('Preset');
export const ReferenceRef = builder.objectRef<ReferenceImageRow>('Reference');
export const PromptTemplateRef = builder.objectRef<PromptTemplateRow>('PromptTemplate');
export const CampaignRef = builder.objectRef<CampaignRow>('Campaign');
export const PromptRef = builder.objectRef<PromptRow>('Prompt');
export const VariantRef = builder.objectRef<VariantNode>('Variant');
export const RenderRef = builder.objectRef<RenderNode>('Render');
export const ClipRef = builder.objectRef<ClipNode>('Clip');

/** One slot of a prompt or preset and its text. */
export const SlotTextRef = builder.objectRef<{ slot: Slot; text: string }>('SlotText');
