import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { adjustLedger } from '../../apps/api/src/campaign/adjust-ledger.ts';
import { bookLoss } from '../../apps/api/src/ledger/book-loss.ts';
import { removeBudget, setBudget } from '../../apps/api/src/ledger/set-budget.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, startCampaignStage } from '../support/make-campaign.ts';

const PRICE = 400_000;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterEach(async () => {
  await stage.deps.db.deleteFrom('budgets').execute();
});
afterAll(() => stage.stop());

const prompts = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));

async function read<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  const { data, errors } = await stage.ask(query, variables);
  expect(errors).toEqual([]);
  return data as Data;
}

describe('alerts of a budget', () => {
  interface Alert {
    percent: number;
    at: string;
    committedMicros: number;
    limitMicros: number;
  }
  const alertsOf = async () => {
    const { budgets } = await read<{ budgets: { alerts: Alert[] }[] }>('{ budgets { alerts { percent at committedMicros limitMicros } } }');
    return budgets.map(({ alerts }) => alerts);
  };

  test('say what was reached, when, and how much was committed then; those of a period that is over are not shown', async () => {
    const budget = await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: 10 * PRICE });
    const month = await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'month', limitMicros: 1_000 * PRICE });
    expect(await alertsOf()).toEqual([[], []]);
    await stage.launch({ prompts: prompts(5) });
    await stage.launch({ prompts: prompts(4) });
    const first = { percent: 50, committedMicros: 5 * PRICE, limitMicros: 10 * PRICE, at: expect.stringMatching(/Z$/) };
    const second = { percent: 80, committedMicros: 9 * PRICE, limitMicros: 10 * PRICE, at: expect.stringMatching(/Z$/) };
    expect(await alertsOf()).toEqual([[first, second], []]);
    await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: 50 * PRICE });
    expect(await alertsOf()).toEqual([[first, second], []]);

    await stage.deps.db.updateTable('budget_alerts').set({ starts_on: '2025-01-31' }).execute();
    expect(await alertsOf()).toEqual([[], []]);
    for (const { id } of [budget, month]) await removeBudget(stage.deps, stage.actor, { budgetId: id });
  });
});

describe('whose budget', () => {
  test('a campaign’s names its campaign, and the people who may have one are listed', async () => {
    const spring = await stage.plan({ name: 'Spring' });
    await setBudget(stage.deps, stage.actor, { scope: 'campaign', period: 'total', campaignId: spring.id, limitMicros: PRICE });
    await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: PRICE });
    await stage.deps.db.insertInto('users').values({ id: 'usr_ana', name: 'Ana', email: null }).execute();
    const ana = { workspace_id: stage.actor.workspaceId, user_id: 'usr_ana', role: 'producer' as const };
    await stage.deps.db.insertInto('members').values(ana).execute();
    await stage.deps.db.insertInto('users').values({ id: 'usr_far', name: 'Far', email: null }).execute();
    await stage.deps.db
      .insertInto('members')
      .values({ ...ana, workspace_id: stage.stranger.workspaceId, user_id: 'usr_far' })
      .execute();
    expect(await read('{ budgets { scope campaign { id name } } viewer { workspace { members { name } } } }')).toEqual({
      budgets: [
        { scope: 'WORKSPACE', campaign: null },
        { scope: 'CAMPAIGN', campaign: { id: globalId('Campaign', spring.id), name: 'Spring' } },
      ],
      viewer: { workspace: { members: [{ name: 'Ana' }, { name: 'You' }] } },
    });
  });
});

