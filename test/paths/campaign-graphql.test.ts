import { execute, type ExecutionResult, parse, validate } from 'graphql';
import type { KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { buildSchema } from '../../apps/api/src/app/schema.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, PRO, STANDARD, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
let campaign: CampaignRow;
const schema = buildSchema();

beforeAll(async () => {
  stage = await startCampaignStage();
  campaign = await stage.launch({
    name: 'Spring 100%',
    prompts: [
      { text: 'A red apple', key: 'apple' },
      { text: 'A blue cup', key: 'cup' },
      {
        text: 'A {{colour}} lamp',
        key: 'lamp',
        variables: [['colour', 'green']].reduce((all, [name, value]) => ({ ...all, [name!]: value! }), {}),
      },
    ],
    presetIds: [null, await stage.presetId('slow-pan')],
    sizes: ['720x1280', '1280x720'],
    seconds: [4, 8],
    modelIds: [STANDARD, PRO],
  });
  await stage.endVariants(campaign, [0, 1], 'ready');
  await stage.endVariants(campaign, [2, 3, 4], { failureCode: 'render_timeout' });
  await stage.endVariants(campaign, [5], { failureCode: 'moderation_blocked' });
  await stage.endVariants(campaign, [6], 'rendering');
});
afterAll(() => stage.stop());

const campaignId = () => globalId('Campaign', campaign.id);

/** Runs an operation in this process and counts its SQL statements. */
async function run(
  source: string,
  variables: Record<string, unknown> = {},
  actor: Actor = stage.actor,
): Promise<ExecutionResult & { statements: string[] }> {
  const statements: string[] = [];
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      statements.push(node.kind);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  const deps = { ...stage.deps, db: stage.deps.db.withPlugin(counting) };
  const result = await execute({ schema, document, variableValues: variables, contextValue: { deps, actor, requestId: 'req' } });
  return { ...result, statements };
}

async function answer<Shape>(source: string, variables: Record<string, unknown> = {}): Promise<Shape> {
  const { data, errors } = await run(source, variables);
  expect(errors).toBeUndefined();
  return data as Shape;
}

const PAGE = `query ($id: ID!, $first: Int, $last: Int, $after: String, $before: String, $filter: VariantFilter, $sort: VariantSort) {
  campaign(id: $id) { variants(first: $first, last: $last, after: $after, before: $before, filter: $filter, sort: $sort) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { index phase priceMicros } } } } }`;

async function page(variables: Record<string, unknown>) {
  const { campaign: found } = await answer<OneCampaign<{ variants: Edges<CellNode> }>>(PAGE, { id: campaignId(), ...variables });
  const { edges, totalCount, pageInfo } = found.variants;
  return {
    indexes: edges.map((edge) => edge.node.index),
    nodes: edges.map((edge) => edge.node),
    totalCount,
    pageInfo,
  };
}

interface Edges<Node> {
  edges: { node: Node }[];
  totalCount: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}
interface CellNode {
  index: number;
  priceMicros: number;
}
type OneCampaign<Fields> = { campaign: Fields };

describe('a campaign', () => {
  test('answers its counts, cost, brief, plan and axes', async () => {
    const { campaign: found } = await answer<
      OneCampaign<{
        cost: object & { estimatedMicros: number };
        plan: { estimateMicros: number };
        axes: { offers: { model: { key: string }; size: string; seconds: number; priceMicros: number }[] };
      }>
    >(
      `query ($id: ID!) { campaign(id: $id) {
        id name status launchedAt createdBy { name }
        counts { total queued rendering ready failed planned } cost { estimatedMicros heldMicros settledMicros }
        brief { models { key } sizes seconds presets { key } axisMode audio template { slot text } }
        prompts(first: 2) { totalCount pageInfo { hasNextPage } edges { node { n key text variables { name value } } } }
        plan { hash variantCount estimateMicros excluded verdicts { verdict count } complete blocked { verdict count } }
        axes { mode promptCount presetCount offerCount prompts { n key text } presets { place key name preset { version } } offers { n size seconds priceMicros model { key } } }
        failures { code message retryable count } phasesAt(first: 4, from: 1) latestImport { status } } }`,
      { id: campaignId() },
    );
    expect(found).toMatchObject({
      id: campaignId(),
      name: 'Spring 100%',
      status: 'RUNNING',
      counts: { total: 48, queued: 41, rendering: 1, ready: 2, failed: 4, planned: 0 },
      cost: { settledMicros: 800_000 },
      brief: {
        models: [{ key: 'sora-2' }, { key: 'sora-2-pro' }],
        sizes: ['720x1280', '1280x720'],
        seconds: [4, 8],
        presets: [null, { key: 'slow-pan' }],
        axisMode: 'CROSS',
        audio: false,
        template: [],
      },
      prompts: {
        totalCount: 3,
        pageInfo: { hasNextPage: true },
        edges: [{ node: { key: 'apple' } }, { node: { n: 1, text: 'A blue cup' } }],
      },
      plan: {
        hash: campaign.plan_hash,
        variantCount: 48,
        excluded: 0,
        verdicts: [{ verdict: 'OK', count: 48 }],
        complete: true,
        blocked: [],
      },
      axes: {
        mode: 'CROSS',
        promptCount: 3,
        presetCount: 2,
        offerCount: 8,
        presets: [
          { place: 0, key: null, name: 'As written', preset: null },
          { place: 1, key: 'slow-pan', preset: { version: 1 } },
        ],
      },
      failures: [
        { code: 'render_timeout', retryable: true, count: 3 },
        { code: 'moderation_blocked', retryable: false, count: 1 },
      ],
      phasesAt: ['READY', 'FAILED', 'FAILED', 'FAILED'],
      latestImport: null,
    });
    expect(found.cost.estimatedMicros).toBe(found.plan.estimateMicros);
    expect(found.axes.offers.map((offer) => [offer.model.key, offer.size, offer.seconds, offer.priceMicros]).slice(0, 2)).toEqual([
      ['sora-2', '720x1280', 4, 400_000],
      ['sora-2', '720x1280', 8, 800_000],
    ]);
  });

  test('is listed newest first, found by name, and counted', async () => {
    for (const name of ['Autumn', 'Winter']) await stage.create({ name });
    const list = `query ($status: [CampaignStatus!], $search: String, $first: Int, $after: String) {
      campaigns(status: $status, search: $search, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { name } } } }`;
    const names = async (variables: Record<string, unknown>) => {
      const { campaigns } = await answer<{ campaigns: Edges<{ name: string }> }>(list, variables);
      return { ...campaigns, names: campaigns.edges.map((edge) => edge.node.name) };
    };
    const first = await names({ first: 2 });
    expect(first).toMatchObject({ totalCount: 3, names: ['Winter', 'Autumn'], pageInfo: { hasNextPage: true } });
    expect(await names({ first: 2, after: first.pageInfo.endCursor })).toMatchObject({
      names: ['Spring 100%'],
      pageInfo: { hasNextPage: false },
    });
    expect(await names({ search: '100%' })).toMatchObject({ totalCount: 1, names: ['Spring 100%'] });
    expect(await names({ search: '0_' })).toMatchObject({ totalCount: 0 });
    expect(await names({ status: ['RUNNING'] })).toMatchObject({ totalCount: 1 });
  });

  test('of another workspace does not exist, by any way', async () => {
    const ways = `query ($id: ID!, $variant: ID!) { campaign(id: $id) { id } node(id: $id) { id } variant: node(id: $variant) { id } campaigns(first: 5) { totalCount edges { node { id } } } }`;
    const variables = { id: campaignId(), variant: globalId('Variant', `${campaign.id}.0`) };
    const { data, errors } = await run(ways, variables, stage.stranger);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ campaign: null, node: null, variant: null, campaigns: { totalCount: 0, edges: [] } });
  });
});

