import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { setBudget } from '../../apps/api/src/ledger/set-budget.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, launchPlanned, startCampaignStage, STANDARD } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());
afterEach(async () => {
  await sql`update campaigns set status = 'archived' where status in ('running', 'paused')`.execute(stage.deps.db);
  await stage.deps.db.deleteFrom('budgets').execute();
  await stage.deps.db.updateTable('workspaces').set({ edition: 'enterprise' }).execute();
});

interface Outlook {
  lowMicros: number;
  expectedMicros: number;
  highMicros: number;
  repeatFactor: number;
  reused: { count: number; savedMicros: number };
  finishEstimate: { at: string; latest: string; basis: string } | null;
  warnings: { code: string; message: string; cells: number }[];
  budgets: { beforeMicros: number; afterMicros: number; fits: boolean; budget: { limitMicros: number } }[];
}

async function outlookOf(campaign: CampaignRow): Promise<Outlook> {
  const { data, errors } = await stage.ask(
    `query ($id: ID!) { campaign(id: $id) { plan { lowMicros expectedMicros highMicros repeatFactor reused { count savedMicros }
       finishEstimate { at latest basis } warnings { code message cells }
       budgets { beforeMicros afterMicros fits budget { limitMicros } } } } }`,
    { id: globalId('Campaign', campaign.id) },
  );
  expect(errors).toEqual([]);
  return (data as { campaign: { plan: Outlook } }).campaign.plan;
}

const inMinutes = (at: string) => Math.round((new Date(at).getTime() - Date.now()) / 60_000);
const prompts = (name: string, count: number) => Array.from({ length: count }, (_one, n) => ({ text: `${name} ${n}` }));

it('a plan of a workspace without history says one price thrice, and admits that it never saw such a render', async () => {
  const campaign = await stage.plan({ prompts: prompts('A', 4) });
  const outlook = await outlookOf(campaign);
  expect(outlook).toMatchObject({ lowMicros: 1_600_000, expectedMicros: 1_600_000, highMicros: 1_600_000, repeatFactor: 1 });
  expect(outlook).toMatchObject({ reused: { count: 0, savedMicros: 0 }, budgets: [] });
  expect(outlook.finishEstimate).toMatchObject({ basis: 'ASSUMED' });
  expect(inMinutes(outlook.finishEstimate!.at)).toBe(2);
});

it('a plan expects and reserves more where clips had to be paid twice', async () => {
  const first = await stage.launch({ prompts: prompts('B', 40) });
  await stage.endVariants(
    first,
    Array.from({ length: 30 }, (_one, n) => n),
    'ready',
  );
  await stage.endVariants(
    first,
    Array.from({ length: 10 }, (_one, n) => 30 + n),
    { failureCode: 'output_invalid' },
  );
  await sql`update renders set ended_at = dailies_now(), cost_micros = 400000`.execute(stage.deps.db);

  const { lowMicros, expectedMicros, highMicros, repeatFactor } = await outlookOf(await stage.plan({ prompts: prompts('C', 100) }));
  expect(repeatFactor).toBe(1.2);
  expect(lowMicros).toBe(40_000_000);
  expect(expectedMicros).toBe(48_000_000);
  expect(highMicros).toBeGreaterThan(48_000_000);
  expect(highMicros).toBeLessThan(53_000_000);
  await sql`update campaigns set launched_at = launched_at - interval '31 days'`.execute(stage.deps.db);
  expect((await outlookOf(await stage.plan({ prompts: prompts('D', 1) }))).repeatFactor).toBe(1);
});

