import { sql, type RawBuilder } from 'kysely';

/**
 * Tallies and balances lie in eight rows a campaign, so that writers do not queue at one row. A connection always takes the same
 * shard; shard 0 belongs to whoever holds the campaign's row lock. A settling render takes its shard first and the campaign's row last,
 * a verb takes the row first: on one shard the two could wait for each other.
 */
export const LOCK_HOLDERS_SHARD: RawBuilder<number> = sql<number>`0`;
export const CONNECTION_SHARD: RawBuilder<number> = sql<number>`1 + pg_backend_pid() % 7`;
