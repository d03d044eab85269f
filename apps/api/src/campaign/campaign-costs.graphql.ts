import { allow } from '../access/allow.ts';
import { builder } from '../graphql/builder.ts';
import { type KeysetPage, readPage } from '../graphql/connection.ts';
import { CampaignRef, WorkspaceRef } from '../graphql/refs.ts';
import {
  type CostSort,
  countPaidCampaigns,
  listPaidCampaigns,
  type PaidCampaignRow,
  readWorkspaceCosts,
  type WorkspaceCosts,
} from './campaign-costs.store.ts';
import { SortDirectionEnum } from './variant.graphql.ts';

const WorkspaceCostsRef = builder.objectRef<WorkspaceCosts>('WorkspaceCosts').implement({
  description: 'Money of all campaigns together, since the first.',
  fields: (t) => ({
    heldMicros: t.expose('heldMicros', { type: 'Micros', description: 'Reserved for what is still to come.' }),
    settledMicros: t.expose('settledMicros', { type: 'Micros', description: 'Spent by campaigns.' }),
    savedMicros: t.expose('savedMicros', { type: 'Micros', description: 'Not spent, because a clip served more than one cell.' }),
    unattributedMicros: t.expose('unattributedMicros', { type: 'Micros', description: 'Billed as well, for no campaign that is known.' }),
  }),
});

builder.objectField(WorkspaceRef, 'costs', (t) =>
  t.field({
    type: WorkspaceCostsRef,
    resolve: ({ id }, _args, { deps, actor }) => {
      allow(actor, 'budget.read');
      return readWorkspaceCosts(deps.db, id);
    },
  }),
);

const CampaignCostSortInput = builder.inputType('CampaignCostSort', {
  fields: (t) => ({
    by: t.field({
      required: true,
      type: builder.enumType('CampaignCostSortBy', {
        values: {
          CREATED: { value: 'created' },
          HELD: { value: 'held' },
          SETTLED: { value: 'settled' },
          SAVED: { value: 'saved' },
        } as const,
      }),
    }),
    direction: t.field({ required: true, type: SortDirectionEnum }),
  }),
});

const MOST_SPENT: CostSort = { by: 'settled', direction: 'desc' };

builder.queryField('campaignCosts', (t) =>
  t.connection(
    {
      type: CampaignRef,
      description: 'Campaigns that hold, spent or saved money; what spent most comes first unless sorted otherwise.',
      args: { sort: t.arg({ type: CampaignCostSortInput }) },
      resolve: async (_root, { sort, ...args }, { deps, actor }) => {
        allow(actor, 'budget.read');
        const load = (page: KeysetPage) => listPaidCampaigns(deps.db, actor.workspaceId, sort ?? MOST_SPENT, page);
        return readPage(args, { keysOf: (row: PaidCampaignRow) => [row.sort_key, row.num], load });
      },
    },
    {
      name: 'CampaignCostConnection',
      fields: (c) => ({
        totalCount: c.int({ resolve: (_page, _args, { deps, actor }) => countPaidCampaigns(deps.db, actor.workspaceId) }),
      }),
    },
    { name: 'CampaignCostEdge' },
  ),
);
