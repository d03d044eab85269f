import {
  AXIS_MODES,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  CAMPAIGN_ORIGINS,
  CAMPAIGN_PURPOSES,
  CAMPAIGN_PRIORITIES,
  CAMPAIGN_STATUSES,
  CLIP_STATUSES,
  DIALECTS,
  EDITIONS,
  LEDGER_KINDS,
  ENDPOINT_LEVELS,
  ENDPOINT_STATUSES,
  ORPHAN_KINDS,
  PARKED_CAUSES,
  PARKED_DECISIONS,
  PHASES,
  REFERENCE_ROLES,
  RENDER_STATUSES,
  ROLES,
  SLOTS,
  TIERS,
  VERDICTS,
} from '@dailies/schema';
import { REJECTION_RULES, RULE_CODES, SEVERITIES } from '@dailies/schema/lint';
import { builder } from './builder.ts';

/** `vllm-omni` reads VLLM_OMNI outside; inside it stays the word of packages/schema. */
type EnumValues<Word extends string> = Record<string, { value: Word }>;

function enumOf<const Word extends string>(name: string, words: readonly Word[], description: string) {
  const values: EnumValues<Word> = Object.fromEntries(words.map((word) => [word.toUpperCase().replaceAll('-', '_'), { value: word }]));
  return builder.enumType(name, { description, values });
}

export const CampaignStatusEnum = enumOf('CampaignStatus', CAMPAIGN_STATUSES, 'Where a campaign stands.');
export const CampaignPurposeEnum = enumOf(
  'CampaignPurpose',
  CAMPAIGN_PURPOSES,
  'What a campaign is rendered for: to choose from, or to be shown.',
);
export const CampaignOriginEnum = enumOf('CampaignOrigin', CAMPAIGN_ORIGINS, 'How a campaign came from another.');
export const PhaseEnum = enumOf('Phase', PHASES, 'Where one cell of the matrix stands, as people see it.');
export const RenderStatusEnum = enumOf('RenderStatus', RENDER_STATUSES, 'Where one attempt at a provider stands.');
export const OrphanKindEnum = enumOf('OrphanKind', ORPHAN_KINDS, 'What a video is that the provider lists and no render of ours has.');
export const ParkedDecisionEnum = enumOf('ParkedDecision', PARKED_DECISIONS, 'What a person may decide of a parked render.');
export const ParkedCauseEnum = enumOf(
  'ParkedCause',
  PARKED_CAUSES,
  'Why a render waits for a person: DISPUTED: videos may be its own. UNSEEN: the provider’s list shows none. NO_LIST: the provider lists nothing.',
);
export const ClipStatusEnum = enumOf('ClipStatus', CLIP_STATUSES, 'Where a stored video stands in review.');
export const VerdictEnum = enumOf('Verdict', VERDICTS, 'What the plan says of a cell before anything is spent.');
export const RoleEnum = enumOf('Role', ROLES, 'What a person may do in a workspace.');
export const EditionEnum = enumOf('Edition', EDITIONS, 'What a workspace may do.');
export const TierEnum = enumOf('Tier', TIERS, 'The class of a model.');
export const EndpointLevelEnum = enumOf(
  'EndpointLevel',
  ENDPOINT_LEVELS,
  'How far an endpoint can prove what became of a send whose answer was lost: L0 best, L4 not at all.',
);
export const ReferenceRoleEnum = enumOf('ReferenceRole', REFERENCE_ROLES, 'What a reference image holds steady.');
export const DialectEnum = enumOf('Dialect', DIALECTS, 'How an endpoint speaks the Videos wire.');
export const AxisModeEnum = enumOf('AxisMode', AXIS_MODES, 'Whether axes are multiplied or paired.');
export const SlotEnum = enumOf('Slot', SLOTS, 'The parts of a prompt, in the order they are compiled.');
export const OrientationEnum = enumOf('Orientation', ['portrait', 'landscape', 'square'], 'How people name a frame size.');
export const CampaignPriorityEnum = enumOf('CampaignPriority', CAMPAIGN_PRIORITIES, 'Which campaign is served first.');
export const EndpointStatusEnum = enumOf('EndpointStatus', ENDPOINT_STATUSES, 'Whether renders are sent to an endpoint.');
export const LedgerKindEnum = enumOf('LedgerKind', LEDGER_KINDS, 'What an entry of the ledger books.');
export const BudgetScopeEnum = enumOf('BudgetScope', BUDGET_SCOPES, 'Whose money a budget counts.');
export const BudgetPeriodEnum = enumOf('BudgetPeriod', BUDGET_PERIODS, 'How long a budget counts before it begins anew, in UTC.');
export const LintRuleEnum = enumOf(
  'LintRule',
  RULE_CODES,
  'What a rule of the pack is about: first what may not be asked for, then the common mistakes.',
);
export const RejectionRuleEnum = enumOf(
  'RejectionRule',
  REJECTION_RULES,
  'What stopped a text before it was planned: a rule of the pack. MODERATION: the moderation service of this installation.',
);
export const LintSeverityEnum = enumOf(
  'LintSeverity',
  SEVERITIES,
  'REJECT: it is not rendered. WARN: it will likely disappoint. HINT: it could be better.',
);