it('a finish estimate follows what was learned, the places, and what else is under way', async () => {
  const { db } = stage.deps;
  const learned = { endpoint_id: 'default', model_id: STANDARD, seconds: 4, samples: 50, mean_ms: 600_000, deviation_ms: 60_000 };
  await db.insertInto('render_durations').values(learned).execute();
  await db.updateTable('endpoints').set({ in_flight_max: 5, requests_per_minute: null }).where('id', '=', 'default').execute();
  const campaign = await stage.plan({ prompts: prompts('E', 10) });
  const alone = (await outlookOf(campaign)).finishEstimate!;
  expect(alone.basis).toBe('MEASURED');
  expect(inMinutes(alone.at)).toBe(20);
  expect(inMinutes(alone.latest)).toBe(23);

  await stage.launch({ prompts: prompts('F', 5) });
  expect(inMinutes((await outlookOf(campaign)).finishEstimate!.at)).toBe(30);

  await db.updateTable('endpoints').set({ status: 'paused' }).where('id', '=', 'default').execute();
  expect((await outlookOf(campaign)).finishEstimate).toBeNull();
  await db.updateTable('endpoints').set({ status: 'active' }).where('id', '=', 'default').execute();
  await db.deleteFrom('render_durations').execute();
});

it('a plan shows each budget before and after, and warns of what a launch would not fit', async () => {
  await stage.deps.db.updateTable('workspaces').set({ edition: 'free' }).execute();
  await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'month', limitMicros: 1_000_000_000_000 });
  await setBudget(stage.deps, stage.actor, { scope: 'user', userId: stage.actor.userId, period: 'day', limitMicros: 1_000_000 });
  await sql`delete from admissions`.execute(stage.deps.db);
  await sql`delete from quota_uses`.execute(stage.deps.db);
  const outlook = await outlookOf(await stage.plan({ prompts: prompts('G', 12) }));
  expect(outlook.budgets.map(({ beforeMicros, afterMicros, fits }) => [beforeMicros, afterMicros, fits])).toEqual(
    expect.arrayContaining([
      [0, 4_800_000, true],
      [0, 4_800_000, false],
    ]),
  );
  const codes = outlook.warnings.map((warning) => warning.code);
  expect(codes).toEqual(expect.arrayContaining(['OVER_QUOTA', 'OVER_BUDGET']));
  expect(outlook.warnings.find(({ code }) => code === 'OVER_QUOTA')!.message).toMatch(/^Free plan: 10 renders a day\. 0 used today/);
});

it('a plan says which cells repeat each other, which model retires, and which price is old', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const model = await stage.addModel('leaving', 100_000);
  await stage.deps.db
    .updateTable('models')
    .set({ retires_on: inDays(30) })
    .where('id', '=', model)
    .execute();
  const campaign = await stage.plan({ modelIds: [model], prompts: [{ text: 'H' }, { text: 'H' }, { text: 'I' }] });
  expect(campaign.plan).toMatchObject({
    verdicts: { ok: 2, reused: 1 },
    lowMicros: 800_000,
    estimateMicros: 1_200_000,
    highMicros: 1_200_000,
  });
  const { warnings } = await outlookOf(campaign);
  expect(warnings.map(({ code, cells }) => [code, cells])).toEqual([
    ['MODEL_RETIRING', 2],
    ['PRICE_STALE', 2],
    ['REPEATED_CELLS', 1],
  ]);
  expect(warnings[0]!.message).toContain(inDays(30));

  const answer = await stage.ask('query ($id: ID!) { campaign(id: $id) { variants { nodes { verdict verdictNote } } } }', {
    id: globalId('Campaign', campaign.id),
  });
  const cells = (answer.data as { campaign: { variants: { nodes: { verdict: string; verdictNote: string | null }[] } } }).campaign.variants
    .nodes;
  expect(cells.map(({ verdict }) => verdict)).toEqual(['OK', 'REUSED', 'OK']);
  expect(cells[1]!.verdictNote).toMatch(/^Identical to another cell/);
  const replanned = await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
  expect(replanned.plan_hash).toBe(campaign.plan_hash);
  expect(await launchPlanned(stage.deps, stage.actor, replanned)).toMatchObject({ status: 'running' });
});
