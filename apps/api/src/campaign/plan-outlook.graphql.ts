import type { Micros } from '@dailies/schema';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { CampaignRef } from '../graphql/refs.ts';
import { BudgetRef } from '../ledger/budget.graphql.ts';
import { type BudgetState, remainingMicros } from '../ledger/budget.rules.ts';
import { readBudgetsOf } from '../ledger/budget.store.ts';
import type { FinishEstimate as Estimate } from './finish-estimate.rules.ts';
import { PlanRef } from './plan.graphql.ts';
import { PLAN_WARNINGS, type PlanWarning as Warning } from './plan-warnings.rules.ts';
import { readFinishEstimate } from './read-finish-estimate.ts';
import { readPlanWarnings } from './read-plan-warnings.ts';

const FinishEstimate = builder.objectRef<Estimate & { now: Date }>('FinishEstimate').implement({
  description: 'When it would be done: from how long its models took, what its endpoints allow, and what else is under way there.',
  fields: (t) => ({
    at: t.field({ type: 'DateTime', resolve: ({ now, inMs }) => new Date(now.getTime() + inMs) }),
    latest: t.field({
      type: 'DateTime',
      description: 'When renders take two deviations longer.',
      resolve: ({ now, latestInMs }) => new Date(now.getTime() + latestInMs),
    }),
    basis: t.field({
      type: builder.enumType('FinishEstimateBasis', {
        values: { MEASURED: { value: 'measured' }, PARTLY_MEASURED: { value: 'partly_measured' }, ASSUMED: { value: 'assumed' } } as const,
      }),
      resolve: ({ basis }) => basis,
    }),
  }),
});

const PlanWarning = builder.objectRef<Warning>('PlanWarning').implement({
  description: 'What is worth knowing before a launch.',
  fields: (t) => ({
    code: t.field({
      type: builder.enumType('PlanWarningCode', {
        values: Object.fromEntries(PLAN_WARNINGS.map((code) => [code.toUpperCase(), { value: code }])),
      }),
      resolve: ({ code }) => code,
    }),
    message: t.exposeString('message'),
    cells: t.exposeInt('cells', { description: 'Cells it is about.' }),
  }),
});

const BudgetOutlook = builder.objectRef<{ budget: BudgetState; reserveMicros: Micros }>('BudgetOutlook').implement({
  description: 'A budget that counts this campaign’s money, before and after a launch by you.',
  fields: (t) => ({
    budget: t.expose('budget', { type: BudgetRef }),
    beforeMicros: t.field({ type: 'Micros', description: 'Committed now.', resolve: ({ budget }) => budget.committedMicros }),
    afterMicros: t.field({
      type: 'Micros',
      description: 'Committed with what the launch reserves.',
      resolve: ({ budget, reserveMicros }) => budget.committedMicros + reserveMicros,
    }),
    fits: t.boolean({ resolve: ({ budget, reserveMicros }) => reserveMicros <= remainingMicros(budget) }),
  }),
});

const finishOf = (campaign: CampaignRow, _args: object, { deps }: Context) => readFinishEstimate(deps.db, campaign);

builder.objectFields(PlanRef, (t) => ({
  finishEstimate: t.field({
    type: FinishEstimate,
    nullable: true,
    description: 'Launched now. Null while an endpoint it needs is paused, and when nothing is to be rendered.',
    resolve: finishOf,
  }),
  warnings: t.field({
    type: [PlanWarning],
    resolve: (campaign, _args, { deps, actor }) => readPlanWarnings(deps.db, campaign, actor.userId),
  }),
  budgets: t.field({
    type: [BudgetOutlook],
    description: 'Every budget that a launch by you would be counted on; after a launch, what is committed holds it already.',
    resolve: async (campaign, _args, { deps, actor }) => {
      const payer = { workspaceId: actor.workspaceId, userId: actor.userId, campaignNum: campaign.num };
      const reserveMicros = campaign.status === 'planned' ? campaign.plan.highMicros : 0;
      return (await readBudgetsOf(deps.db, payer)).map((budget) => ({ budget, reserveMicros }));
    },
  }),
}));

builder.objectField(CampaignRef, 'finishEstimate', (t) =>
  t.field({
    type: FinishEstimate,
    nullable: true,
    description: 'Of a campaign that runs or waits for its launch; null once it has ended, and while an endpoint it needs is paused.',
    resolve: finishOf,
  }),
);
