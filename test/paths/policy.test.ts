import { PACK_VERSION, RULE_CODES } from '@dailies/schema/lint';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { NothingToRender } from '../../apps/api/src/campaign/refusals.ts';
import { type CampaignStage, launchPlanned, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const APPLE = { text: 'A red apple rolls off a table' };
const MUSK = { text: 'Elon Musk juggles three oranges in a sunny courtyard' };
const LOGO = { text: 'A Nike swoosh glows on a shoe as Rihanna runs past' };

const logged = (campaign: { num: number }) =>
  stage.deps.db.selectFrom('policy_rejections').selectAll().where('campaign_num', '=', campaign.num).orderBy('rule').execute();
const spikes = (campaign: { num: number }) =>
  stage.deps.db.selectFrom('events').select('facts').where('campaign_num', '=', campaign.num).where('kind', '=', 'policy.spike').execute();

describe('the policy gate', () => {
  test('stops a prompt before it is priced, and says which rule and which words', async () => {
    const campaign = await stage.plan({ prompts: [APPLE, MUSK], seconds: [4, 8] });

    expect(campaign.plan).toMatchObject({ verdicts: { ok: 2, policy: 2 }, estimateMicros: 400_000 + 800_000 });
    const { rows } = await sql<{ verdict: string; verdict_note: string | null }>`
      select verdict, verdict_note from compiled_prompts where campaign_num = ${campaign.num} order by n`.execute(stage.deps.db);
    expect(rows[0]).toEqual({ verdict: 'ok', verdict_note: null });
    expect(rows[1]!.verdict).toBe('policy');
    expect(rows[1]!.verdict_note).toMatch(/^Real person: “Elon Musk”\. .*fictional character instead of a real person\.$/);
    expect(await stage.counts(campaign)).toEqual({ planned: 2, blocked: 2 });
  });

  test('nothing of a campaign that asks for nothing else is launched or paid', async () => {
    const campaign = await stage.plan({ prompts: [MUSK] });
    await expect(launchPlanned(stage.deps, stage.actor, campaign)).rejects.toThrow(NothingToRender);
    const entries = await stage.deps.db.selectFrom('ledger_entries').select('id').where('campaign_num', '=', campaign.num).execute();
    expect(entries).toEqual([]);
  });

  test('reads what is sent, so that a preset or a variable cannot carry a name past it', async () => {
    const prompts = [{ text: '{{who}} waves from a boat', variables: { who: 'Taylor Swift' } }];
    const campaign = await stage.plan({ prompts });
    expect(campaign.plan).toMatchObject({ verdicts: { policy: 1 } });
  });

  test('logs every rule a text broke once a day, and counts how often it was planned', async () => {
    const campaign = await stage.plan({ prompts: [LOGO, APPLE] });
    await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });

    const rows = await logged(campaign);
    expect(rows.map(({ rule, times, prompt_n, user_id }) => ({ rule, times, prompt_n, user_id }))).toEqual([
      { rule: 'brand_logo', times: 2, prompt_n: 0, user_id: stage.actor.userId },
      { rule: 'real_person', times: 2, prompt_n: 0, user_id: stage.actor.userId },
    ]);
  });

  test('tells a spike once a day', async () => {
    const many = Array.from({ length: 10 }, (_one, n) => ({ text: `Batman jumps from roof number ${n}` }));
    const first = await stage.plan({ prompts: many });
    expect(await spikes(first)).toEqual([{ facts: expect.objectContaining({ campaignId: first.id, usual: 0 }) }]);
    const second = await stage.plan({ prompts: many });
    expect(await logged(second)).toHaveLength(10);
    expect(await spikes(second)).toEqual([]);
  });
});

describe('over GraphQL', () => {
  const ask = `query ($prompts: [String!]!) { lintPrompt(prompts: $prompts) {
    index passes findings { rule severity name message helpUrl start end rewriteLabel rewrite { start end text } } } }`;

  test('prompts are linted in the order they were asked, with rewrites that can be applied', async () => {
    const { data } = await stage.ask(ask, { prompts: [APPLE.text, MUSK.text] });
    const lintPrompt = data!['lintPrompt'] as { passes: boolean; findings: Record<string, unknown>[] }[];
    expect(lintPrompt.map(({ passes }) => passes)).toEqual([true, false]);
    expect(lintPrompt[1]!.findings[0]).toMatchObject({
      rule: 'REAL_PERSON',
      severity: 'REJECT',
      helpUrl: '/help/policy#real-person',
      start: 0,
      end: 9,
      rewrite: [{ start: 0, end: 9, text: 'A fictional character' }],
    });
  });

  test('too many prompts for one question are refused in words', async () => {
    const { errors } = await stage.ask(ask, { prompts: Array<string>(201).fill(APPLE.text) });
    expect(errors[0]).toMatchObject({ message: expect.stringContaining('at most 200'), extensions: { code: 'INPUT_INVALID' } });
  });

  test('the same long question under many names is as much as many questions', async () => {
    const twice = `query ($prompts: [String!]!) { one: lintPrompt(prompts: $prompts) { passes } two: lintPrompt(prompts: $prompts) { passes } }`;
    const { errors } = await stage.ask(twice, { prompts: Array<string>(20).fill('a red kite '.repeat(1_000)) });
    expect(errors).toMatchObject([{ path: ['two'], extensions: { code: 'INPUT_INVALID' } }]);
  });

  test('the pack tells its rules and its version', async () => {
    const { data } = await stage.ask('{ rulePack { version rules { rule severity name } } }');
    expect(data).toMatchObject({
      rulePack: { version: PACK_VERSION, rules: expect.arrayContaining([{ rule: 'AGE', severity: 'REJECT', name: 'Minors at risk' }]) },
    });
  });

  test('rejections are told by day and rule, and only those of one’s own workspace', async () => {
    await stage.deps.db
      .insertInto('policy_rejections')
      .values({
        workspace_id: stage.stranger.workspaceId,
        day: sql<string>`(dailies_now() at time zone 'UTC')::date`,
        campaign_num: 1_000_000,
        rule: 'age',
        prompt_sha256: Buffer.alloc(32),
        prompt_n: 0,
        pack_version: PACK_VERSION,
        user_id: 'usr_elsewhere',
      })
      .execute();
    await stage.plan({ prompts: [{ text: 'Pikachu hops over a puddle' }] });
    const { data } = await stage.ask('{ policyRejections(days: 1) { day rule prompts times } }');
    const told = (data!['policyRejections'] as { rule: string }[]).map(({ rule }) => rule);
    expect(told).toContain('COPYRIGHTED_WORK');
    expect(told).not.toContain('AGE');
  });

  test('the help page has a place for every rule', async () => {
    const page = await (await fetch(`${stage.url}/help/policy`)).text();
    for (const code of RULE_CODES) expect(page).toContain(`id="${code.replaceAll('_', '-')}"`);
  });
});
