import { NotAllowed } from '../access/allow.ts';
import { IdempotencyKeyReused, NothingToRender, WrongStatus } from '../campaign/refusals.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { builder } from '../graphql/builder.ts';
import { getLocalId } from '../graphql/global-id.ts';
import { CampaignRef } from '../graphql/refs.ts';
import { BudgetExceeded } from '../ledger/refusals.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { QuotaExceeded } from '../policy/refusals.ts';
import { retryRenders } from './retry-renders.ts';

const RetryRendersSuccess = builder
  .objectRef<{ campaign: CampaignRow; retried: number; fetchedAgain: number }>('RetryRendersSuccess')
  .implement({
    fields: (t) => ({
      campaign: t.expose('campaign', { type: CampaignRef }),
      retried: t.exposeInt('retried', { description: 'Cells back in the queue, paid for as new renders.' }),
      fetchedAgain: t.exposeInt('fetchedAgain', {
        description: 'Cells whose paid video is asked for and fetched again, at no cost.',
      }),
    }),
  });

builder.mutationField('retryRenders', (t) =>
  t.fieldWithInput({
    type: RetryRendersSuccess,
    description:
      'Tries failed cells again: of some causes, some cells, or all. What is paid and may still be offered by its provider is fetched again at no cost; the rest is rendered again with the same parameters.',
    input: {
      campaignId: t.input.id({ required: true }),
      failureCodes: t.input.stringList(),
      variantIds: t.input.idList(),
      renderAnew: t.input.boolean({ description: 'Pays for a new render also where the paid video may still be offered.' }),
      idempotencyKey: t.input.string({ required: true }),
    },
    errors: {
      types: [NotAllowed, NotFound, InputInvalid, WrongStatus, NothingToRender, IdempotencyKeyReused, BudgetExceeded, QuotaExceeded],
    },
    resolve: (_root, { input: { campaignId, variantIds, ...input } }, { deps, actor }) =>
      retryRenders(deps, actor, {
        ...input,
        campaignId: getLocalId('Campaign', campaignId),
        variantIds: variantIds?.map((id) => getLocalId('Variant', id)),
      }),
  }),
);
