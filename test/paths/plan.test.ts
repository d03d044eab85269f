import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { setVariantsExcluded } from '../../apps/api/src/campaign/set-variants-excluded.ts';
import { updateCampaign } from '../../apps/api/src/campaign/update-campaign.ts';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import {
  PromptInvalid,
  TooManyVariants,
  UnknownModel,
  UnknownPreset,
  UnknownVariable,
  WrongStatus,
} from '../../apps/api/src/campaign/refusals.ts';
import { type CampaignStage, eventKinds, PRO, RETIRED, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const THREE = ['A red apple', 'A blue cup', '一只猫在窗台上'].map((text, n) => ({ text, key: `p${n}` }));

interface Cell {
  index: number;
  prompt: string;
  preset: string | null;
  model: string;
  size: string;
  seconds: number;
  phase: string;
  text: string;
  price: number;
}

async function cellsOf(campaign: { num: number }): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select v.index, p.key as prompt, s.key as preset, o.model_id as model, o.size, o.seconds, v.phase, c.text, o.price_micros as price
    from variants v
    join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
    join prompts p on p.campaign_num = v.campaign_num and p.n = c.prompt_n
    join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
    left join preset_versions w on w.id = c.preset_version_id left join presets s on s.id = w.preset_id
    where v.campaign_num = ${campaign.num} order by v.index`.execute(stage.deps.db);
  return rows;
}

const replan = (campaign: { id: string }) => planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
const exclude = (campaign: { id: string }, indexes: number[], excluded = true) =>
  setVariantsExcluded(stage.deps, stage.actor, {
    campaignId: campaign.id,
    variantIds: indexes.map((index) => `${campaign.id}.${index}`),
    excluded,
  });

describe('a plan', () => {
  test('crosses prompts, presets, sizes and lengths, each cell with its text and price', async () => {
    const presetIds = [null, await stage.presetId('slow-pan')];
    const campaign = await stage.plan({ prompts: THREE, presetIds, sizes: ['720x1280', '1280x720'], seconds: [4, 8] });

    const cells = await cellsOf(campaign);
    expect(cells).toHaveLength(24);
    expect(cells.map((cell) => [cell.prompt, cell.preset, cell.size, cell.seconds].join(' '))).toEqual(
      ['p0', 'p1', 'p2'].flatMap((prompt) =>
        ['', 'slow-pan'].flatMap((preset) =>
          ['720x1280', '1280x720'].flatMap((size) => [4, 8].map((seconds) => `${prompt} ${preset} ${size} ${seconds}`)),
        ),
      ),
    );
    expect(cells[0]).toMatchObject({ text: 'A red apple', price: 400_000, phase: 'planned' });
    expect(cells[1]).toMatchObject({ price: 800_000 });
    expect(cells[4]!.text).toMatch(/^A red apple\. ./);
    expect(cells[20]!.text).toMatch(/^一只猫在窗台上。./);
    expect(campaign).toMatchObject({ status: 'planned', variant_count: 24, expanded_count: 24, admitted_count: 0 });
    expect(campaign.plan).toMatchObject({ verdicts: { ok: 24 }, excluded: 0, estimateMicros: 12 * 400_000 + 12 * 800_000 });
    expect(await stage.counts(campaign)).toEqual({ planned: 24 });
    expect(await eventKinds(stage.deps, campaign)).toEqual(['campaign.created', 'campaign.planned', 'variants.expanded']);
  });

  test('pairs axes place by place', async () => {
    const presetIds = [null, await stage.presetId('slow-pan'), await stage.presetId('dolly-in')];
    const sizes = ['720x1280', '1280x720', '720x1280'];
    const campaign = await stage.plan({ axisMode: 'zip', prompts: THREE, presetIds, sizes, seconds: [4] });
    const cells = await cellsOf(campaign);
    expect(cells.map(({ index, prompt, preset, size }) => [index, prompt, preset, size])).toEqual([
      [0, 'p0', null, '720x1280'],
      [1, 'p1', 'slow-pan', '1280x720'],
      [2, 'p2', 'dolly-in', '720x1280'],
    ]);
  });

  test('says the same hash for the same plan, and another for any change', async () => {
    const first = await stage.plan({ prompts: THREE });
    const again = await replan(first);
    expect(again.plan_hash).toBe(first.plan_hash);
    expect(await cellsOf(again)).toHaveLength(3);

    const changes = [
      { prompts: THREE.map((one) => ({ ...one, text: `${one.text}!` })) },
      { sizes: ['1280x720'] },
      { seconds: [8] },
      { presetIds: [await stage.presetId('cinematic')] },
      { template: { style: 'Film grain' } },
      { modelIds: [PRO] },
    ];
    const hashes = new Set([first.plan_hash]);
    for (const change of changes) {
      const draft = await updateCampaign(stage.deps, stage.actor, { campaignId: first.id, ...change });
      expect(draft).toMatchObject({ status: 'draft', plan_hash: null, variant_count: 0 });
      expect(await cellsOf(draft)).toEqual([]);
      expect(await stage.counts(draft)).toEqual({});
      hashes.add((await replan(first)).plan_hash);
    }
    expect(hashes.size).toBe(changes.length + 1);
  });

  test('blocks what can not be rendered or priced, and prices the rest', async () => {
    const unpriced = await stage.addModel('house');
    const campaign = await stage.plan({ prompts: THREE, modelIds: [STANDARD, RETIRED, unpriced] });
    expect(campaign.plan).toMatchObject({ verdicts: { ok: 3, model_retired: 3, unpriced: 3 }, estimateMicros: 3 * 400_000 });
    expect(await stage.counts(campaign)).toEqual({ planned: 3, blocked: 6 });
  });

  test('of a renamed campaign stands', async () => {
    const planned = await stage.plan();
    const renamed = await updateCampaign(stage.deps, stage.actor, { campaignId: planned.id, name: 'Autumn' });
    expect(renamed).toMatchObject({ name: 'Autumn', status: 'planned', plan_hash: planned.plan_hash });
  });

  test('of more than 5,000 cells answers at once; the job writes the rest', async () => {
    const prompts = Array.from({ length: 3_250 }, (_one, n) => ({ text: `Scene ${n}` }));
    const campaign = await stage.plan({ prompts, sizes: ['720x1280', '1280x720'], seconds: [4, 8] });
    expect(campaign).toMatchObject({ variant_count: 13_000, expanded_count: 5_000 });
    expect(campaign.plan?.estimateMicros).toBe(6_500 * 400_000 + 6_500 * 800_000);
    const waiting = await sql<{ data: object }>`select data from pgboss.job where name = 'expand-campaign'`.execute(stage.deps.db);
    expect(waiting.rows).toEqual([{ data: { campaignId: campaign.id } }]);
    await stage.expand(campaign);
    expect(await stage.read(campaign)).toMatchObject({ status: 'planned', expanded_count: 13_000, admitted_count: 0 });
    expect(await stage.counts(campaign)).toEqual({ planned: 13_000 });
  });
});

describe('excluded cells', () => {
  test('leave the price, change the hash, and come back', async () => {
    const campaign = await stage.plan({ prompts: THREE, sizes: ['720x1280', '1280x720'] });
    const excluded = await exclude(campaign, [0, 3]);
    expect(excluded.plan).toMatchObject({ excluded: 2, verdicts: { ok: 4 }, estimateMicros: 4 * 400_000 });
    expect(excluded.plan_hash).not.toBe(campaign.plan_hash);
    expect(await stage.counts(campaign)).toEqual({ planned: 4, excluded: 2 });

    const back = await exclude(campaign, [0, 3], false);
    expect(back.plan_hash).toBe(campaign.plan_hash);
    expect(await stage.counts(campaign)).toEqual({ planned: 6 });
  });

  test('stay out of a new plan, wherever their prompt has moved', async () => {
    const campaign = await stage.plan({ prompts: [...THREE, { text: 'No key' }, { text: 'No key' }], sizes: ['720x1280', '1280x720'] });
    await exclude(campaign, [1, 9]);
    const prompts = [
      { text: 'New first' },
      ...THREE.map((one) => ({ ...one, text: `${one.text}, closer` })),
      { text: 'No key' },
      { text: 'No key' },
    ];
    await updateCampaign(stage.deps, stage.actor, { campaignId: campaign.id, prompts });
    const again = await replan(campaign);
    const out = (await cellsOf(again)).filter((cell) => cell.phase === 'excluded').map(({ index, prompt, size }) => [index, prompt, size]);
    expect(out).toEqual([
      [3, 'p0', '1280x720'],
      [11, null, '1280x720'],
    ]);
    expect(again.plan).toMatchObject({ excluded: 2, verdicts: { ok: 9, reused: 1 } });
  });

  test('that are not written yet are written excluded', async () => {
    const prompts = Array.from({ length: 6_000 }, (_one, n) => ({ text: `Scene ${n}` }));
    const campaign = await stage.plan({ prompts });
    await exclude(campaign, [10, 5_990]);
    await stage.expand(campaign);
    expect(await stage.counts(campaign)).toEqual({ planned: 5_998, excluded: 2 });
  });

  test('must be cells of this campaign', async () => {
    const [campaign, other] = [await stage.plan(), await stage.plan()];
    await expect(exclude(campaign, [1])).rejects.toThrow(NotFound);
    const foreign = { campaignId: campaign.id, variantIds: [`${other.id}.0`], excluded: true };
    await expect(setVariantsExcluded(stage.deps, stage.actor, foreign)).rejects.toThrow(NotFound);
  });
});

describe('a plan is refused', () => {
  const refused = async (wish: Parameters<CampaignStage['create']>[0]) => {
    const error = await stage.plan(wish).then(
      () => null,
      (thrown: unknown) => thrown as Error,
    );
    return error!;
  };

  test('while prompts, a model, a size or a length is missing', async () => {
    for (const wish of [{ prompts: [] }, { modelIds: [] }, { sizes: [] }, { seconds: [] }]) {
      expect(await refused(wish)).toBeInstanceOf(InputInvalid);
    }
  });

  test('for a prompt that a preset makes too long, by name', async () => {
    const presetIds = [await stage.presetId('slow-pan')];
    const error = await refused({ prompts: [{ text: 'x'.repeat(31_999), key: 'long' }], presetIds });
    expect(error).toBeInstanceOf(PromptInvalid);
    expect(error.message).toMatch(/Prompt 1 \(long\) with the preset “Slow pan”/);
  });

  test('for a variable that only a later template asks for', async () => {
    const campaign = await stage.create();
    await updateCampaign(stage.deps, stage.actor, { campaignId: campaign.id, template: { style: 'In {{mood}} style' } });
    await expect(replan(campaign)).rejects.toThrow(UnknownVariable);
    expect(await stage.read(campaign)).toMatchObject({ status: 'draft', variant_count: 0 });
  });

  test('for somebody else’s campaign, for a viewer, and once it runs', async () => {
    const campaign = await stage.plan();
    await expect(planCampaign(stage.deps, stage.stranger, { campaignId: campaign.id })).rejects.toThrow(NotFound);
    const viewer = { ...stage.actor, role: 'viewer' as const };
    await expect(planCampaign(stage.deps, viewer, { campaignId: campaign.id })).rejects.toThrow(NotAllowed);
    await sql`update campaigns set status = 'running' where num = ${campaign.num}`.execute(stage.deps.db);
    await expect(replan(campaign)).rejects.toThrow(WrongStatus);
  });
});

describe('a campaign is refused before a row is written', () => {
  const countCampaigns = async () => (await stage.deps.db.selectFrom('campaigns').select('num').execute()).length;

  test.each([
    ['an unknown model', { modelIds: ['sora-9'] }, UnknownModel],
    ['an unknown preset', { presetIds: ['pre_gone'] }, UnknownPreset],
    ['an empty prompt', { prompts: [{ text: ' ' }] }, PromptInvalid],
    ['a NUL', { prompts: [{ text: 'a\0b' }] }, PromptInvalid],
    ['half an emoji', { prompts: [{ text: 'a\ud83d' }] }, PromptInvalid],
    ['a prompt too long', { prompts: [{ text: 'x'.repeat(32_001) }] }, PromptInvalid],
    [
      'a repeated key',
      {
        prompts: [
          { text: 'a', key: 'k' },
          { text: 'b', key: 'k' },
        ],
      },
      PromptInvalid,
    ],
    ['an unknown variable', { prompts: [{ text: 'a {{colour}} cup' }] }, UnknownVariable],
    ['no name', { name: ' ' }, InputInvalid],
  ] as const)('%s', async (_what, wish, refusal) => {
    const before = await countCampaigns();
    await expect(stage.create(wish as Parameters<CampaignStage['create']>[0])).rejects.toThrow(refusal);
    expect(await countCampaigns()).toBe(before);
  });

  test('too many variants, with what was wanted and the limit', async () => {
    const before = await countCampaigns();
    const prompts = Array.from({ length: 5_001 }, (_one, n) => ({ text: `Scene ${n}` }));
    const wish = { prompts, modelIds: [STANDARD, PRO], sizes: ['720x1280', '1280x720'], seconds: [4, 8, 12, 16, 20] };
    const error = await stage.create(wish).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TooManyVariants);
    expect(error).toMatchObject({ wanted: 100_020, limit: 100_000 });
    expect(await countCampaigns()).toBe(before);
  });
});
