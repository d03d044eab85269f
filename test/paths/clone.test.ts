import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotAllowed } from '../../apps/api/src/access/allow.ts';
import { archiveCampaign } from '../../apps/api/src/campaign/archive-campaign.ts';
import { countCampaigns, listCampaigns } from '../../apps/api/src/campaign/campaign.store.ts';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { editPrompts } from '../../apps/api/src/campaign/edit-prompts.ts';
import { IdempotencyKeyReused, PromptInvalid, UnknownVariable, WrongStatus } from '../../apps/api/src/campaign/refusals.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import { cloneCampaign } from '../../apps/api/src/lineage/clone-campaign.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, eventKinds, PRO, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const PROMPTS = [
  { text: 'A red apple on a table', key: 'apple' },
  { text: 'A {{what}} in the rain', key: 'rain', variables: { what: 'blue cup' } },
  { text: 'Taylor Swift walks along a beach', key: 'star' },
];

async function promptsOf(campaign: { num: number }) {
  return stage.deps.db
    .selectFrom('prompts')
    .select(['key', 'slots', 'variables'])
    .where('campaign_num', '=', campaign.num)
    .orderBy('n')
    .execute();
}

async function rowsOf(campaign: { id: string }): Promise<CampaignRow[]> {
  return stage.deps.db.selectFrom('campaigns').selectAll().where('id', '=', campaign.id).execute();
}

