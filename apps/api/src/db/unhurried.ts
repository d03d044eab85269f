import { sql } from 'kysely';

/**
 * Selected by a statement of its own, lets that statement commit without waiting for the disk: a crash of the database may forget it, so it is for
 * hints and statistics alone. Many of them meet in one row, which is locked until each has committed.
 */
export const unhurried = sql<string>`set_config('synchronous_commit', 'off', true)`;
