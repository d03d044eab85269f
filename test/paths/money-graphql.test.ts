import { execFile } from 'node:child_process';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { finishCampaignIfDone } from '../../apps/api/src/campaign/finish-campaign.ts';
import { setBudget } from '../../apps/api/src/ledger/set-budget.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { ROOT } from '../house/source-files.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, PRO, startCampaignStage } from '../support/make-campaign.ts';

const PRICE = 400_000;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const REFUSAL = '... on Refusal { code message }';
const BUDGET = `scope period limitMicros committedMicros settledMicros heldMicros remainingMicros thresholds startsOn resetsAt user { name }`;

/** One mutation's answer. */
async function change(name: string, selection: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) { __typename ${REFUSAL} ... on ${type}Success { ${selection} } } }`;
  const { data, errors } = await stage.ask(query, { input });
  expect(errors).toEqual([]);
  return data![name] as Record<string, unknown>;
}

async function read(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const { data, errors } = await stage.ask(query, variables);
  expect(errors).toEqual([]);
  return data!;
}

const promptsOf = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Scene ${n}` }));
const today = () => new Date().toISOString().slice(0, 10);

describe('budgets', () => {
  test('are set, read with what was spent and reserved, refuse a launch in full words, and are removed', async () => {
    const userId = globalId('User', stage.actor.userId);
    const set = await change('setBudget', `budget { id ${BUDGET} }`, { scope: 'USER', period: 'MONTH', userId, limitMicros: 3 * PRICE });
    const { id, ...budget } = set['budget'] as { id: string };
    expect(budget).toMatchObject({
      scope: 'USER',
      period: 'MONTH',
      limitMicros: 3 * PRICE,
      thresholds: [50, 80, 100],
      user: { name: 'You' },
    });

    const running = await stage.launch({ prompts: promptsOf(2) });
    await stage.endVariants(running, [0], 'ready');
    const money = { committedMicros: 2 * PRICE, settledMicros: PRICE, heldMicros: PRICE, remainingMicros: PRICE };
    expect(await read(`{ budgets { ${BUDGET} } }`)).toMatchObject({ budgets: [money] });
    const ofCampaign = await read(
      `query ($id: ID!) { campaign(id: $id) { budgets { id remainingMicros } cost { heldMicros spareMicros } } }`,
      {
        id: globalId('Campaign', running.id),
      },
    );
    expect(ofCampaign['campaign']).toEqual({
      budgets: [{ id, remainingMicros: PRICE }],
      cost: { heldMicros: PRICE, spareMicros: 0 },
    });

    const planned = await stage.plan({ prompts: promptsOf(2) });
    const launch = `mutation ($input: LaunchCampaignInput!) { launchCampaign(input: $input) { __typename ${REFUSAL}
      ... on BudgetExceeded { limitMicros committedMicros wantedMicros resetsAt budget { id scope } } } }`;
    const input = { campaignId: globalId('Campaign', planned.id), planHash: planned.plan_hash, idempotencyKey: 'k' };
    const refused = (await read(launch, { input }))['launchCampaign'] as { message: string; resetsAt: string };
    expect(refused).toMatchObject({
      __typename: 'BudgetExceeded',
      code: 'BUDGET_EXCEEDED',
      limitMicros: 3 * PRICE,
      committedMicros: 2 * PRICE,
      wantedMicros: 2 * PRICE,
      budget: { id, scope: 'USER' },
    });
    expect(refused.message).toContain('the person’s budget of the month has $0.40 left: $0.80 of $1.20 are spent or reserved.');
    expect(refused.resetsAt).toMatch(/-01T00:00:00\.000Z$/);

    expect(await change('removeBudget', 'budgetId', { budgetId: id })).toMatchObject({ budgetId: id });
    expect(await change('removeBudget', 'budgetId', { budgetId: id })).toMatchObject({ code: 'NOT_FOUND' });
    expect((await read(launch, { input }))['launchCampaign']).toMatchObject({ __typename: 'LaunchCampaignSuccess' });
  });

  test('of another workspace are not there', async () => {
    await stage.deps.db
      .insertInto('members')
      .values({ workspace_id: stage.stranger.workspaceId, user_id: stage.actor.userId, role: 'admin' })
      .execute();
    const theirs = await setBudget(stage.deps, stage.stranger, { scope: 'workspace', period: 'day', limitMicros: 1 });
    const id = globalId('Budget', theirs.id);
    expect(await read('query ($id: ID!) { node(id: $id) { id } budgets { id } }', { id })).toEqual({ node: null, budgets: [] });
    expect(await change('removeBudget', 'budgetId', { budgetId: id })).toMatchObject({ code: 'NOT_FOUND' });
    await stage.deps.db.deleteFrom('members').where('workspace_id', '=', stage.stranger.workspaceId).execute();
  });
});