describe('a clone', () => {
  test('of the whole is a draft with the same brief and prompts, and knows its parent', async () => {
    const presetIds = [await stage.presetId('slow-pan'), null];
    const source = await stage.plan({ prompts: PROMPTS, presetIds, sizes: ['720x1280', '1280x720'], purpose: 'preview', audio: true });
    const clone = await cloneCampaign(stage.deps, stage.actor, { campaignId: source.id, idempotencyKey: randomUUID() });

    expect(clone).toMatchObject({ name: 'Spring – copy', status: 'draft', purpose: 'preview', parent_num: source.num, origin: null });
    expect(clone.brief).toEqual(source.brief);
    expect(await promptsOf(clone)).toEqual(await promptsOf(source));
    const { data } = await stage.ask(`query ($id: ID!) { campaign(id: $id) { origin parent { id descendants { id origin } } } }`, {
      id: globalId('Campaign', clone.id),
    });
    expect(data).toEqual({
      campaign: {
        origin: null,
        parent: { id: globalId('Campaign', source.id), descendants: [{ id: globalId('Campaign', clone.id), origin: null }] },
      },
    });
  });

  test('of failed cells has their prompts alone, with the axes they had', async () => {
    const presetIds = [await stage.presetId('slow-pan'), await stage.presetId('dolly-in')];
    const source = await stage.launch({ prompts: PROMPTS.slice(0, 2), presetIds, seconds: [4, 8] });
    await stage.expand(source);
    await stage.endVariants(source, [6, 7], { failureCode: 'moderation_blocked' });
    await stage.endVariants(source, [0], { failureCode: 'timeout' });

    const { data } = await stage.ask(`query ($id: ID!) { campaign(id: $id) { failures { code count prompts } } }`, {
      id: globalId('Campaign', source.id),
    });
    expect(data).toMatchObject({
      campaign: {
        failures: [
          { code: 'moderation_blocked', count: 2, prompts: 1 },
          { count: 1, prompts: 1 },
        ],
      },
    });

    const answer = await stage.ask(
      `mutation ($input: CloneCampaignInput!) { cloneCampaign(input: $input) {
        __typename ... on CloneCampaignSuccess { campaign { status brief { seconds presets { key } } prompts { nodes { key text } } } } } }`,
      { input: { campaignId: globalId('Campaign', source.id), failureCodes: ['moderation_blocked'], idempotencyKey: randomUUID() } },
    );
    expect(answer.data).toEqual({
      cloneCampaign: {
        __typename: 'CloneCampaignSuccess',
        campaign: {
          status: 'DRAFT',
          brief: { seconds: [4, 8], presets: [{ key: 'dolly-in' }] },
          prompts: { nodes: [{ key: 'rain', text: 'A {{what}} in the rain' }] },
        },
      },
    });
    expect(await eventKinds(stage.deps, source)).toContain('campaign.promoted');
  });

  test('of what the plan did not send, and of named cells', async () => {
    const source = await stage.launch({ prompts: PROMPTS });
    const wish = { campaignId: source.id, idempotencyKey: randomUUID() };
    const blocked = await cloneCampaign(stage.deps, stage.actor, { ...wish, verdicts: ['policy'], name: 'Mended' });
    expect(blocked.name).toBe('Mended');
    expect((await promptsOf(blocked)).map(({ key }) => key)).toEqual(['star']);
    const named = { ...wish, idempotencyKey: randomUUID(), variantIds: [`${source.id}.1`] };
    expect(await promptsOf(await cloneCampaign(stage.deps, stage.actor, named))).toEqual([(await promptsOf(source))[1]]);
  });

  test('of paired axes keeps the pairs', async () => {
    const source = await stage.plan({ prompts: PROMPTS, axisMode: 'zip', modelIds: [STANDARD, PRO, PRO], seconds: [4, 8, 12] });
    const variantIds = [`${source.id}.1`, `${source.id}.2`];
    const clone = await cloneCampaign(stage.deps, stage.actor, { campaignId: source.id, variantIds, idempotencyKey: randomUUID() });
    expect(clone.brief).toMatchObject({ axisMode: 'zip', modelIds: [PRO], seconds: [8, 12], sizes: ['720x1280'] });
  });

  test('is made once for a key, of cells that are meant, by who may, in its own workspace', async () => {
    const source = await stage.plan({ prompts: PROMPTS });
    const wish = { campaignId: source.id, idempotencyKey: randomUUID() };
    const first = await cloneCampaign(stage.deps, stage.actor, wish);
    expect((await cloneCampaign(stage.deps, stage.actor, wish)).id).toBe(first.id);
    await expect(cloneCampaign(stage.deps, stage.actor, { ...wish, verdicts: ['policy'] })).rejects.toThrow(IdempotencyKeyReused);
    const other = { ...wish, idempotencyKey: randomUUID() };
    await expect(cloneCampaign(stage.deps, stage.actor, { ...other, failureCodes: ['timeout'] })).rejects.toThrow(InputInvalid);
    await expect(cloneCampaign(stage.deps, stage.actor, { ...other, variantIds: ['cmp_other.1'] })).rejects.toThrow(NotFound);
    await expect(cloneCampaign(stage.deps, stage.stranger, other)).rejects.toThrow(NotFound);
    await expect(cloneCampaign(stage.deps, { ...stage.actor, role: 'viewer' }, other)).rejects.toThrow(NotAllowed);
    expect(await stage.deps.db.selectFrom('campaigns').select('id').where('parent_num', '=', source.num).execute()).toHaveLength(1);
  });
});

describe('an archived campaign', () => {
  test('leaves the list until it is asked for, and stays readable', async () => {
    const source = await stage.plan({ name: 'Put away' });
    const archive = () => archiveCampaign(stage.deps, stage.actor, { campaignId: source.id });
    await expect(archive()).rejects.toThrow(WrongStatus);
    await cancelCampaign(stage.deps, stage.actor, { campaignId: source.id });
    await expect(archive()).rejects.toThrow(/not ended yet/);
    await cancelUnclaimedVariants(stage.deps, source.id, new AbortController().signal);
    await expect(archiveCampaign(stage.deps, stage.stranger, { campaignId: source.id })).rejects.toThrow(NotFound);

    expect(await archive()).toMatchObject({ status: 'archived' });
    const page = { after: null, before: null, limit: 9, inverted: false };
    const names = async (filter: object) =>
      (await listCampaigns(stage.deps.db, stage.actor.workspaceId, { search: 'Put away', ...filter }, page)).map(({ id }) => id);
    expect(await names({})).toEqual([]);
    expect(await names({ status: [] })).toEqual([]);
    expect(await names({ status: ['archived'] })).toEqual([source.id]);
    expect(await countCampaigns(stage.deps.db, stage.actor.workspaceId, { search: 'Put away' })).toBe(0);
    expect(await rowsOf(source)).toHaveLength(1);
    expect(await eventKinds(stage.deps, source)).toContain('campaign.archived');
    await expect(archive()).rejects.toThrow(WrongStatus);
  });
});

