import type { Dialect, EndpointLevel, EndpointStatus, Tier } from '@dailies/schema';
import type { Generated, GeneratedAlways, JSONColumnType, Selectable } from 'kysely';

export interface EndpointsTable {
  id: string;
  name: string;
  base_url: string;
  dialect: Dialect;
  /** The name of the environment variable that holds the key; never the key. */
  secret_name: string;
  webhook_secret_name: string | null;
  requests_per_minute: number | null;
  in_flight_max: number;
  /** Sends from 00:00 to 24:00 UTC. */
  day_max: Generated<number | null>;
  /** Whether previews wait for finals. */
  finals_first: Generated<boolean>;
  /** The part of its limits that is used now, 0 to 1: halved in trouble, grown back send by send. */
  sending_share: Generated<number>;
  share_cut_at: Generated<Date | null>;
  is_sandbox: Generated<boolean>;
  status: Generated<EndpointStatus>;
  paused_because: string | null;
  /** The person who paused it; null where the provider's answer did. */
  paused_by: Generated<string | null>;
  /** Until when nothing is sent, and nothing is asked. */
  backoff_until: Date | null;
  reading_backoff_until: Date | null;
  /** Videos the provider made before this were found to be ours, or kept as orphans. */
  judged_until: Date | null;
  /** When a process last read the provider’s list before its first send. */
  read_back_at: Date | null;
  /** Why nothing is sent until the list was read; null while nothing waits for it. */
  read_back_waits: string | null;
  /** What a probe found, over what the dialect promises. */
  capabilities: Generated<JSONColumnType<Record<string, unknown>>>;
  /** When a probe last looked. */
  probed_at: Date | null;
  /** Follows from capabilities and dialect; never written. */
  level: GeneratedAlways<EndpointLevel>;
  created_at: Generated<Date>;
}
export type EndpointRow = Selectable<EndpointsTable>;

export interface ModelsTable {
  id: string;
  endpoint_id: string;
  /** The word on the wire, e.g. `sora-2`. */
  key: string;
  name: string;
  tier: Tier;
  /** Dates are `YYYY-MM-DD` texts. */
  valid_from: string;
  retires_on: string | null;
  source: string;
}
export type ModelRow = Selectable<ModelsTable>;

export interface ModelSizesTable {
  model_id: string;
  size: string;
}

export interface ModelSecondsTable {
  model_id: string;
  seconds: number;
}

export interface PricesTable {
  id: Generated<number>;
  model_id: string;
  size: string;
  second_micros: number;
  /** In a clip that keeps its sound; null: the same. */
  audio_second_micros: number | null;
  batch_second_micros: number | null;
  valid_from: string;
  valid_until: string | null;
  /** Grows with each correction of the same day. */
  revision: Generated<number>;
  source: string;
  checked_on: string;
}
export type PriceRow = Selectable<PricesTable>;
