export {
  applyEdits,
  type Edit,
  type Finding,
  REJECTION_RULES,
  type RejectionRule,
  RULE_CODES,
  type Rewrite,
  type RuleCode,
  SEVERITIES,
  type Severity,
} from './finding.ts';
export { findRejections, lintPrompt, type LintOptions, lintSlots, type SlotFinding } from './lint-prompt.ts';
export { PACK_VERSION, type Rule, RULES } from './pack.ts';