describe('prompts edited by number', () => {
  test('keep their key and number, and take the plan back to a draft', async () => {
    const planned = await stage.plan({ prompts: PROMPTS });
    const answer = await stage.ask(
      `mutation ($input: EditPromptsInput!) { editPrompts(input: $input) {
        __typename ... on EditPromptsSuccess { campaign { status prompts { nodes { n key text } } } } ... on Refusal { code } } }`,
      {
        input: {
          campaignId: globalId('Campaign', planned.id),
          prompts: [{ n: 2, slots: [{ slot: 'SCENE', text: 'A singer walks along a beach' }] }],
        },
      },
    );
    expect(answer.data).toMatchObject({
      editPrompts: {
        __typename: 'EditPromptsSuccess',
        campaign: {
          status: 'DRAFT',
          prompts: {
            nodes: [
              { n: 0, key: 'apple' },
              { n: 1, key: 'rain' },
              { n: 2, key: 'star', text: 'A singer walks along a beach' },
            ],
          },
        },
      },
    });
    expect((await promptsOf(planned))[1]).toMatchObject({ variables: { what: 'blue cup' } });
  });

  test('are refused whole where one can not be used, is not there, or the campaign was launched', async () => {
    const draft = await stage.create({ prompts: PROMPTS });
    const before = await promptsOf(draft);
    const edit = (prompts: Parameters<typeof editPrompts>[2]['prompts'], campaignId = draft.id) =>
      editPrompts(stage.deps, stage.actor, { campaignId, prompts });
    const good = { n: 0, slots: { scene: 'A green apple' } };
    await expect(edit([good, { n: 1, slots: { scene: ' ' } }])).rejects.toThrow(PromptInvalid);
    await expect(edit([good, { n: 1, slots: { scene: 'A {{who}}' } }])).rejects.toThrow(UnknownVariable);
    await expect(edit([good, { n: 3, slots: { scene: 'Nobody' } }])).rejects.toThrow(NotFound);
    await expect(edit([])).rejects.toThrow(InputInvalid);
    await expect(editPrompts(stage.deps, stage.stranger, { campaignId: draft.id, prompts: [good] })).rejects.toThrow(NotFound);
    expect(await promptsOf(draft)).toEqual(before);
    const launched = await stage.launch({ prompts: PROMPTS });
    await expect(edit([good], launched.id)).rejects.toThrow(WrongStatus);
  });
});

test('a column says how long its renders take, once some were seen', async () => {
  const planned = await stage.plan({ seconds: [4, 8] });
  await stage.deps.db
    .insertInto('render_durations')
    .values({ endpoint_id: 'default', model_id: STANDARD, seconds: 8, samples: 5, mean_ms: 70_400, deviation_ms: 900 })
    .execute();
  const { data } = await stage.ask(`query ($id: ID!) { campaign(id: $id) { axes { offers { seconds typicalSeconds } } } }`, {
    id: globalId('Campaign', planned.id),
  });
  expect(data).toEqual({
    campaign: {
      axes: {
        offers: [
          { seconds: 4, typicalSeconds: null },
          { seconds: 8, typicalSeconds: 70 },
        ],
      },
    },
  });
});
