import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { PlanStale } from '../../apps/api/src/campaign/refusals.ts';
import { replanCampaign } from '../../apps/api/src/campaign/replan/replan-campaign.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { readModerations } from '../../apps/api/src/policy/moderation.store.ts';
import { ModerationUnavailable } from '../../apps/api/src/policy/refusals.ts';
import { createModerationWire } from '../../apps/api/src/providers/moderation-wire/moderation-wire.ts';
import { type ModerationOutcome, type Moderator, TEXTS_MAX } from '../../apps/api/src/providers/moderator.ts';
import { type CampaignStage, launchPlanned, STANDARD, startCampaignStage } from '../support/make-campaign.ts';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

const KEY_REFUSED = 'not-the-key';
const APPLE = { text: 'A red apple rolls off a table' };
const FIGHT = { text: 'Two shadows fight on a roof [[flag:violence]] [[flag:hate]]' };

let stage: CampaignStage;
let sandbox: TestSandbox;
let asked: string[][];
beforeAll(async () => {
  [stage, sandbox] = await Promise.all([startCampaignStage(), startTestSandbox()]);
});
afterAll(() => Promise.all([stage.stop(), sandbox.stop()]));
afterEach(() => {
  stage.deps.moderator = null;
});
beforeEach(async () => {
  asked = [];
  await stage.deps.db.deleteFrom('moderations').execute();
});

/** The sandbox's own service on the wire, with what it is asked. */
function service(options: { baseUrl?: string; apiKey?: string; model?: string } = {}): Moderator {
  const { videosUrl, videosKey } = sandbox.ready;
  const wire = createModerationWire({ baseUrl: videosUrl, apiKey: videosKey, clock: systemClock, model: null, ...options });
  return { name: wire.name, moderate: (texts, signal) => (asked.push([...texts]), wire.moderate(texts, signal)) };
}

/** A service that answers as told: the first answer for the first question, the last for all that follow. */
function answering(...answers: ('passes' | ModerationOutcome)[]): Moderator {
  return {
    name: 'https://told.example/v1',
    moderate: (texts) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push([...texts]);
      return Promise.resolve(answer === 'passes' ? { kind: 'moderated', categories: texts.map(() => []) } : answer);
    },
  };
}

const many = (count: number) => Array.from({ length: count }, (_one, n) => ({ text: `Boat number ${n} leaves the harbour` }));
const AWAY: ModerationOutcome = { kind: 'unanswered', note: 'HTTP 503', retryAfterMs: null, mayPass: true };

