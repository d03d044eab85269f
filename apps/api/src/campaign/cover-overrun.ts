import { formatMicros, type Micros } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import { bookOverrun } from '../ledger/close-reserve.ts';
import type { CampaignKey } from './move-variants.ts';
import { pauseByHouse } from './pause-by-house.ts';

/**
 * Beyond the reserve the campaign pauses and asks: where more was billed than it had reserved, budgets count the difference, and nothing new is
 * sent until a person resumes it. Call it after the entries that drew on what was spare; from here to the commit it may hold the campaign's
 * row. Answers what was billed beyond the reserve, 0 while it suffices.
 */
export async function coverOverrun(trx: Trx, campaign: CampaignKey): Promise<Micros> {
  const { status } = await trx
    .selectFrom('campaigns')
    .select('status')
    .where('num', '=', campaign.num)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const overrunMicros = await bookOverrun(trx, campaign);
  if (overrunMicros === 0 || status !== 'running') return overrunMicros;
  const because =
    `The provider billed ${formatMicros(overrunMicros)} more than was reserved. Nothing new is sent. ` +
    'Look at the cost, then resume: the budgets are asked for what the rest is likely to cost.';
  await pauseByHouse(trx, campaign, { code: 'beyond_reserve', because, facts: { overrunMicros } });
  return overrunMicros;
}
