import type { GraphqlClient } from '../graphql-client.ts';

/** A brief by the words of the catalogue and the library instead of ids. `null` among the presets: as written. */
export interface SeedBrief {
  name: string;
  models?: readonly string[];
  presets?: readonly (string | null)[];
  sizes?: readonly string[];
  seconds?: readonly number[];
  audio?: boolean;
  template?: readonly { slot: string; text: string }[];
  prompts?: readonly SeedPrompt[];
}

export interface SeedPrompt {
  key?: string;
  text?: string;
  slots?: readonly { slot: string; text: string }[];
  variables?: readonly { name: string; value: string }[];
}

/** One campaign that a scenario works on, by the API's own id. */
export interface SeedCampaign {
  id: string;
  name: string;
}

/** The ways of a person through the public API, for scenarios. Every call throws ApiRefused with the refusal's code. */
export interface Stage {
  create(brief: SeedBrief): Promise<SeedCampaign>;
  importCsv(campaign: SeedCampaign, text: string): Promise<void>;
  /** Answers the plan's hash. */
  plan(campaign: SeedCampaign): Promise<string>;
  /** Takes the first `count` cells of the matrix out; the plan's hash is another then. */
  excludeFirst(campaign: SeedCampaign, count: number): Promise<string>;
  launch(campaign: SeedCampaign, planHash: string): Promise<void>;
  pause(campaign: SeedCampaign): Promise<void>;
}

const CHOICES = /* GraphQL */ `
  query SeedChoices {
    catalog {
      models {
        id
        key
        retired
      }
    }
    presets {
      presets {
        id
        key
      }
    }
  }
`;
const FIRST_CELLS = /* GraphQL */ `
  query SeedCells($id: ID!, $first: Int!) {
    campaign(id: $id) {
      variants(first: $first) {
        nodes {
          id
        }
      }
    }
  }
`;

interface Choices {
  catalog: { models: { id: string; key: string; retired: boolean }[] };
  presets: { presets: { id: string; key: string }[] }[];
}

/** A mutation that answers a campaign, or a refusal. */
function mutation(name: string, fields = 'id'): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return `mutation Seed($input: ${type}Input!) { ${name}(input: $input) { ... on ${type}Success { campaign { ${fields} } } ... on Refusal { code message } } }`;
}

/** `retired:sora-2` names the model of that key that can be chosen no longer. */
const RETIRED_PREFIX = 'retired:';

export async function openStage(client: GraphqlClient): Promise<Stage> {
  const choices = await client.request<Choices>(CHOICES);
  const presets = choices.presets.flatMap((pack) => pack.presets);
  const modelId = (word: string): string => {
    const retired = word.startsWith(RETIRED_PREFIX);
    const key = retired ? word.slice(RETIRED_PREFIX.length) : word;
    return demand(
      `model ${word}`,
      choices.catalog.models.find((model) => model.key === key && model.retired === retired),
    ).id;
  };
  const presetId = (key: string | null) =>
    key === null
      ? null
      : demand(
          `preset ${key}`,
          presets.find((preset) => preset.key === key),
        ).id;

  return {
    async create(brief) {
      const { campaign } = await client.mutate<{ campaign: { id: string } }>(mutation('createCampaign'), {
        name: brief.name,
        modelIds: (brief.models ?? ['sora-2']).map(modelId),
        presetIds: (brief.presets ?? [null]).map(presetId),
        sizes: brief.sizes ?? ['720x1280'],
        seconds: brief.seconds ?? [4],
        audio: brief.audio ?? false,
        reuse: false,
        template: brief.template ?? null,
        prompts: brief.prompts ?? [],
      });
      return { id: campaign.id, name: brief.name };
    },
    async importCsv({ id }, text) {
      await client.mutate(mutation('importPrompts'), { campaignId: id, format: 'CSV', mode: 'REPLACE', text });
    },
    plan: ({ id }) => planHashOf(client, 'planCampaign', { campaignId: id }),
    async excludeFirst({ id }, count) {
      const { campaign } = await client.request<{ campaign: { variants: { nodes: { id: string }[] } } }>(FIRST_CELLS, { id, first: count });
      const variantIds = campaign.variants.nodes.map((cell) => cell.id);
      return planHashOf(client, 'setVariantsExcluded', { campaignId: id, variantIds, excluded: true });
    },
    async launch({ id }, planHash) {
      await client.mutate(mutation('launchCampaign'), { campaignId: id, planHash, idempotencyKey: `seed:${id}` });
    },
    async pause({ id }) {
      await client.mutate(mutation('pauseCampaign'), { campaignId: id });
    },
  };
}

async function planHashOf(client: GraphqlClient, name: string, input: Record<string, unknown>): Promise<string> {
  const { campaign } = await client.mutate<{ campaign: { plan: { hash: string } } }>(mutation(name, 'plan { hash }'), input);
  return campaign.plan.hash;
}

function demand<Found>(what: string, found: Found | undefined): Found {
  if (found === undefined) throw new Error(`this server offers no ${what}`);
  return found;
}
