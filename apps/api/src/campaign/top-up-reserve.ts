import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.ts';
import type { Db, Trx } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { admit, checkBudgets } from '../ledger/admit.ts';
import { readBalance } from '../ledger/read-balance.ts';
import { newId } from '../lib/new-id.ts';

/**
 * What a campaign that went beyond its reserve asks before it goes on: that its budgets have room for what was overspent, and for what the
 * rest is likely to cost above its price, as its own renders did so far. Call it under the campaign's row lock. Answers what was asked for;
 * 0 for a campaign within its reserve. Throws BudgetExceeded.
 */
export async function topUpReserve(trx: Trx, deps: Pick<Deps, 'log' | 'clock'>, actor: Actor, campaign: CampaignRow): Promise<Micros> {
  if (!(await hasOverrun(trx, campaign.num))) return 0;
  const { heldMicros, spareMicros } = await readBalance(trx, campaign.num);
  const excess = await readExcess(trx, campaign.num);
  const reserveMicros = Math.max(0, Math.ceil((heldMicros - spareMicros) * excess) - spareMicros);
  const reason = `resume:${newId('job', deps.clock.now().getTime())}`;
  const asked = { workspaceId: actor.workspaceId, userId: actor.userId, campaign, reason };
  if (reserveMicros > 0) await admit(trx, deps, { ...asked, reserveMicros, cellsMicros: 0 });
  else await checkBudgets(trx, deps, asked, 0);
  return reserveMicros;
}

/** Whether more was billed than reserved since the budgets were last asked for what is to come; a retry asks for its own cells alone. */
async function hasOverrun(db: Db, campaignNum: number): Promise<boolean> {
  const last = await db
    .selectFrom('admissions')
    .select('kind')
    .where('campaign_num', '=', campaignNum)
    .where((is) => is.or([is('kind', '=', 'overrun'), is('reason', 'like', 'launch:%'), is('reason', 'like', 'resume:%')]))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.kind === 'overrun';
}

/** By how much this campaign's renders cost more than their price so far: 0.25 is a quarter more. Never below zero. */
async function readExcess(db: Db, campaignNum: number): Promise<number> {
  const { rows } = await sql<{ excess: number }>`
    select greatest(0, coalesce(sum(cost_micros)::float8 / nullif(sum(hold_micros) filter (where cost_micros is not null), 0) - 1, 0)) as excess
    from renders where campaign_num = ${campaignNum}`.execute(db);
  return rows[0]!.excess;
}