describe('costs by campaign', () => {
  const query = `query ($sort: CampaignCostSort, $first: Int, $after: String, $last: Int, $before: String) {
    campaignCosts(sort: $sort, first: $first, after: $after, last: $last, before: $before) {
      totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
  const page = async (variables: Record<string, unknown>) => {
    const { campaignCosts } = await read<{
      campaignCosts: {
        totalCount: number;
        nodes: { name: string }[];
        pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
      };
    }>(query, variables);
    return { ...campaignCosts, names: campaignCosts.nodes.map(({ name }) => name) };
  };

  test('are sorted by what is held, spent or saved, page by page, and add up; a campaign without money is not among them', async () => {
    const { totalCount: before } = await page({});
    await stage.launch({ name: 'Held', prompts: prompts(3) });
    const spent = await stage.launch({ name: 'Spent', prompts: prompts(2) });
    await stage.endVariants(spent, [0, 1], 'ready');
    const saved = await stage.launch({ name: 'Saved', prompts: prompts(1) });
    await stage.deps.db.updateTable('campaigns').set({ saved_micros: 7 }).where('num', '=', saved.num).execute();
    await stage.plan({ name: 'Only planned' });
    const far = await stage.launch({ name: 'Far', prompts: prompts(1) });
    await stage.deps.db.updateTable('campaigns').set({ workspace_id: stage.stranger.workspaceId }).where('num', '=', far.num).execute();

    const sorted = async (by: string, direction = 'DESC') =>
      (await page({ sort: { by, direction } })).names.filter((name) => name !== 'Spring');
    expect((await page({})).totalCount).toBe(before + 3);
    expect(await sorted('HELD')).toEqual(['Held', 'Saved', 'Spent']);
    expect(await sorted('SETTLED', 'ASC')).toEqual(['Held', 'Saved', 'Spent']);
    expect((await sorted('SAVED'))[0]).toBe('Saved');
    expect(await sorted('CREATED')).toEqual(['Saved', 'Spent', 'Held']);

    for (const direction of ['ASC', 'DESC']) {
      const sort = { by: 'SETTLED', direction };
      const all = (await page({ sort })).names;
      const walked: string[] = [];
      let after: string | null = null;
      for (let more = true; more;) {
        const next: Awaited<ReturnType<typeof page>> = await page({ sort, first: 1, after });
        walked.push(...next.names);
        ({ hasNextPage: more, endCursor: after } = next.pageInfo);
      }
      expect(walked).toEqual(all);
      const end = await page({ sort, last: 2 });
      expect(end.names).toEqual(all.slice(-2));
      expect((await page({ sort, last: 1, before: end.pageInfo.startCursor })).names).toEqual(all.slice(-3, -2));
    }

    await stage.deps.db
      .transaction()
      .execute((trx) =>
        bookLoss(trx, { workspaceId: stage.actor.workspaceId, campaignNum: null, reason: 'orphan:x', micros: 11, note: 'nobody’s' }),
      );
    const costs = async () =>
      (
        await read<{ viewer: { workspace: { costs: object } } }>(
          '{ viewer { workspace { costs { heldMicros settledMicros savedMicros unattributedMicros } } } }',
        )
      ).viewer.workspace.costs;
    expect(await costs()).toEqual({ ...(await sumOfLedger()), savedMicros: 7, unattributedMicros: 11 });
  });

  /** The same sums, from the entries instead of the balances. */
  async function sumOfLedger() {
    const { rows } = await sql<{ held: number; settled: number }>`
      select sum(held_micros)::bigint as held, sum(settled_micros)::bigint as settled
      from ledger_entries e join campaigns c on c.num = e.campaign_num where c.workspace_id = ${stage.actor.workspaceId}`.execute(
      stage.deps.db,
    );
    return { heldMicros: rows[0]!.held, settledMicros: rows[0]!.settled };
  }
});

describe('entries of a ledger', () => {
  test('carry the cell and the balance they left, the same on every page', async () => {
    const running = await stage.launch({ prompts: prompts(2) });
    const other = await stage.launch({ prompts: prompts(1) });
    await stage.endVariants(running, [1], 'ready');
    await stage.endVariants(other, [0], 'ready');
    await stage.endVariants(running, [0], 'ready');
    const about = { campaignId: running.id, micros: -100_000, reason: 'A refund', idempotencyKey: 'refund' };
    await adjustLedger(stage.deps, stage.actor, about);
    const query = `query ($id: ID!, $first: Int, $after: String) { campaign(id: $id) { cost { heldMicros settledMicros }
      ledgerEntries(first: $first, after: $after) { nodes { kind variantIndex balance { heldMicros settledMicros } } pageInfo { endCursor } } } }`;
    interface Answer {
      campaign: { cost: object; ledgerEntries: { nodes: { balance: object }[]; pageInfo: { endCursor: string } } };
    }
    const id = globalId('Campaign', running.id);
    const { campaign } = await read<Answer>(query, { id });
    const { nodes } = campaign.ledgerEntries;
    expect(nodes).toEqual([
      { kind: 'ADJUST', variantIndex: null, balance: { heldMicros: 0, settledMicros: 2 * PRICE - 100_000 } },
      { kind: 'SETTLE', variantIndex: 0, balance: { heldMicros: 0, settledMicros: 2 * PRICE } },
      { kind: 'SETTLE', variantIndex: 1, balance: { heldMicros: PRICE, settledMicros: PRICE } },
      { kind: 'HOLD', variantIndex: null, balance: { heldMicros: 2 * PRICE, settledMicros: 0 } },
    ]);
    expect(nodes[0]!.balance).toEqual(campaign.cost);
    const first = await read<Answer>(query, { id, first: 2 });
    const second = await read<Answer>(query, { id, first: 2, after: first.campaign.ledgerEntries.pageInfo.endCursor });
    expect([...first.campaign.ledgerEntries.nodes, ...second.campaign.ledgerEntries.nodes]).toEqual(nodes);
  });
});

describe('what is in flight', () => {
  test('counts what is at providers, not what is done', async () => {
    const inFlight = async () =>
      (
        await read<{ viewer: { workspace: { limits: { rendersInFlightNow: number } } } }>(
          '{ viewer { workspace { limits { rendersInFlightNow } } } }',
        )
      ).viewer.workspace.limits.rendersInFlightNow;
    const before = await inFlight();
    const running = await stage.launch({ prompts: prompts(3) });
    await stage.endVariants(running, [0, 1], 'rendering');
    await stage.endVariants(running, [2], 'ready');
    expect(await inFlight()).toBe(before + 2);
  });
});
