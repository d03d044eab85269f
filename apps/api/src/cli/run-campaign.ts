import type { DemoOptions } from './demo-options.ts';
import type { DemoProgress } from './demo-progress.ts';
import { ApiRefused, type GraphqlClient } from './graphql-client.ts';

const CHOICES = /* GraphQL */ `
  query DemoChoices {
    catalog { models { id key retired endpoint { isSandbox } sizes { size } seconds } }
    presets { presets { id key } }
  }
`;
const CREATE = /* GraphQL */ `
  mutation DemoCreate($input: CreateCampaignInput!) {
    createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ... on Refusal { code message } }
  }
`;
const IMPORT = /* GraphQL */ `
  mutation DemoImport($input: ImportPromptsInput!) {
    importPrompts(input: $input) { ... on ImportPromptsSuccess { campaign { id } } ... on Refusal { code message } }
  }
`;
const PLAN = /* GraphQL */ `
  mutation DemoPlan($input: PlanCampaignInput!) {
    planCampaign(input: $input) { ... on PlanCampaignSuccess { campaign { plan { hash variantCount estimateMicros } } } ... on Refusal { code message } }
  }
`;
const LAUNCH = /* GraphQL */ `
  mutation DemoLaunch($input: LaunchCampaignInput!) {
    launchCampaign(input: $input) { ... on LaunchCampaignSuccess { campaign { id status } } ... on Refusal { code message } }
  }
`;
const PROGRESS = /* GraphQL */ `
  subscription DemoProgress($campaignId: ID!) {
    campaignProgress(campaignId: $campaignId) {
      campaign { status counts { total queued rendering finalizing ready failed parked } cost { heldMicros settledMicros } }
    }
  }
`;
const COST = /* GraphQL */ `
  query DemoCost($id: ID!) { campaign(id: $id) { cost { settledMicros } } }
`;

interface Choices {
  catalog: {
    models: { id: string; key: string; retired: boolean; endpoint: { isSandbox: boolean }; sizes: { size: string }[]; seconds: number[] }[];
  };
  presets: { presets: { id: string; key: string }[] }[];
}

export interface LaunchedDemo {
  campaignId: string;
  variants: number;
  estimateMicros: number;
  readCost(): Promise<{ settledMicros: number }>;
}

/**
 * Creates, plans and launches the demo's campaign through the public API. `prompts` is a CSV's text, or prompts of the project's own. Reuse
 * is off, so that every variant is rendered. Throws ApiRefused with the refusal's code.
 */
export async function launchDemo(
  client: GraphqlClient,
  options: DemoOptions,
  campaign: { name: string; prompts: string | readonly { key: string; text: string }[]; idempotencyKey: string },
): Promise<LaunchedDemo> {
  const choices = await client.request<Choices>(CHOICES);
  const input = {
    name: campaign.name,
    modelIds: [findModel(choices, options)],
    presetIds: options.presets.map((key) => findPreset(choices, key)),
    sizes: options.sizes,
    seconds: [options.seconds],
    reuse: false,
    prompts: typeof campaign.prompts === 'string' ? [] : campaign.prompts,
  };
  const created = await client.mutate<{ campaign: { id: string } }>(CREATE, input);
  const campaignId = created.campaign.id;
  if (typeof campaign.prompts === 'string') {
    await client.mutate(IMPORT, { campaignId, format: 'CSV', mode: 'REPLACE', text: campaign.prompts });
  }
  const { plan } = (
    await client.mutate<{ campaign: { plan: { hash: string; variantCount: number; estimateMicros: number } } }>(PLAN, { campaignId })
  ).campaign;
  await client.mutate(LAUNCH, { campaignId, planHash: plan.hash, idempotencyKey: campaign.idempotencyKey });
  return {
    campaignId,
    variants: plan.variantCount,
    estimateMicros: plan.estimateMicros,
    readCost: async () => (await client.request<{ campaign: { cost: { settledMicros: number } } }>(COST, { id: campaignId })).campaign.cost,
  };
}

/** The cheapest live model that offers what was asked: the catalogue lists the standard tier first. */
function findModel(choices: Choices, options: DemoOptions): string {
  const fits = choices.catalog.models.find(
    (model) =>
      !model.retired &&
      model.seconds.includes(options.seconds) &&
      options.sizes.every((size) => model.sizes.some((offered) => offered.size === size)),
  );
  if (!fits)
    throw new ApiRefused(
      'UNKNOWN_MODEL',
      `No model of the catalogue offers ${options.sizes.join(' and ')} at ${options.seconds} seconds. Choose other sizes or seconds.`,
    );
  return fits.id;
}

function findPreset(choices: Choices, key: string): string {
  const presets = choices.presets.flatMap((pack) => pack.presets);
  const preset = presets.find((one) => one.key === key);
  if (!preset)
    throw new ApiRefused('UNKNOWN_PRESET', `There is no preset "${key}". Choose from: ${presets.map((one) => one.key).join(', ')}.`);
  return preset.id;
}

/** Follows the campaign over a subscription until it has ended. */
export async function watchCampaign(client: GraphqlClient, campaignId: string, show: (progress: DemoProgress) => void): Promise<void> {
  interface Pushed {
    campaignProgress: {
      campaign: {
        status: string;
        counts: Omit<DemoProgress, 'heldMicros' | 'settledMicros'>;
        cost: { heldMicros: number; settledMicros: number };
      };
    };
  }
  for await (const { campaignProgress } of client.subscribe<Pushed>(PROGRESS, { campaignId })) {
    const { campaign } = campaignProgress;
    show({ ...campaign.counts, ...campaign.cost });
    if (campaign.status === 'COMPLETED' || campaign.status === 'CANCELLED') return;
  }
}
