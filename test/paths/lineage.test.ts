import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { IdempotencyKeyReused, UnknownSize } from '../../apps/api/src/campaign/refusals.ts';
import { updateCampaign } from '../../apps/api/src/campaign/update-campaign.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import { previewCampaign } from '../../apps/api/src/lineage/preview-campaign.ts';
import { promoteVariants } from '../../apps/api/src/lineage/promote-variants.ts';
import { setWinners } from '../../apps/api/src/lineage/set-winners.ts';
import { varyVariant } from '../../apps/api/src/lineage/vary-variant.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, eventKinds, PRO, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const PROMPTS = [
  { text: 'A red apple on a table', key: 'apple' },
  { text: 'A {{what}} in the rain', key: 'rain', variables: { what: 'blue cup with {{braces}}' } },
];

async function textsOf(campaign: { num: number }): Promise<string[]> {
  const rows = await stage.deps.db
    .selectFrom('compiled_prompts')
    .select('text')
    .where('campaign_num', '=', campaign.num)
    .orderBy('n')
    .execute();
  return rows.map((row) => row.text);
}

async function columnsOf(campaign: { num: number }): Promise<string[]> {
  const rows = await stage.deps.db.selectFrom('offers').selectAll().where('campaign_num', '=', campaign.num).orderBy('n').execute();
  return rows.map((row) => `${row.model_id} ${row.size} ${row.seconds}`);
}

const idsOf = (campaign: { id: string }, ...indexes: number[]) => indexes.map((index) => `${campaign.id}.${index}`);

describe('preview first', () => {
  test('the preview has the prompts and presets of the whole, on the standard tier, at the shortest length, at a fraction of the price', async () => {
    const presetIds = [await stage.presetId('slow-pan'), await stage.presetId('dolly-in')];
    const final = await stage.create({ prompts: PROMPTS, presetIds, modelIds: [PRO], sizes: ['1080x1920', '1920x1080'], seconds: [12] });
    const preview = await previewCampaign(stage.deps, stage.actor, { campaignId: final.id, idempotencyKey: randomUUID() });

    expect(preview).toMatchObject({ status: 'planned', purpose: 'preview', origin: 'preview', parent_num: final.num, variant_count: 8 });
    expect(await columnsOf(preview)).toEqual([`${STANDARD} 720x1280 4`, `${STANDARD} 1280x720 4`]);
    expect(preview.plan!.estimateMicros).toBe(8 * 400_000);
    expect((await textsOf(preview))[3]).toMatch(/^A blue cup with \{\{braces\}\} in the rain\. ./);
  });

  test('winners are promoted with the words that were sent, and know where they came from', async () => {
    const presetIds = [await stage.presetId('slow-pan'), await stage.presetId('dolly-in')];
    const preview = await stage.plan({ prompts: PROMPTS, presetIds, purpose: 'preview' });
    await setWinners(stage.deps, stage.actor, { campaignId: preview.id, variantIds: idsOf(preview, 1, 2), isWinner: true });

    const promoted = await promoteVariants(stage.deps, stage.actor, {
      campaignId: preview.id,
      variantIds: idsOf(preview, 1, 2),
      seconds: [8],
      modelIds: [PRO],
      idempotencyKey: randomUUID(),
    });
    expect(promoted).toMatchObject({ name: 'Spring – finals', status: 'planned', purpose: 'final', origin: 'promotion', variant_count: 2 });
    expect(await columnsOf(promoted)).toEqual([`${PRO} 720x1280 8`]);
    expect(await textsOf(promoted)).toEqual((await textsOf(preview)).slice(1, 3));
    expect(await eventKinds(stage.deps, preview)).toEqual(expect.arrayContaining(['winners.chosen', 'campaign.promoted']));

    const { data } = await stage.ask(
      `query ($id: ID!) {
        campaign(id: $id) {
          parent { id purpose } origin
          variants { nodes { index madeFrom { id index isWinner becameVariants { id } } } }
        }
      }`,
      { id: globalId('Campaign', promoted.id) },
    );
    expect(data).toMatchObject({
      campaign: {
        parent: { id: globalId('Campaign', preview.id), purpose: 'PREVIEW' },
        origin: 'PROMOTION',
        variants: {
          nodes: [1, 2].map((index, n) => ({
            index: n,
            madeFrom: { index, isWinner: true, becameVariants: [{ id: globalId('Variant', `${promoted.id}.${n}`) }] },
          })),
        },
      },
    });
  });

  test('the same key answers the same campaign, also once it is launched; other wishes with it are refused', async () => {
    const preview = await stage.plan();
    const wish = { campaignId: preview.id, variantIds: idsOf(preview, 0), seconds: [8], idempotencyKey: randomUUID() };
    const promoted = await promoteVariants(stage.deps, stage.actor, wish);
    expect((await promoteVariants(stage.deps, stage.actor, wish)).id).toBe(promoted.id);
    await expect(promoteVariants(stage.deps, stage.actor, { ...wish, seconds: [12] })).rejects.toThrow(IdempotencyKeyReused);
  });

  test('nothing is made of a wish the model can not serve, of no change, or of cells that are not there', async () => {
    const preview = await stage.plan();
    const wish = { campaignId: preview.id, variantIds: idsOf(preview, 0), idempotencyKey: randomUUID() };
    await expect(promoteVariants(stage.deps, stage.actor, { ...wish, sizes: ['1080x1920'] })).rejects.toThrow(UnknownSize);
    await expect(promoteVariants(stage.deps, stage.actor, wish)).rejects.toThrow(InputInvalid);
    await expect(promoteVariants(stage.deps, stage.actor, { ...wish, variantIds: idsOf(preview, 9), seconds: [8] })).rejects.toThrow(
      NotFound,
    );
    await expect(promoteVariants(stage.deps, stage.stranger, { ...wish, seconds: [8] })).rejects.toThrow(NotFound);
    const made = await stage.deps.db.selectFrom('campaigns').select('id').where('parent_num', '=', preview.num).execute();
    expect(made).toEqual([]);
  });
});

