import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pauseCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { replanCampaign } from '../../apps/api/src/campaign/replan/replan-campaign.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { InputInvalid } from '../../apps/api/src/lib/refusal.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { OverEntitlement } from '../../apps/api/src/policy/refusals.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, PRO, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(async () => {
  expect(await verifyLedger(stage.deps.db)).toEqual([]);
  await stage.stop();
});

const replan = (campaign: CampaignRow, fromId: string, toId: string) =>
  replanCampaign(stage.deps, stage.actor, { campaignId: campaign.id, models: [{ fromId, toId }], idempotencyKey: randomUUID() });
const pause = (campaign: CampaignRow) => pauseCampaign(stage.deps, stage.actor, { campaignId: campaign.id });

test('moves no cell to what the edition may not render', async () => {
  const running = await stage.launch();
  await pause(running);
  const workspace = stage.deps.db.updateTable('workspaces').where('id', '=', stage.actor.workspaceId);
  const { edition } = await stage.deps.db
    .selectFrom('workspaces')
    .select('edition')
    .where('id', '=', stage.actor.workspaceId)
    .executeTakeFirstOrThrow();
  await workspace.set({ edition: 'free' }).execute();
  const refusal = await replan(running, STANDARD, PRO).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(OverEntitlement);
  expect(refusal).toMatchObject({ limits: ['Free plan: Standard models only'] });
  await workspace.set({ edition }).execute();
  expect(await replan(running, STANDARD, PRO)).toMatchObject({ status: 'paused' });
});

test('moves no cell to a frame that the campaign’s picture can not begin', async () => {
  const { db } = stage.deps;
  const id = newId('reference');
  await db
    .insertInto('reference_images')
    .values({
      id,
      workspace_id: stage.actor.workspaceId,
      name: 'Bottle',
      role: 'subject',
      content_type: 'image/png',
      bytes: 1,
      width: 720,
      height: 1280,
      sha256: Buffer.alloc(32, 7),
      object_key: 'none',
      created_by: stage.actor.userId,
    })
    .execute();
  const taller = await stage.addModel('taller', 100_000);
  await db.updateTable('model_sizes').set({ size: '1024x1792' }).where('model_id', '=', taller).execute();
  await db.updateTable('prices').set({ size: '1024x1792' }).where('model_id', '=', taller).execute();
  const running = await stage.launch({ referenceId: id });
  await pause(running);
  const refusal = await replan(running, STANDARD, taller).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(InputInvalid);
  expect((refusal as InputInvalid).message).toContain('“Bottle” has 720x1280 pixels');
});

test('leaves what is paired with other models as it is', async () => {
  const small = await stage.addModel('small', 100_000);
  const draft = await stage.create({
    axisMode: 'zip',
    modelIds: [STANDARD, PRO],
    sizes: ['720x1280', '1024x1792'],
    seconds: [8, 8],
    prompts: [{ text: 'A red apple' }, { text: 'A green pear' }],
  });
  expect((await replan(draft, STANDARD, small)).brief).toMatchObject({
    modelIds: [small, PRO],
    sizes: ['720x1280', '1024x1792'],
    seconds: [4, 8],
  });
});

test('the models that can be replaced are those of the brief, then those of cells that wait or failed', async () => {
  const models = async (campaign: CampaignRow) => {
    const { data } = await stage.ask(`query ($id: ID!) { campaign(id: $id) { modelsToRender { id } } }`, {
      id: globalId('Campaign', campaign.id),
    });
    return (data as { campaign: { modelsToRender: { id: string }[] } }).campaign.modelsToRender.map(({ id }) => id);
  };
  const ids = (...keys: string[]) => keys.map((key) => globalId('Model', key));
  const running = await stage.launch({ modelIds: [STANDARD, PRO] });
  expect(await models(await stage.create({ modelIds: [PRO, STANDARD] }))).toEqual(ids(PRO, STANDARD));
  expect(await models(running)).toEqual(ids(STANDARD, PRO));
  await stage.endVariants(running, [0], 'ready');
  expect(await models(running)).toEqual(ids(PRO));
  await pause(running);
  await replan(running, PRO, STANDARD);
  expect(await models(running)).toEqual(ids(STANDARD));

  const failing = await stage.launch({ prompts: [{ text: 'A red apple' }, { text: 'A green pear' }] });
  await stage.endVariants(failing, [0], { failureCode: 'model_gone' });
  await stage.endVariants(failing, [1], 'ready');
  expect(await models(failing)).toEqual(ids(STANDARD));
});

test('cells that were moved are found by their model of today, and stand where their price puts them', async () => {
  const dear = await stage.addModel('dear', 900_000);
  const running = await stage.launch({ modelIds: [STANDARD, PRO], prompts: [{ text: 'A red apple' }, { text: 'A green pear' }] });
  await stage.expand(running);
  await pause(running);
  await replan(running, STANDARD, dear);
  const CELLS = `query ($id: ID!, $filter: VariantFilter, $sort: VariantSort, $after: String, $first: Int!) { campaign(id: $id) {
    variants(first: $first, after: $after, filter: $filter, sort: $sort) {
      totalCount pageInfo { endCursor hasNextPage } edges { node { index model { id } priceMicros } } } } }`;
  interface Cells {
    totalCount: number;
    pageInfo: { endCursor: string; hasNextPage: boolean };
    edges: { node: { index: number; model: { id: string }; priceMicros: number } }[];
  }
  const page = async (asked: object) => {
    const { data, errors } = await stage.ask(CELLS, { id: globalId('Campaign', running.id), first: 10, ...asked });
    expect(errors).toEqual([]);
    return (data as { campaign: { variants: Cells } }).campaign.variants;
  };
  const ofModel = async (id: string) => (await page({ filter: { modelIds: [globalId('Model', id)] } })).edges.map(({ node }) => node.index);
  expect(await ofModel(dear)).toEqual([0, 2]);
  expect(await ofModel(STANDARD)).toEqual([]);
  expect(await ofModel(PRO)).toEqual([1, 3]);

  for (const direction of ['ASC', 'DESC']) {
    const indexes: number[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const part = await page({ first: 1, after, sort: { by: 'COST', direction } });
      indexes.push(...part.edges.map(({ node }) => node.index));
      after = part.pageInfo.endCursor;
      more = part.pageInfo.hasNextPage && indexes.length < 10;
    }
    expect(indexes).toEqual(direction === 'ASC' ? [1, 3, 0, 2] : [2, 0, 3, 1]);
  }
});
