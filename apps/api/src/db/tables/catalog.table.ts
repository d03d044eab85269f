import type { Dialect, Tier } from '@dailies/schema';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

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
  is_sandbox: Generated<boolean>;
  status: Generated<'active' | 'paused'>;
  paused_because: string | null;
  backoff_until: Date | null;
  /** When its open renders were last read from the provider. */
  reconciled_at: Date | null;
  capabilities: Generated<JSONColumnType<Record<string, unknown>>>;
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
  batch_second_micros: number | null;
  valid_from: string;
  valid_until: string | null;
  source: string;
  checked_on: string;
}
export type PriceRow = Selectable<PricesTable>;