describe('a plan with a moderation service', () => {
  it('stops what the service flags before it is priced, in its categories’ words, and logs it', async () => {
    stage.deps.moderator = service();
    const campaign = await stage.plan({ prompts: [APPLE, FIGHT] });

    expect(campaign.plan).toMatchObject({ verdicts: { ok: 1, policy: 1 }, estimateMicros: 400_000 });
    const rows = await stage.deps.db
      .selectFrom('compiled_prompts')
      .select(['verdict', 'verdict_note'])
      .where('campaign_num', '=', campaign.num)
      .orderBy('n')
      .execute();
    expect(rows[0]).toEqual({ verdict: 'ok', verdict_note: null });
    expect(rows[1]).toMatchObject({
      verdict: 'policy',
      verdict_note: expect.stringMatching(/^Moderation: hate, violence\. .+plan again\.$/),
    });
    const { data } = await stage.ask('{ policyRejections { rule prompts times } }');
    expect(data!['policyRejections']).toEqual([{ rule: 'MODERATION', prompts: 1, times: 1 }]);
  });

  it('asks for each text once, whatever is planned again, and not for what a rule rejects', async () => {
    stage.deps.moderator = service();
    const prompts = [APPLE, APPLE, FIGHT, { text: 'Elon Musk juggles three oranges' }];
    const campaign = await stage.plan({ prompts });
    await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    await stage.plan({ prompts: [APPLE] });
    expect(asked).toEqual([[APPLE.text, FIGHT.text]]);
  });

  it('asks anew of another service, and for another workspace', async () => {
    stage.deps.moderator = service();
    await stage.plan({ prompts: [APPLE] });
    stage.deps.moderator = service({ model: 'text-moderation-latest' });
    await stage.plan({ prompts: [APPLE] });
    expect(asked).toHaveLength(2);
    const { sha256 } = await stage.deps.db.selectFrom('compiled_prompts').select('sha256').limit(1).executeTakeFirstOrThrow();
    const moderator = service().name;
    expect((await readModerations(stage.deps.db, { workspaceId: stage.actor.workspaceId, moderator }, [sha256])).size).toBe(1);
    expect((await readModerations(stage.deps.db, { workspaceId: stage.stranger.workspaceId, moderator }, [sha256])).size).toBe(0);
  });

  it('asks anew after thirty days, and keeps nothing that is older', async () => {
    stage.deps.moderator = service();
    await stage.plan({ prompts: [APPLE, FIGHT] });
    await sql`update moderations set at = at - interval '31 days'`.execute(stage.deps.db);
    await stage.plan({ prompts: [APPLE] });
    expect(asked).toEqual([[APPLE.text, FIGHT.text], [APPLE.text]]);
    expect(await stage.deps.db.selectFrom('moderations').select('categories').execute()).toEqual([{ categories: [] }]);
  });

  it('asks in parts, and takes each answer for its own text', async () => {
    stage.deps.moderator = service();
    const prompts = many(TEXTS_MAX * 2 + 1).map(({ text }, n) => ({ text: n === TEXTS_MAX + 3 ? `${text} [[flag:sexual]]` : text }));
    const campaign = await stage.plan({ prompts });
    expect(asked.map((texts) => texts.length)).toEqual([TEXTS_MAX, TEXTS_MAX, 1]);
    const [flagged, ...others] = await stage.deps.db
      .selectFrom('compiled_prompts')
      .select('text')
      .where('campaign_num', '=', campaign.num)
      .where('verdict', '=', 'policy')
      .execute();
    expect(flagged!.text).toContain('[[flag:sexual]]');
    expect(others).toEqual([]);
  });

  it('can not be launched as it was planned before the service was set', async () => {
    const campaign = await stage.plan({ prompts: [APPLE] });
    stage.deps.moderator = service();
    const launch = launchPlanned(stage.deps, stage.actor, campaign);
    await expect(launch).rejects.toThrow(PlanStale);
    await expect(launch).rejects.toThrow(/newer rules/);
    const again = await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    expect(await launchPlanned(stage.deps, stage.actor, again)).toMatchObject({ status: 'running' });
  });
});