test('what names cells and prompts goes when they are replaced', async () => {
  const { db } = stage.deps;
  const promote = (source: { id: string }) =>
    promoteVariants(stage.deps, stage.actor, {
      campaignId: source.id,
      variantIds: idsOf(source, 0, 1),
      seconds: [8],
      idempotencyKey: randomUUID(),
    });
  const lineageOf = (campaign: { num: number }) =>
    db.selectFrom('lineage').select(['prompt_n', 'source_num']).where('campaign_num', '=', campaign.num).orderBy('prompt_n').execute();
  const preview = await stage.plan({ prompts: PROMPTS });
  await setWinners(stage.deps, stage.actor, { campaignId: preview.id, variantIds: idsOf(preview, 0, 1), isWinner: true });
  const [edited, kept] = [await promote(preview), await promote(preview)];
  expect(await lineageOf(edited)).toHaveLength(2);

  await updateCampaign(stage.deps, stage.actor, { campaignId: edited.id, prompts: [{ text: 'Other words' }] });
  expect(await lineageOf(edited)).toEqual([]);
  expect(await lineageOf(kept)).toHaveLength(2);

  await updateCampaign(stage.deps, stage.actor, { campaignId: preview.id, name: 'Renamed' });
  expect(await lineageOf(kept)).toHaveLength(2);
  await updateCampaign(stage.deps, stage.actor, { campaignId: preview.id, prompts: [{ text: 'A plum' }, { text: 'A pear' }] });
  await planCampaign(stage.deps, stage.actor, { campaignId: preview.id });
  expect(await lineageOf(kept)).toEqual([]);
  expect(await db.selectFrom('winners').selectAll().where('campaign_num', '=', preview.num).execute()).toEqual([]);
});

describe('one variable', () => {
  test('a variation changes one slot and keeps the frozen words of the preset', async () => {
    const base = await stage.plan({ prompts: PROMPTS, presetIds: [await stage.presetId('slow-pan')] });
    const [before] = await textsOf(base);
    const varied = await varyVariant(stage.deps, stage.actor, {
      variantId: idsOf(base, 0)[0]!,
      slot: { slot: 'lighting', texts: ['Neon', 'Golden hour'] },
      idempotencyKey: randomUUID(),
    });
    expect(varied).toMatchObject({ purpose: 'preview', origin: 'variation', variant_count: 2 });
    for (const [n, text] of (await textsOf(varied)).entries()) {
      expect(text).toContain(['Neon', 'Golden hour'][n]);
      expect(text.replace(/ (Neon|Golden hour)\.?/, '').replaceAll('.', '')).toBe(before!.replaceAll('.', ''));
    }
  });

  test('other presets take the place of the cell’s own', async () => {
    const base = await stage.plan({ prompts: [PROMPTS[1]!], presetIds: [await stage.presetId('slow-pan')] });
    const varied = await varyVariant(stage.deps, stage.actor, {
      variantId: idsOf(base, 0)[0]!,
      presetIds: [await stage.presetId('dolly-in'), await stage.presetId('wide-shot')],
      idempotencyKey: randomUUID(),
    });
    const texts = await textsOf(varied);
    expect(texts).toHaveLength(2);
    for (const text of texts) expect(text).toMatch(/^A blue cup with \{\{braces\}\} in the rain\. ./);
    expect(texts[0]).not.toBe((await textsOf(base))[0]);
  });

  test('two changes at once are refused', async () => {
    const base = await stage.plan();
    const wish = { variantId: idsOf(base, 0)[0]!, seconds: [8], sizes: ['1280x720'], idempotencyKey: randomUUID() };
    await expect(varyVariant(stage.deps, stage.actor, wish)).rejects.toThrow(/one thing at a time/);
  });
});
