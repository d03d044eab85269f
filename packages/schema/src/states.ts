/**
 * Every state machine's words, written once. SQL CHECK constraints, GraphQL enums and screens derive from these lists;
 * `test/house/vocabulary.test.ts` holds them together.
 */

export const CAMPAIGN_STATUSES = ['draft', 'planned', 'running', 'paused', 'completed', 'cancelled', 'archived'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/** A preview is rendered to choose from, a final to be shown. */
export const CAMPAIGN_PURPOSES = ['final', 'preview'] as const;
export type CampaignPurpose = (typeof CAMPAIGN_PURPOSES)[number];

/** How a campaign came from another: its cheap preview, its winners at full length, or one of its cells with one thing changed. */
export const CAMPAIGN_ORIGINS = ['preview', 'promotion', 'variation'] as const;
export type CampaignOrigin = (typeof CAMPAIGN_ORIGINS)[number];

/** A variant's phase: the projection of its latest render that people see. */
export const PHASES = [
  'excluded',
  'blocked',
  'planned',
  'queued',
  'rendering',
  'finalizing',
  'ready',
  'failed',
  'parked',
  'cancelled',
] as const;
export type Phase = (typeof PHASES)[number];

/** While a variant is in one of these its campaign is not completed. */
export const LIVE_PHASES = ['queued', 'rendering', 'finalizing', 'parked'] as const satisfies readonly Phase[];

export const RENDER_STATUSES = [
  'intended',
  'submitting',
  'ambiguous',
  'parked',
  'running',
  'succeeded',
  'stored',
  'failed',
  'cancelled',
  'expired',
  'lost',
] as const;
export type RenderStatus = (typeof RENDER_STATUSES)[number];

/** An open render may still cost money or become a clip; a variant has at most one. */
export const OPEN_RENDER_STATUSES = [
  'intended',
  'submitting',
  'ambiguous',
  'parked',
  'running',
  'succeeded',
] as const satisfies readonly RenderStatus[];

/** The one map from a render's status to the phase its variant shows. */
export const PHASE_OF_RENDER: Record<RenderStatus, Phase> = {
  intended: 'queued',
  submitting: 'rendering',
  ambiguous: 'rendering',
  running: 'rendering',
  parked: 'parked',
  succeeded: 'finalizing',
  stored: 'ready',
  failed: 'failed',
  expired: 'failed',
  lost: 'failed',
  cancelled: 'cancelled',
};

/** A variant that shares another's render: until that one ends, and after its clip was handed over. */
export const REUSE_STATUSES = ['following', 'served'] as const;
export type ReuseStatus = (typeof REUSE_STATUSES)[number];

export const CLIP_STATUSES = [
  'pending_review',
  'approved',
  'rejected',
  'changes_requested',
  'shared',
  'taken_down',
  'purging',
  'purged',
] as const;
export type ClipStatus = (typeof CLIP_STATUSES)[number];

export const CLIP_FILE_KINDS = ['video', 'poster', 'sprite'] as const;
export type ClipFileKind = (typeof CLIP_FILE_KINDS)[number];

export const LEDGER_KINDS = ['hold', 'settle', 'release', 'adjust'] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** What the plan says of a variant before anything is spent. */
export const VERDICTS = ['ok', 'reused', 'policy', 'unpriced', 'over_entitlement', 'model_retired', 'prompt_invalid'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const ROLES = ['admin', 'producer', 'reviewer', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const EDITIONS = ['free', 'pro', 'enterprise'] as const;
export type Edition = (typeof EDITIONS)[number];

export const TIERS = ['standard', 'pro'] as const;
export type Tier = (typeof TIERS)[number];

export const DIALECTS = ['openai', 'vllm-omni', 'sglang', 'litellm'] as const;
export type Dialect = (typeof DIALECTS)[number];

/**
 * How far an endpoint can prove what became of a create whose answer was lost: L0 by an idempotency key, L1 by a tag it echoes, L2 by a list
 * that shows the prompt, L3 by a list without it (one create in doubt at a time), L4 not at all (a person decides).
 */
export const ENDPOINT_LEVELS = ['L0', 'L1', 'L2', 'L3', 'L4'] as const;
export type EndpointLevel = (typeof ENDPOINT_LEVELS)[number];

/** What a reference image is meant to hold steady. */
export const REFERENCE_ROLES = ['subject', 'product', 'composition', 'style'] as const;
export type ReferenceRole = (typeof REFERENCE_ROLES)[number];

export const AXIS_MODES = ['cross', 'zip'] as const;
export type AxisMode = (typeof AXIS_MODES)[number];

/**
 * What a video is that the provider lists and no render of ours has: one more of something we asked for, nothing we know of, or older than this
 * installation.
 */
export const ORPHAN_KINDS = ['duplicate', 'unknown', 'stranger'] as const;
export type OrphanKind = (typeof ORPHAN_KINDS)[number];

/** What a person may decide of a parked render: make it again, count it as spent, or take one of the provider's videos for it. */
export const PARKED_DECISIONS = ['recreate', 'write_off', 'adopt'] as const;
export type ParkedDecision = (typeof PARKED_DECISIONS)[number];

/** Why a render waits for a person: videos may be its own, the provider's list shows none, or the provider lists nothing. */
export const PARKED_CAUSES = ['disputed', 'unseen', 'no_list'] as const;
export type ParkedCause = (typeof PARKED_CAUSES)[number];

/** Which campaign is served first at an endpoint; a lower one is served more rarely, never not at all. */
export const CAMPAIGN_PRIORITIES = ['low', 'normal', 'high'] as const;
export type CampaignPriority = (typeof CAMPAIGN_PRIORITIES)[number];

/** `probing`: one send at a time, until the provider has taken one. */
export const ENDPOINT_STATUSES = ['active', 'probing', 'paused'] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

/** Whose money a budget counts. */
export const BUDGET_SCOPES = ['workspace', 'user', 'campaign'] as const;
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** How long a budget counts before it begins anew, in UTC; `total` never does. */
export const BUDGET_PERIODS = ['day', 'month', 'total'] as const;
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** Why money counts: a budget was asked, a provider billed more than was reserved, or a person corrected the books. */
export const ADMISSION_KINDS = ['asked', 'overrun', 'adjust'] as const;
export type AdmissionKind = (typeof ADMISSION_KINDS)[number];
