import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { finishCampaignIfDone } from '../../apps/api/src/campaign/finish-campaign.ts';
import { resumeCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { retryRenders } from '../../apps/api/src/campaign/retry-renders.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { listBudgets } from '../../apps/api/src/ledger/budget.store.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { BudgetExceeded } from '../../apps/api/src/ledger/refusals.ts';
import { removeBudget, setBudget, type SetBudgetInput } from '../../apps/api/src/ledger/set-budget.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import { type CampaignStage, launchPlanned, startCampaignStage } from '../support/make-campaign.ts';

/** What one cell of the stage costs. */
const PRICE = 400_000;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));
const set = (wish: Partial<SetBudgetInput> = {}) =>
  setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: 50 * PRICE, ...wish });
const launch = (planned: CampaignRow) => launchPlanned(stage.deps, stage.actor, planned);
const stateOf = async (id: string) => (await listBudgets(stage.deps.db, stage.actor.workspaceId, [id]))[0]!;

async function refusalOf<Refused>(work: Promise<unknown>, type: new (...args: never[]) => Refused): Promise<Refused> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(type);
  return error as Refused;
}

describe('two hundred launches at once on a budget for fifty renders', () => {
  /** What all campaigns held and had settled together at the end of each transaction that booked something. */
  async function watchCommits(): Promise<{ readHighest(): Promise<{ commits: number; highest: number }>; stop(): Promise<void> }> {
    const { db } = stage.deps;
    await sql`create table watched (committed bigint not null)`.execute(db);
    await sql`
      create function watch_commit() returns trigger language plpgsql as $$
        begin
          insert into watched select sum(held_micros + settled_micros) from ledger_entries;
          return null;
        end
      $$`.execute(db);
    await sql`
      create constraint trigger watch_commits after insert on ledger_entries deferrable initially deferred
        for each row execute function watch_commit()`.execute(db);
    return {
      readHighest: async () => {
        const { rows } = await sql<{ commits: number; highest: number }>`
          select count(*)::int as commits, max(committed)::bigint as highest from watched`.execute(db);
        return rows[0]!;
      },
      stop: async () => {
        await sql`drop trigger watch_commits on ledger_entries`.execute(db);
        await sql`drop function watch_commit`.execute(db);
        await sql`drop table watched`.execute(db);
      },
    };
  }

  test('admit exactly fifty, and no commit shows more than the budget', async () => {
    const before = await sql<{
      sum: number;
    }>`select coalesce(sum(held_micros + settled_micros), 0)::bigint as sum from ledger_entries`.execute(stage.deps.db);
    expect(before.rows[0]!.sum).toBe(0);
    const budget = await set();
    const planned: CampaignRow[] = [];
    for (let n = 0; n < 200; n += 1) planned.push(await stage.plan());
    const watch = await watchCommits();
    const outcomes = await Promise.allSettled(planned.map(launch));
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(outcomes.length - refused.length).toBe(50);
    for (const reason of refused) expect(reason).toBeInstanceOf(BudgetExceeded);
    expect(await watch.readHighest()).toEqual({ commits: 50, highest: 50 * PRICE });
    await watch.stop();
    expect(await stateOf(budget.id)).toMatchObject({ committedMicros: 50 * PRICE });
    const running = await stage.deps.db.selectFrom('campaigns').select('id').where('status', '=', 'running').execute();
    expect(running).toHaveLength(50);
  });
});