describe('the ledger', () => {
  test('shows every entry of a campaign, newest first, page by page', async () => {
    const running = await stage.launch({ prompts: promptsOf(2) });
    await stage.endVariants(running, [0], 'ready');
    await stage.endVariants(running, [1], { failureCode: 'provider_error' });
    await stage.deps.db.transaction().execute((trx) => finishCampaignIfDone(trx, keyOf(running)));
    const query = `query ($id: ID!, $after: String) { campaign(id: $id) { ledgerEntries(first: 3, after: $after) {
      nodes { kind key heldMicros spareMicros settledMicros renderId actor { name } } pageInfo { hasNextPage endCursor } } } }`;
    const page = async (after: string | null) => {
      const { campaign } = await read(query, { id: globalId('Campaign', running.id), after });
      return (campaign as { ledgerEntries: { nodes: Record<string, unknown>[]; pageInfo: { hasNextPage: boolean; endCursor: string } } })
        .ledgerEntries;
    };
    const first = await page(null);
    expect(first.nodes.map(({ kind, heldMicros, spareMicros, settledMicros }) => [kind, heldMicros, spareMicros, settledMicros])).toEqual([
      ['RELEASE', -PRICE, -PRICE, 0],
      ['RELEASE', 0, PRICE, 0],
      ['SETTLE', -PRICE, 0, PRICE],
    ]);
    expect(first.nodes[2]!['renderId']).not.toBeNull();
    expect(first.pageInfo.hasNextPage).toBe(true);
    const { nodes, pageInfo } = await page(first.pageInfo.endCursor);
    expect(nodes).toMatchObject([
      { kind: 'HOLD', heldMicros: 2 * PRICE, key: `hold:launch:${running.id}`, actor: { name: 'You' }, renderId: null },
    ]);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  test('is adjusted by a person with a reason, once for a key, never below nothing', async () => {
    const running = await stage.launch({ prompts: promptsOf(2) });
    await stage.endVariants(running, [0, 1], 'ready');
    const total = await setBudget(stage.deps, stage.actor, { scope: 'campaign', period: 'total', campaignId: running.id, limitMicros: 1 });
    const adjust = (micros: number, idempotencyKey: string, reason = 'The provider gave half of it back') =>
      change('adjustLedger', 'campaign { cost { settledMicros } budgets { committedMicros settledMicros } }', {
        campaignId: globalId('Campaign', running.id),
        micros,
        reason,
        idempotencyKey,
      });
    const settled = (micros: number) => ({
      campaign: { cost: { settledMicros: micros }, budgets: [{ committedMicros: micros, settledMicros: micros }] },
    });
    expect(await adjust(-PRICE, 'a')).toMatchObject(settled(PRICE));
    expect(await adjust(-PRICE, 'a')).toMatchObject(settled(PRICE));
    expect(await adjust(-1, 'a')).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    expect(await adjust(-PRICE - 1, 'b')).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await adjust(0, 'c')).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await adjust(5, 'd', '  ')).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await adjust(100_000, 'e', 'Their invoice was higher')).toMatchObject(settled(PRICE + 100_000));
    const entry = await stage.deps.db
      .selectFrom('ledger_entries')
      .selectAll()
      .where('kind', '=', 'adjust')
      .orderBy('id')
      .executeTakeFirst();
    expect(entry).toMatchObject({ settled_micros: -PRICE, note: 'The provider gave half of it back', actor_id: stage.actor.userId });
    expect(await verifyLedger(stage.deps.db, running.num)).toEqual([]);
    await stage.deps.db.deleteFrom('budgets').where('id', '=', total.id).execute();
  });
});

