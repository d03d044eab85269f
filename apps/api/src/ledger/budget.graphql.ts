import type { Micros } from '@dailies/schema';
import { allow, NotAllowed } from '../access/allow.ts';
import { builder } from '../graphql/builder.ts';
import { defineLoader, keyBy } from '../graphql/context.ts';
import { BudgetPeriodEnum, BudgetScopeEnum } from '../graphql/enums.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { CampaignRef, UserRef } from '../graphql/refs.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { userLoader } from '../identity/identity.graphql.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { type BudgetState, remainingMicros } from './budget.rules.ts';
import { type BudgetAlert, listAlerts, listBudgets, readBudgetsOf, readSettled } from './budget.store.ts';
import { BudgetExceeded } from './refusals.ts';
import { removeBudget, setBudget } from './set-budget.ts';

const budgetLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  keyBy(await listBudgets(deps.db, actor.workspaceId, ids), 'id'),
);
const settledLoader = defineLoader((_ids: readonly string[], { deps, actor }) => readSettled(deps.db, actor.workspaceId));
const alertsLoader = defineLoader(async (ids: readonly string[], { deps, actor }) =>
  Map.groupBy(await listAlerts(deps.db, actor.workspaceId, ids), ({ budgetId }) => budgetId),
);

async function settledOf(budget: BudgetState, context: Parameters<typeof settledLoader>[0]): Promise<Micros> {
  return (await settledLoader(context).load(budget.id)) ?? 0;
}

const BudgetAlertRef = builder.objectRef<BudgetAlert>('BudgetAlert').implement({
  description: 'A threshold that a budget has reached in its present period.',
  fields: (t) => ({
    percent: t.exposeInt('percent', { description: 'Of the limit.' }),
    at: t.expose('at', { type: 'DateTime' }),
    committedMicros: t.expose('committedMicros', { type: 'Micros', description: 'What was spent or reserved then.' }),
    limitMicros: t.expose('limitMicros', { type: 'Micros', description: 'The limit then; it may have been changed since.' }),
  }),
});

export const BudgetRef = builder.objectRef<BudgetState>('Budget');

builder.node(BudgetRef, {
  description: 'What may be spent by a workspace, a person or a campaign, in its present period.',
  id: { resolve: (budget) => budget.id },
  loadMany: (ids: string[], context) => {
    allow(context.actor, 'budget.read');
    return budgetLoader(context).loadMany(ids);
  },
  fields: (t) => ({
    scope: t.expose('scope', { type: BudgetScopeEnum }),
    period: t.expose('period', { type: BudgetPeriodEnum }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'Whose, of scope USER.',
      resolve: ({ userId }, _args, context) => (userId === null ? null : userLoader(context).load(userId)),
    }),
    limitMicros: t.expose('limitMicros', { type: 'Micros' }),
    committedMicros: t.expose('committedMicros', { type: 'Micros', description: 'Spent or reserved, of money given in this period.' }),
    settledMicros: t.field({
      type: 'Micros',
      description: 'Of what is committed: spent.',
      resolve: (budget, _args, context) => settledOf(budget, context),
    }),
    heldMicros: t.field({
      type: 'Micros',
      description: 'Of what is committed: reserved for what is still to come.',
      resolve: async (budget, _args, context) => budget.committedMicros - (await settledOf(budget, context)),
    }),
    remainingMicros: t.field({ type: 'Micros', description: 'What may still be asked for.', resolve: remainingMicros }),
    thresholds: t.exposeIntList('thresholds', { description: 'Percent of the limit, each told once a period by an event.' }),
    alerts: t.field({
      type: [BudgetAlertRef],
      description: 'The thresholds that were told in this period, lowest first.',
      resolve: async (budget, _args, context) => (await alertsLoader(context).load(budget.id)) ?? [],
    }),
    startsOn: t.expose('startsOn', { type: 'Date', description: 'The first day of this period, UTC.' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', nullable: true, description: 'Null for a budget that never begins anew.' }),
  }),
});

registerRefusal(BudgetExceeded, 'BudgetExceeded', (t) => ({
  budget: t.field({ type: BudgetRef, description: 'The one with least room; as it stood.', resolve: (refusal) => refusal.budget }),
  limitMicros: t.field({ type: 'Micros', resolve: ({ budget }) => budget.limitMicros }),
  committedMicros: t.field({ type: 'Micros', resolve: ({ budget }) => budget.committedMicros }),
  wantedMicros: t.expose('wantedMicros', { type: 'Micros', description: 'What was asked for.' }),
  resetsAt: t.field({ type: 'DateTime', nullable: true, resolve: ({ budget }) => budget.resetsAt }),
}));

builder.queryField('budgets', (t) =>
  t.field({
    type: [BudgetRef],
    description: 'Every budget of your workspace, its own first.',
    resolve: (_root, _args, { deps, actor }) => {
      allow(actor, 'budget.read');
      return listBudgets(deps.db, actor.workspaceId);
    },
  }),
);

builder.objectField(CampaignRef, 'budgets', (t) =>
  t.field({
    type: [BudgetRef],
    description: 'The budgets that count this campaign’s money when you spend it.',
    resolve: (campaign, _args, { deps, actor }) => {
      allow(actor, 'budget.read');
      return readBudgetsOf(deps.db, { workspaceId: actor.workspaceId, userId: actor.userId, campaignNum: campaign.num });
    },
  }),
);

const SetBudgetSuccess = builder
  .objectRef<{ budget: BudgetState }>('SetBudgetSuccess')
  .implement({ fields: (t) => ({ budget: t.expose('budget', { type: BudgetRef }) }) });
const RemoveBudgetSuccess = builder
  .objectRef<{ budgetId: string }>('RemoveBudgetSuccess')
  .implement({ fields: (t) => ({ budgetId: t.exposeID('budgetId', { description: 'As it was given.' }) }) });

builder.mutationFields((t) => ({
  setBudget: t.fieldWithInput({
    type: SetBudgetSuccess,
    description: 'Sets what may be spent; the budget of the same scope, owner and period takes the new limit.',
    input: {
      scope: t.input.field({ type: BudgetScopeEnum, required: true }),
      period: t.input.field({ type: BudgetPeriodEnum, required: true }),
      limitMicros: t.input.field({ type: 'Micros', required: true }),
      thresholds: t.input.intList({ description: 'Percent of the limit; absent: 50, 80 and 100.' }),
      userId: t.input.id({ description: 'Whose, of scope USER.' }),
      campaignId: t.input.id({ description: 'Which, of scope CAMPAIGN.' }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid] },
    resolve: async (_root, { input: { userId, campaignId, ...wish } }, { deps, actor }) => ({
      budget: await setBudget(deps, actor, {
        ...wish,
        userId: userId ? getLocalId('User', userId) : null,
        campaignId: campaignId ? getLocalId('Campaign', campaignId) : null,
      }),
    }),
  }),
  removeBudget: t.fieldWithInput({
    type: RemoveBudgetSuccess,
    description: 'Takes a budget away. What it counted stands in the ledger.',
    input: { budgetId: t.input.id({ required: true }) },
    errors: { types: [NotAllowed, NotFound] },
    resolve: async (_root, { input: { budgetId } }, { deps, actor }) => {
      await removeBudget(deps, actor, { budgetId: getLocalId('Budget', budgetId) });
      return { budgetId };
    },
  }),
}));
