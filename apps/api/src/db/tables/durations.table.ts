import type { Generated } from 'kysely';

/** What renders take at an endpoint, from the provider's taking one in to its being finished. The newest count most. */
export interface RenderDurationsTable {
  endpoint_id: string;
  model_id: string;
  seconds: number;
  /** How many renders it was learned from. */
  samples: number;
  mean_ms: number;
  /** Standard deviation. */
  deviation_ms: number;
  changed_at: Generated<Date>;
}

/** How an endpoint's open renders are read: when, how far, and whether its webhooks can be relied on. */
export interface EndpointReadingsTable {
  endpoint_id: string;
  /** The last look at the endpoint; the last reading of those that may be finished; the last of all. */
  looked_at: Date | null;
  read_at: Date | null;
  whole_at: Date | null;
  /** When the next look is due. */
  due_at: Generated<Date>;
  /** Requests the last reading took. */
  requests: Generated<number>;
  /** The share of finished renders that a webhook told of in time: 0 to 1. */
  announced_share: Generated<number>;
  /** Finished renders that a webhook told of, and others, not yet folded into the share. */
  announced_count: Generated<number>;
  missed_count: Generated<number>;
  /** Whether its answers say what a video cost; null while none of a finished one was read. */
  reports_cost: boolean | null;
  /** Status requests that may still be made now; null: never limited. Refilled by time since `tokens_at`. */
  tokens: number | null;
  tokens_at: Date | null;
}
