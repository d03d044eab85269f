/** Every kind of event, `noun.what_happened`. Subscriptions, webhooks and audit read the same log. */
export const EVENT_KINDS = [
  'campaign.created',
  'campaign.updated',
  'campaign.planned',
  'campaign.launched',
  'campaign.paused',
  'campaign.resumed',
  'campaign.cancelled',
  'campaign.completed',
  'campaign.reopened',
  'campaign.prioritized',
  'campaign.promoted',
  'campaign.replanned',
  'campaign.archived',
  'winners.chosen',
  'prompts.imported',
  'prompts.import_refused',
  'variants.expanded',
  'variants.queued',
  'variants.excluded',
  'variants.cancelled',
  'workspace.changed',
  'variant.follows',
  'variant.reused',
  'render.intended',
  'render.submitting',
  'render.returned',
  'render.running',
  'render.ambiguous',
  'render.parked',
  'render.succeeded',
  'render.stored',
  'render.failed',
  'render.expired',
  'render.lost',
  'render.cancelled',
  'render.status_unknown',
  'render.output_expiring',
  'render.decided',
  'renders.progressed',
  'clip.created',
  'model.added',
  'model.changed',
  'model.retirement_set',
  'reference.added',
  'reference.archived',
  'endpoint.paused',
  'endpoint.resumed',
  'endpoint.activated',
  'endpoint.limited',
  'endpoint.throttled',
  'endpoint.rested',
  'budget.set',
  'budget.removed',
  'budget.threshold',
  'ledger.adjusted',
  'price.set',
  'policy.spike',
  'orphan.found',
  'orphan.deleted',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** An event as readers get it; `seq` is the gap-free cursor. */
export interface Event {
  seq: number;
  workspaceId: string;
  campaignNum: number | null;
  kind: EventKind;
  subject: string;
  facts: Record<string, unknown>;
  at: Date;
}
