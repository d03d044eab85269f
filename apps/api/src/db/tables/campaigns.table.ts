import type {
  AxisMode,
  CampaignOrigin,
  CampaignPurpose,
  CampaignPriority,
  CampaignStatus,
  Micros,
  Phase,
  Slots,
  Verdict,
} from '@dailies/schema';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** What a campaign multiplies: chosen axes beside its prompts. */
export interface Brief {
  modelIds: string[];
  sizes: string[];
  seconds: number[];
  /** Preset ids; null stands for "as written". */
  presetIds: (string | null)[];
  axisMode: AxisMode;
  template: Slots | null;
  /** Silent unless asked: our side removes the track where the model can not be told. */
  audio: boolean;
  /** The picture every render starts from; absent stands for none. */
  referenceId?: string | null;
  /** Whether an identical earlier render of the workspace may serve a variant. */
  reuse: boolean;
}

/** A preset as the plan froze it; all null stands for "as written". */
export interface PlannedPreset {
  presetId: string | null;
  versionId: string | null;
  key: string | null;
  name: string;
}

/** The axes of a matrix as numbers: rows are prompt x preset, columns model x size x seconds. */
export interface MatrixShape {
  mode: AxisMode;
  promptCount: number;
  presetCount: number;
  rowCount: number;
  columnCount: number;
  variantCount: number;
}

/** What the plan found: frozen beside its hash. */
export interface PlanSummary {
  shape: MatrixShape;
  presets: PlannedPreset[];
  /** Cells by verdict, the excluded ones left out. */
  verdicts: Partial<Record<Verdict, number>>;
  excluded: number;
  /** Every cell that may render, once each, nothing reused. */
  estimateMicros: Micros;
  /** What is sure to be rendered, once each. */
  lowMicros: Micros;
  /** The same with the workspace's own measured repeats. */
  expectedMicros: Micros;
  /** Nothing can be reused and repeats run high: what a launch reserves. */
  highMicros: Micros;
  /** Paid renders a ready clip, as measured when it was planned. */
  repeatFactor: number;
  /** Renders by column, the reused cells left out: what its endpoints have to do. */
  columnRenders: number[];
  /** Cells expected to share an earlier render or each other's, and what that saves. */
  reused: { count: number; micros: Micros };
  /** Hash (hex) of each part that may move between plan and launch, by name, so that a stale plan names what moved. */
  parts: PlanParts;
}
export type PlanParts = Record<'axes' | 'prompts' | 'presets' | 'policy' | 'reference' | 'offers' | 'exclusions' | 'reuse', string>;

export interface CampaignsTable {
  num: Generated<number>;
  id: string;
  workspace_id: string;
  name: string;
  status: Generated<CampaignStatus>;
  priority: Generated<CampaignPriority>;
  /** Why the house paused it, in words; null when a person did, or while it is not paused. */
  paused_because: Generated<string | null>;
  brief: JSONColumnType<Brief>;
  plan_hash: string | null;
  plan: JSONColumnType<PlanSummary> | null;
  variant_count: Generated<number>;
  /** Variants written so far by the expand job: indexes below this stand. */
  expanded_count: Generated<number>;
  /** Variants admitted so far by launch: indexes below this were moved from planned to queued. */
  admitted_count: Generated<number>;
  /** A preview is rendered to choose from, a final to be shown. */
  purpose: Generated<CampaignPurpose>;
  /** The campaign this one was made from, and how; no `origin` beside a parent: a clone, there to be edited. */
  parent_num: number | null;
  origin: CampaignOrigin | null;
  /** What clips that served again saved it. */
  saved_micros: Generated<Micros>;
  created_by: string;
  created_at: Generated<Date>;
  planned_at: Date | null;
  launched_at: Date | null;
  completed_at: Date | null;
}
export type CampaignRow = Selectable<CampaignsTable>;

export interface PromptsTable {
  campaign_num: number;
  n: number;
  key: string | null;
  slots: JSONColumnType<Slots>;
  variables: JSONColumnType<Record<string, string>>;
}
export type PromptRow = Selectable<PromptsTable>;

/** One prompt x preset, compiled: n = prompt_n x presets + preset's place. */
export interface CompiledPromptsTable {
  campaign_num: number;
  n: number;
  prompt_n: number;
  preset_version_id: string | null;
  text: string;
  sha256: Buffer;
  /** What the row is (prompt and preset), whatever its place: half of an exclusion's key. */
  row_hash: Buffer;
  verdict: Verdict;
  verdict_note: string | null;
}
export type CompiledPromptRow = Selectable<CompiledPromptsTable>;

/** One model x size x seconds with its frozen price. */
export interface OffersTable {
  campaign_num: number;
  n: number;
  endpoint_id: string;
  model_id: string;
  size: string;
  seconds: number;
  price_id: number | null;
  price_micros: Micros;
  /** What the column is (model, size, seconds), whatever its place: the other half of an exclusion's key. */
  column_hash: Buffer;
  verdict: Verdict;
  /** Why, where the verdict alone does not say it. */
  verdict_note: string | null;
  /** The column whose place it took when the campaign was planned again onto another model; null for a column of the frozen axes. */
  replaces_n: number | null;
}
export type OfferRow = Selectable<OffersTable>;

export interface ExclusionsTable {
  campaign_num: number;
  row_hash: Buffer;
  column_hash: Buffer;
}

export interface VariantsTable {
  campaign_num: number;
  index: number;
  compiled_n: number;
  offer_n: number;
  phase: Phase;
  /** Attempts begun; 0 before the first. */
  attempt: Generated<number>;
  render_id: string | null;
  clip_id: string | null;
  changed_at: Generated<Date>;
}
export type VariantRow = Selectable<VariantsTable>;

export type CampaignTalliesTable = {
  campaign_num: number;
  shard: number;
} & Record<Phase, Generated<number>>;

/** What a plan was before it changed. */
export interface PlanSnapshotsTable {
  id: Generated<number>;
  campaign_num: number;
  plan_hash: string;
  /** Each row's name and words, eight bytes each; null: the axes of the next snapshot, or of the plan that stands. */
  rows: Buffer[] | null;
  columns: JSONColumnType<{ hash: string; label: string; micros: Micros; verdict: Verdict; note: string | null }[]> | null;
  /** Cells by row and column, eight bytes each. */
  excluded: Buffer[];
  shared: Buffer[];
  /** sha256 (hex) of the plan's picture; empty without one. */
  reference: Generated<string>;
}