describe('the cells', () => {
  test('are paged both ways, every index once', async () => {
    const seen: number[] = [];
    let after: string | undefined;
    for (let more = true; more;) {
      const { indexes, pageInfo, totalCount } = await page({ first: 20, after });
      expect(totalCount).toBe(48);
      seen.push(...indexes);
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual(Array.from({ length: 48 }, (_one, index) => index));
    const end = await page({ last: 5 });
    expect(end).toMatchObject({ indexes: [43, 44, 45, 46, 47], pageInfo: { hasPreviousPage: true } });
    expect((await page({ last: 3, before: end.pageInfo.startCursor })).indexes).toEqual([40, 41, 42]);
  });

  test.each([
    ['phase', { phases: ['FAILED'] }, [2, 3, 4, 5]],
    ['cause', { failureCodes: ['moderation_blocked'] }, [5]],
    ['index', { indexFrom: 7, indexTo: 9 }, [7, 8, 9]],
    ['prompt', { promptFrom: 2, promptTo: 2, seconds: [4], sizes: ['720x1280'] }, [32, 36, 40, 44]],
    ['preset', { presetKeys: ['slow-pan'], promptTo: 0, sizes: ['1280x720'], seconds: [8] }, [11, 15]],
    ['as written', { presetKeys: ['as-written'], promptTo: 0, seconds: [8] }, [1, 3, 5, 7]],
    ['unknown preset', { presetKeys: ['nothing'] }, []],
    ['model', { modelIds: [globalId('Model', PRO)], promptTo: 0, presetKeys: ['as-written'] }, [4, 5, 6, 7]],
    ['words of the compiled prompt', { search: 'GREEN lamp', presetKeys: ['as-written'], seconds: [4] }, [32, 34, 36, 38]],
    ['a key', { search: 'cup', seconds: [4], sizes: ['720x1280'], presetKeys: ['as-written'] }, [16, 20]],
    ['signs of a pattern', { search: '%' }, []],
  ])('are filtered by %s, and counted', async (_what, filter, indexes) => {
    expect(await page({ first: 100, filter })).toMatchObject({ indexes, totalCount: indexes.length });
  });

  test('are sorted by cost and by change, either way, page after page', async () => {
    for (const by of ['COST', 'CHANGED'] as const) {
      for (const direction of ['ASC', 'DESC'] as const) {
        const whole = (await page({ first: 48, sort: { by, direction } })).indexes;
        expect(new Set(whole).size).toBe(48);
        const parts: number[] = [];
        for (let after: string | undefined, more = true; more;) {
          const part = await page({ first: 7, after, sort: { by, direction } });
          parts.push(...part.indexes);
          after = part.pageInfo.endCursor;
          more = part.pageInfo.hasNextPage;
        }
        expect(parts).toEqual(whole);
        expect((await page({ last: 5, sort: { by, direction } })).indexes).toEqual(whole.slice(-5));
      }
    }
    const { nodes } = await page({ first: 48, sort: { by: 'COST', direction: 'DESC' } });
    const prices = nodes.map((node) => node.priceMicros);
    expect(prices).toEqual(prices.toSorted((a, b) => b - a));
  });

  test('are read with all they show by one statement, two with the campaign', async () => {
    const matrix = `query ($id: ID!, $first: Int!) { campaign(id: $id) { variants(first: $first) { edges { node {
      id index phase attempt priceMicros changedAt progressPercent verdict verdictNote presetName size seconds compiledPrompt
      prompt { n key text } preset { key version } model { key name tier }
      failure { code message retryable helpUrl } render { id status startedAt costMicros attempt } clip { id } } } } } }`;
    for (const first of [5, 48]) {
      const { errors, statements, data } = await run(matrix, { id: campaignId(), first });
      expect(errors).toBeUndefined();
      expect((data as unknown as OneCampaign<{ variants: Edges<CellNode> }>).campaign.variants.edges).toHaveLength(first);
      expect(statements).toHaveLength(2);
    }
    const { campaign: found } = await answer<OneCampaign<{ variants: Edges<CellNode> }>>(matrix, { id: campaignId(), first: 10 });
    expect(found.variants.edges[9]?.node).toMatchObject({
      prompt: { n: 0, key: 'apple', text: 'A red apple' },
      preset: { key: 'slow-pan', version: 1 },
      presetName: 'Slow pan',
      model: { key: 'sora-2', tier: 'STANDARD' },
      size: '720x1280',
      seconds: 8,
      verdict: 'OK',
    });
    expect(found.variants.edges[2]?.node).toMatchObject({
      phase: 'FAILED',
      failure: { code: 'render_timeout', retryable: true },
      render: { status: 'FAILED', attempt: 1 },
    });
  });

  test('tell their place in the queue, from 1', async () => {
    const { campaign: found } = await answer<OneCampaign<{ variants: Edges<CellNode> }>>(
      `query ($id: ID!) { campaign(id: $id) { variants(first: 3, filter: { indexFrom: 6 }) { edges { node { index phase queuePosition } } } } }`,
      { id: campaignId() },
    );
    expect(found.variants.edges.map((edge) => edge.node)).toEqual([
      { index: 6, phase: 'RENDERING', queuePosition: null },
      { index: 7, phase: 'QUEUED', queuePosition: 1 },
      { index: 8, phase: 'QUEUED', queuePosition: 2 },
    ]);
  });

  test('are nodes, and lead back to their campaign', async () => {
    const ids = [0, 47, 99].map((index) => globalId('Variant', `${campaign.id}.${index}`));
    const { nodes } = await answer<{ nodes: object[] }>(
      `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Variant { index campaign { name } renders { attempt variant { index } } } } }`,
      { ids },
    );
    expect(nodes).toEqual([
      { id: ids[0], index: 0, campaign: { name: 'Spring 100%' }, renders: [{ attempt: 1, variant: { index: 0 } }] },
      { id: ids[1], index: 47, campaign: { name: 'Spring 100%' }, renders: [] },
      null,
    ]);
  });

  test('refuse a page larger than the limit and a cursor that is not ours', async () => {
    expect((await run(PAGE, { id: campaignId(), first: 5, after: 'nonsense' })).errors?.[0]?.extensions).toMatchObject({
      code: 'CURSOR_INVALID',
    });
    expect((await page({ first: 5_000 })).indexes).toHaveLength(48);
  });
});
