import { EDITIONS } from '@dailies/schema';
import type { EntitlementRow } from '../db/tables/entitlements.table.ts';
import { builder } from '../graphql/builder.ts';
import { EditionEnum, TierEnum } from '../graphql/enums.ts';
import { WorkspaceRef } from '../graphql/refs.ts';
import { registerRefusal } from '../graphql/refusals.ts';
import { quotaResetsAt } from './entitlements.rules.ts';
import { countInFlight, getEntitlement, listEntitlements, readUsedToday } from './entitlement.store.ts';
import { OverEntitlement, QuotaExceeded } from './refusals.ts';

registerRefusal(OverEntitlement, 'OverEntitlement', (t) => ({
  edition: t.expose('edition', { type: EditionEnum }),
  limits: t.exposeStringList('limits', { description: 'Each limit that was met, in words.' }),
}));
registerRefusal(QuotaExceeded, 'QuotaExceeded', (t) => ({
  limit: t.exposeInt('limit', { description: 'Renders a day.' }),
  used: t.exposeInt('used', { description: 'Renders asked for today.' }),
  wanted: t.exposeInt('wanted'),
  resetsAt: t.expose('resetsAt', { type: 'DateTime' }),
}));

interface WorkspaceLimits extends EntitlementRow {
  workspaceId: string;
  rendersToday: number;
  resetsAt: Date;
}

const WorkspaceLimitsRef = builder.objectRef<WorkspaceLimits>('WorkspaceLimits').implement({
  description: 'What the workspace’s edition may do; null is no limit.',
  fields: (t) => ({
    edition: t.expose('edition', { type: EditionEnum }),
    tiers: t.expose('tiers', { type: [TierEnum] }),
    secondsMax: t.exposeInt('seconds_max', { nullable: true }),
    pixelsMax: t.exposeInt('pixels_max', { nullable: true, description: 'Width x height.' }),
    rendersPerDay: t.exposeInt('renders_per_day', { nullable: true }),
    rendersInFlight: t.exposeInt('renders_in_flight', { nullable: true, description: 'At providers at the same time.' }),
    rendersInFlightNow: t.int({
      description: 'At providers now, or on the way there.',
      resolve: ({ workspaceId }, _args, { deps }) => countInFlight(deps.db, workspaceId),
    }),
    retentionDays: t.exposeInt('retention_days', { nullable: true }),
    rendersToday: t.exposeInt('rendersToday', { description: 'Asked for since midnight UTC; what was never sent does not count.' }),
    resetsAt: t.expose('resetsAt', { type: 'DateTime', description: 'When the day’s renders count from nothing again.' }),
  }),
});

builder.objectFields(WorkspaceRef, (t) => ({
  limits: t.field({
    type: WorkspaceLimitsRef,
    resolve: async ({ id }, _args, { deps }) => {
      const [entitlement, { used, now }] = await Promise.all([getEntitlement(deps.db, id), readUsedToday(deps.db, id)]);
      return { ...entitlement, workspaceId: id, rendersToday: used, resetsAt: quotaResetsAt(now) };
    },
  }),
  reuseWindowHours: t.exposeInt('reuse_window_hours', {
    description: 'How long a finished render may serve the same request again; 0: never.',
  }),
}));

const EditionLimits = builder.objectRef<EntitlementRow>('EditionLimits').implement({
  description: 'What an edition may do; null is no limit.',
  fields: (t) => ({
    edition: t.expose('edition', { type: EditionEnum }),
    tiers: t.expose('tiers', { type: [TierEnum] }),
    secondsMax: t.exposeInt('seconds_max', { nullable: true }),
    pixelsMax: t.exposeInt('pixels_max', { nullable: true, description: 'Width x height.' }),
    rendersPerDay: t.exposeInt('renders_per_day', { nullable: true }),
    rendersInFlight: t.exposeInt('renders_in_flight', { nullable: true, description: 'At providers at the same time.' }),
    retentionDays: t.exposeInt('retention_days', { nullable: true }),
  }),
});

builder.queryField('editions', (t) =>
  t.field({
    type: [EditionLimits],
    description: 'Every edition with its limits, the smallest first.',
    resolve: async (_root, _args, { deps }) =>
      (await listEntitlements(deps.db)).toSorted((a, b) => EDITIONS.indexOf(a.edition) - EDITIONS.indexOf(b.edition)),
  }),
);
