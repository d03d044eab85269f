import { NotAllowed } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { CampaignRef } from '../graphql/refs.ts';
import { BudgetRef } from '../ledger/budget.graphql.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { adjustLedger } from './adjust-ledger.ts';
import { campaignByNumLoader } from './campaign-loaders.ts';
import './refusals.graphql.ts';
import { IdempotencyKeyReused } from './refusals.ts';

const AdjustLedgerSuccess = builder
  .objectRef<{ campaign: CampaignRow }>('AdjustLedgerSuccess')
  .implement({ fields: (t) => ({ campaign: t.expose('campaign', { type: CampaignRef }) }) });

builder.mutationField('adjustLedger', (t) =>
  t.fieldWithInput({
    type: AdjustLedgerSuccess,
    description: 'Corrects what a campaign has spent by one more entry, with a reason that stays: a refund, or a bill that was higher.',
    input: {
      campaignId: t.input.id({ required: true }),
      micros: t.input.field({ type: 'Micros', required: true, description: 'Added to what was spent; below zero takes away.' }),
      reason: t.input.string({ required: true }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: { types: [NotAllowed, NotFound, InputInvalid, IdempotencyKeyReused] },
    resolve: async (_root, { input }, { deps, actor }) => ({
      campaign: await adjustLedger(deps, actor, { ...input, campaignId: getLocalId('Campaign', input.campaignId) }),
    }),
  }),
);

builder.objectField(CampaignRef, 'pausedBecause', (t) =>
  t.exposeString('paused_because', { nullable: true, description: 'Why the house paused it, in words; null where a person did.' }),
);

builder.objectField(BudgetRef, 'campaign', (t) =>
  t.field({
    type: CampaignRef,
    nullable: true,
    description: 'Which, of scope CAMPAIGN.',
    resolve: ({ campaignNum }, _args, context) => (campaignNum === null ? null : campaignByNumLoader(context).load(campaignNum)),
  }),
);
