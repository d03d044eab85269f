import { formatMicros, type Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** Renders that are with the provider, and what they are expected to cost: they can not be called back and will be billed. */
export interface AlreadyRunning {
  count: number;
  micros: Micros;
}

/** A parked render counts: the provider may be working on it. */
export async function readAlreadyRunning(db: Db, campaignNum: number): Promise<AlreadyRunning> {
  return db
    .selectFrom('renders')
    .select([sql<number>`count(*)::int`.as('count'), sql<Micros>`coalesce(sum(hold_micros), 0)::bigint`.as('micros')])
    .where('campaign_num', '=', campaignNum)
    .where('status', 'in', ['submitting', 'ambiguous', 'parked', 'running', 'succeeded'])
    .executeTakeFirstOrThrow();
}

/** What a person who stops a campaign should know, in a sentence. */
export function alreadyRunningWords({ count, micros }: AlreadyRunning): string {
  if (count === 0) return 'Nothing is with the provider: nothing more is billed.';
  const renders = count === 1 ? '1 render is' : `${count} renders are`;
  return `${renders} with the provider already and can not be called back: up to ${formatMicros(micros)} will be billed, and the clips are kept.`;
}