describe('a moderation service in trouble', () => {
  it('lets nothing be planned: the refusal says what went wrong, and the draft stays', async () => {
    stage.deps.moderator = service({ apiKey: KEY_REFUSED });
    const campaign = await stage.create({ prompts: [APPLE] });
    const refused = await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ModerationUnavailable);
    expect(refused).toMatchObject({ code: 'MODERATION_UNAVAILABLE', read: 0, left: 1, message: expect.stringContaining('HTTP 401') });
    expect((refused as Error).message).not.toContain(KEY_REFUSED);
    expect(await stage.read(campaign)).toMatchObject({ status: 'draft', plan: null });
  });

  it('is asked again as it wishes', async () => {
    stage.deps.moderator = answering({ ...AWAY, retryAfterMs: 10 }, 'passes');
    expect(await stage.plan({ prompts: [APPLE] })).toMatchObject({ status: 'planned' });
    expect(asked).toHaveLength(2);
  });

  it('keeps what it has read for the next time', async () => {
    const prompts = many(TEXTS_MAX * 2);
    stage.deps.moderator = answering('passes', { ...AWAY, retryAfterMs: 600_000 });
    const campaign = await stage.create({ prompts });
    const plan = () => planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    await expect(plan()).rejects.toMatchObject({ read: TEXTS_MAX, left: TEXTS_MAX });
    asked = [];
    stage.deps.moderator = answering('passes');
    expect(await plan()).toMatchObject({ status: 'planned' });
    expect(asked.map((texts) => texts.length)).toEqual([TEXTS_MAX]);
  });

  it('is not asked again where that helps nothing', async () => {
    stage.deps.moderator = answering({ ...AWAY, note: 'HTTP 401', mayPass: false });
    const campaign = await stage.create({ prompts: [APPLE] });
    const plan = planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    await expect(plan).rejects.toMatchObject({ code: 'MODERATION_UNAVAILABLE' });
    expect(asked).toHaveLength(1);
  });

  it('lets a text not pass that it can not read, and only that one', async () => {
    const tooLong = (texts: readonly string[]) => texts.some((text) => text.includes('number 7 '));
    stage.deps.moderator = {
      name: 'https://short.example/v1',
      moderate: (texts) => {
        asked.push([...texts]);
        if (tooLong(texts)) return Promise.resolve({ kind: 'refused', note: 'HTTP 400 too long' });
        return Promise.resolve({ kind: 'moderated', categories: texts.map(() => []) });
      },
    };
    const campaign = await stage.plan({ prompts: many(10) });
    expect(campaign.plan).toMatchObject({ verdicts: { ok: 9, policy: 1 } });
    const stopped = await stage.deps.db
      .selectFrom('compiled_prompts')
      .select(['text', 'verdict_note'])
      .where('campaign_num', '=', campaign.num)
      .where('verdict', '=', 'policy')
      .execute();
    expect(stopped).toEqual([
      {
        text: expect.stringContaining('number 7 '),
        verdict_note: expect.stringContaining('unreadable for the service (HTTP 400 too long)'),
      },
    ]);
    // All together, each alone, and one that any service reads.
    expect(asked).toHaveLength(12);
  });

  it('says nothing about a text while it refuses everything', async () => {
    stage.deps.moderator = answering({ kind: 'refused', note: 'HTTP 400 no such model' });
    const campaign = await stage.create({ prompts: many(2) });
    await expect(planCampaign(stage.deps, stage.actor, { campaignId: campaign.id })).rejects.toMatchObject({
      code: 'MODERATION_UNAVAILABLE',
      message: expect.stringContaining('HTTP 400 no such model'),
    });
    stage.deps.moderator = answering('passes');
    expect(await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id })).toMatchObject({ plan: { verdicts: { ok: 2 } } });
  });

  it('holds up a planned campaign that is moved to another model, and the same request goes on afterwards', async () => {
    const campaign = await stage.plan({ prompts: [APPLE] });
    const other = await stage.addModel('other', 50_000);
    const input = { campaignId: campaign.id, models: [{ fromId: STANDARD, toId: other }], idempotencyKey: 'move' };
    stage.deps.moderator = answering({ ...AWAY, mayPass: false });
    await expect(replanCampaign(stage.deps, stage.actor, input)).rejects.toMatchObject({ code: 'MODERATION_UNAVAILABLE' });
    stage.deps.moderator = answering('passes');
    const moved = await replanCampaign(stage.deps, stage.actor, input);
    expect(moved).toMatchObject({ status: 'planned', plan: { estimateMicros: 200_000 } });
  });

  it.each([
    ['nobody listens', () => 'http://127.0.0.1:9/v1', /connection failed/],
    ['that is no such service', () => sandbox.ready.bucketUrl, /HTTP 4\d\d/],
  ])('is told from one where %s', async (_name, baseUrl, note) => {
    const outcome = await service({ baseUrl: baseUrl() }).moderate(['A boat']);
    expect(outcome).toMatchObject({ kind: 'unanswered', note: expect.stringMatching(note) });
  });
});