describe('a price', () => {
  const price = (input: Record<string, unknown>) =>
    change('setPrice', 'model { sizes { size secondMicros audioSecondMicros priceSource priceCheckedOn priceIsStale } }', {
      modelId: globalId('Model', PRO),
      size: '720x1280',
      secondMicros: 120_000,
      source: 'https://provider.test/prices',
      ...input,
    });
  const sizeOf = (answer: Record<string, unknown>) =>
    (answer['model'] as { sizes: { size: string }[] }).sizes.find(({ size }) => size === '720x1280');

  test('is a dated row of its own: what stands is never rewritten, and plans of before are stale', async () => {
    const planned = await stage.plan({ modelIds: [PRO] });
    const before = await stage.deps.db.selectFrom('prices').selectAll().orderBy('id').execute();
    const checked = { priceCheckedOn: today(), priceIsStale: false };
    expect(sizeOf(await price({}))).toMatchObject({ secondMicros: 120_000, priceSource: 'https://provider.test/prices', ...checked });
    expect(sizeOf(await price({ secondMicros: 125_000 }))).toMatchObject({ secondMicros: 125_000, ...checked });
    expect(sizeOf(await price({ secondMicros: 900_000, validFrom: '2999-01-01' }))).toMatchObject({ secondMicros: 125_000 });
    const after = await stage.deps.db.selectFrom('prices').selectAll().orderBy('id').execute();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(before.length + 3);
    const input = { campaignId: globalId('Campaign', planned.id), planHash: planned.plan_hash, idempotencyKey: 'dearer' };
    expect(await change('launchCampaign', 'campaign { id }', input)).toMatchObject({ code: 'PLAN_STALE' });
    expect((await stage.plan({ modelIds: [PRO] })).plan?.estimateMicros).toBe(4 * 125_000);
  });

  test('may be another for clips that keep their sound, and is the same where nobody says so', async () => {
    const withSound = { secondMicros: 100_000, audioSecondMicros: 150_000 };
    expect(await price(withSound)).toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('can not be told to leave sound out'),
    });
    await sql`update endpoints set capabilities = '{"switchesAudio": true}' where id = 'default'`.execute(stage.deps.db);
    expect(sizeOf(await price(withSound))).toMatchObject(withSound);
    const planned = async (audio: boolean) => (await stage.plan({ modelIds: [PRO], audio })).plan?.estimateMicros;
    expect([await planned(false), await planned(true)]).toEqual([400_000, 600_000]);
    expect(sizeOf(await price({ secondMicros: 100_000 }))).toMatchObject({ audioSecondMicros: 100_000 });
    expect(await planned(true)).toBe(400_000);
    expect(await price({ audioSecondMicros: -1 })).toMatchObject({ code: 'INPUT_INVALID' });
  });

  test('nobody checked for 90 days is marked', async () => {
    await stage.deps.db
      .updateTable('prices')
      .set({ checked_on: '2025-01-01' })
      .where('model_id', '=', PRO)
      .where('size', '=', '1280x720')
      .execute();
    const { node } = await read('query ($id: ID!) { node(id: $id) { ... on Model { sizes { size priceIsStale } } } }', {
      id: globalId('Model', PRO),
    });
    const { sizes } = node as { sizes: { size: string; priceIsStale: boolean }[] };
    expect(sizes.flatMap(({ size, priceIsStale }) => (priceIsStale ? [size] : []))).toEqual(['1280x720']);
  });

  test('needs a source, a sound amount, a day to come and a size the model makes', async () => {
    expect(await price({ source: ' ' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await price({ secondMicros: -1 })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await price({ validFrom: '2025-01-01' })).toMatchObject({ code: 'INPUT_INVALID' });
    expect(await price({ size: '1x1' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await price({ modelId: globalId('Model', 'nobody') })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('npm run ledger -- verify', () => {
  async function verify(...args: string[]): Promise<{ exitCode: number; stdout: string; stderr: string }> {
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(stage.deps.db);
    const url = Object.assign(new URL(inject('postgres').url), { pathname: `/${rows[0]!.name}` });
    const env = { PATH: process.env['PATH'], DATABASE_URL: url.toString() };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [path.join(ROOT, 'apps/api/src/cli/ledger.ts'), ...args],
        { env, timeout: 30_000 },
        (error, stdout, stderr) => {
          resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
        },
      );
    });
  }

  test('ends well when every balance agrees, and says which it asked for', async () => {
    const { exitCode, stdout } = await verify('verify');
    expect(stdout).toMatch(/ {3}ok {4}what budgets count of a campaign is what it holds and has settled/);
    expect(stdout).toMatch(/^\d+ entries, every balance agrees\.$/m);
    expect(exitCode).toBe(0);
    expect((await verify('burn')).exitCode).toBe(2);
  });

  test('names each difference and fails', async () => {
    const { db } = stage.deps;
    const running = await stage.launch({ prompts: promptsOf(3) });
    await stage.endVariants(running, [0], 'ready');
    await stage.endVariants(running, [1], 'rendering');
    const renders = await db.selectFrom('renders').select(['id', 'status']).where('campaign_num', '=', running.num).execute();
    const idOf = (status: string) => renders.find((one) => one.status === status)!.id;
    await sql`update ledger_balances set held_micros = held_micros + 7 where campaign_num = ${running.num} and shard = 0`.execute(db);
    await sql`update admissions set micros = micros + 9 where campaign_num = ${running.num}`.execute(db);
    await sql`update renders set cost_micros = 5 where id = ${idOf('stored')}`.execute(db);
    await sql`update renders set status = 'failed', failure_code = 'x' where id = ${idOf('running')}`.execute(db);
    const { exitCode, stdout } = await verify('verify', '--json');
    expect(exitCode).toBe(1);
    const { ok, differences } = JSON.parse(stdout) as { ok: boolean; differences: unknown[] };
    expect(ok).toBe(false);
    expect(differences).toEqual([
      { what: 'admitted', subject: running.id, keptMicros: 3 * PRICE + 9, expectedMicros: 3 * PRICE },
      { what: 'cells', subject: running.id, keptMicros: 2 * PRICE, expectedMicros: PRICE },
      { what: 'cost', subject: idOf('stored'), keptMicros: PRICE, expectedMicros: 5 },
      { what: 'held', subject: running.id, keptMicros: 2 * PRICE + 7, expectedMicros: 2 * PRICE },
      { what: 'hold', subject: idOf('running'), keptMicros: 0, expectedMicros: -PRICE },
    ]);
    // What was not paid is not spent, and what was saved is what was shared.
    await sql`update renders set status = 'failed', failure_code = 'x', cost_micros = null where id = ${idOf('stored')}`.execute(db);
    await sql`update campaigns set saved_micros = 3 where num = ${running.num}`.execute(db);
    expect(await verifyLedger(db, running.num)).toEqual(
      expect.arrayContaining([
        { what: 'cost', subject: idOf('stored'), keptMicros: PRICE, expectedMicros: 0 },
        { what: 'saved', subject: running.id, keptMicros: 3, expectedMicros: 0 },
      ]),
    );
    const plain = await verify('verify');
    expect(plain.stdout).toContain(`held      ${running.id}: $0.800007 where $0.80 is expected`);
    expect(plain.stdout).toMatch(/DIFFERS {2}an ended render’s entries spend its cost/);
  });
});
