import { PROMPT_CHARS_MAX } from '@dailies/schema';
import { type Finding, lintPrompt, PACK_VERSION, RULE_CODES, type RuleCode, RULES } from '@dailies/schema/lint';
import { allow } from '../access/allow.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { LintRuleEnum, LintSeverityEnum, RejectionRuleEnum } from '../graphql/enums.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { CampaignRef } from '../graphql/refs.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { ModerationUnavailable } from './refusals.ts';
import { readRejections, type RejectionCount } from './rejection.store.ts';

/** Prompts of one question, and characters of all questions of one operation together. */
const LINT_PROMPTS_MAX = 200;
const LINT_CHARS_MAX = 400_000;
const DAYS_MAX = 366;

registerRefusal(ModerationUnavailable, 'ModerationUnavailable', (t) => ({
  read: t.exposeInt('read', { description: 'Texts it has read just before it ended: what it said is kept.' }),
  left: t.exposeInt('left', { description: 'Texts it has still to read, at least.' }),
}));

const HELP_PAGE = '/help/policy';

/** Characters an operation has asked to be read so far: the same question under many names is as much work as many questions. */
const readSoFar = new WeakMap<Context, number>();

/** Throws InputInvalid for more than an operation may ask to be read. */
function checkPrompts(prompts: readonly string[], context: Context): void {
  const chars = prompts.reduce((sum, prompt) => sum + prompt.length, readSoFar.get(context) ?? 0);
  readSoFar.set(context, chars);
  if (prompts.length > LINT_PROMPTS_MAX || chars > LINT_CHARS_MAX || prompts.some((prompt) => prompt.length > PROMPT_CHARS_MAX)) {
    throw new InputInvalid('prompts', 'These are too many or too long prompts for one question. Ask in parts of at most 200.');
  }
}

const PromptEdit = builder.objectRef<Finding['rewrite']['edits'][number]>('PromptEdit').implement({
  description: 'Put `text` in place of the characters from `start` to `end`, counted in UTF-16 units as JavaScript does.',
  fields: (t) => ({ start: t.exposeInt('start'), end: t.exposeInt('end'), text: t.exposeString('text') }),
});

const LintFinding = builder.objectRef<Finding>('LintFinding').implement({
  description: 'What a rule says of a prompt.',
  fields: (t) => ({
    rule: t.expose('code', { type: LintRuleEnum }),
    severity: t.expose('severity', { type: LintSeverityEnum }),
    name: t.string({ resolve: ({ code }) => RULES[code].name }),
    message: t.exposeString('sentence', { description: 'What is wrong, and what to do.' }),
    helpUrl: t.string({ resolve: ({ help }) => `${HELP_PAGE}#${help}` }),
    start: t.int({ description: 'The words to blame, in UTF-16 units of the prompt.', resolve: ({ span }) => span.start }),
    end: t.int({ resolve: ({ span }) => span.end }),
    rewriteLabel: t.string({ description: 'What the rewrite does, for a button.', resolve: ({ rewrite }) => rewrite.label }),
    rewrite: t.field({
      type: [PromptEdit],
      description: 'Edits that settle the finding; in order, none over another.',
      resolve: ({ rewrite }) => rewrite.edits,
    }),
  }),
});

const PromptLint = builder.objectRef<{ index: number; findings: Finding[] }>('PromptLint').implement({
  description: 'What the rules say of one prompt.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Its place in the question.' }),
    passes: t.boolean({
      description: 'Whether it may be rendered.',
      resolve: ({ findings }) => findings.every((finding) => finding.severity !== 'reject'),
    }),
    findings: t.expose('findings', { type: [LintFinding], description: 'Rejections first.' }),
  }),
});

const PolicyRule = builder.objectRef<RuleCode>('PolicyRule').implement({
  description: 'One rule of the pack.',
  fields: (t) => ({
    rule: t.field({ type: LintRuleEnum, resolve: (code) => code }),
    name: t.string({ resolve: (code) => RULES[code].name }),
    severity: t.field({ type: LintSeverityEnum, resolve: (code) => RULES[code].severity }),
    message: t.string({ resolve: (code) => RULES[code].sentence }),
    helpUrl: t.string({ resolve: (code) => `${HELP_PAGE}#${code.replaceAll('_', '-')}` }),
  }),
});

const RulePack = builder.objectRef<{ version: string }>('RulePack').implement({
  description: 'The rules that prompts are read by.',
  fields: (t) => ({
    version: t.exposeString('version'),
    rules: t.field({ type: [PolicyRule], resolve: () => [...RULE_CODES] }),
  }),
});

const PolicyRejections = builder.objectRef<RejectionCount>('PolicyRejections').implement({
  description: 'What one rule kept from being rendered on one day (UTC).',
  fields: (t) => ({
    day: t.expose('day', { type: 'Date' }),
    rule: t.expose('rule', { type: RejectionRuleEnum }),
    prompts: t.exposeInt('prompts', { description: 'Different texts, per campaign.' }),
    times: t.exposeInt('times', { description: 'How often they were planned.' }),
  }),
});

function checkDays(days: number): number {
  if (days >= 1 && days <= DAYS_MAX) return days;
  throw new InputInvalid('days', `Rejections can be asked for over 1 to ${DAYS_MAX} days.`);
}

builder.queryFields((t) => ({
  lintPrompt: t.field({
    type: [PromptLint],
    description:
      'Reads prompts by the rules a plan reads them by. Nothing is kept or logged. At most 200 prompts, and 400,000 characters in one operation.',
    args: {
      prompts: t.arg.stringList({ required: true }),
      audio: t.arg.boolean({ defaultValue: false, description: 'Whether the clips keep their sound.' }),
      reference: t.arg.boolean({ defaultValue: false, description: 'Whether a reference image goes with the prompts.' }),
    },
    resolve: (_root, { prompts, audio, reference }, context) => {
      allow(context.actor, 'campaign.read');
      checkPrompts(prompts, context);
      return prompts.map((prompt, index) => ({
        index,
        findings: lintPrompt(prompt, { audio: audio ?? false, reference: reference ?? false }),
      }));
    },
  }),
  rulePack: t.field({ type: RulePack, resolve: () => ({ version: PACK_VERSION }) }),
  policyRejections: t.field({
    type: [PolicyRejections],
    description: 'What the rules kept from being rendered in your workspace, by day and rule, newest first.',
    args: { days: t.arg.int({ defaultValue: 30, description: 'Today included; at most 366.' }) },
    resolve: (_root, { days }, { deps, actor }) => {
      allow(actor, 'campaign.read');
      return readRejections(deps.db, actor.workspaceId, { days: checkDays(days ?? 30), campaignNum: null });
    },
  }),
}));

builder.objectField(CampaignRef, 'policyRejections', (t) =>
  t.field({
    type: [PolicyRejections],
    description: 'What the rules kept from being rendered of this campaign, by day and rule, in the last year.',
    resolve: ({ num, workspace_id: workspaceId }, _args, { deps }) =>
      readRejections(deps.db, workspaceId, { days: DAYS_MAX, campaignNum: num }),
  }),
);
