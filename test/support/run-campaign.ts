import { randomUUID } from 'node:crypto';
import type { GraphqlClient } from '../../apps/api/src/cli/graphql-client.ts';

export interface CampaignWish {
  name?: string;
  prompts: readonly string[];
  presets?: readonly string[];
  sizes?: readonly string[];
  seconds?: readonly number[];
  model?: string;
  audio?: boolean;
}

export interface Counts {
  total: number;
  queued: number;
  rendering: number;
  finalizing: number;
  ready: number;
  failed: number;
  parked: number;
  cancelled: number;
}

const CHOICES = `{ catalog { models { id key retired endpoint { id } } } presets { presets { id key } } }`;
const STATE = `query ($id: ID!) { campaign(id: $id) { status
  counts { total queued rendering finalizing ready failed parked cancelled } cost { estimatedMicros heldMicros settledMicros } } }`;

export interface CampaignState {
  status: string;
  counts: Counts;
  cost: { estimatedMicros: number; heldMicros: number; settledMicros: number };
}

/** Creates and plans a campaign through the API; answers its global id and plan hash. */
export async function planCampaign(client: GraphqlClient, wish: CampaignWish): Promise<{ id: string; planHash: string }> {
  const choices = await client.request<{
    catalog: { models: { id: string; key: string; retired: boolean }[] };
    presets: { presets: { id: string; key: string }[] }[];
  }>(CHOICES);
  const presets = choices.presets.flatMap((pack) => pack.presets);
  const model = choices.catalog.models.find((one) => one.key === (wish.model ?? 'sora-2') && !one.retired)!;
  const { campaign } = await client.mutate<{ campaign: { id: string } }>(
    `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ... on Refusal { code message } } }`,
    {
      name: wish.name ?? 'A campaign of a test',
      modelIds: [model.id],
      sizes: wish.sizes ?? ['720x1280'],
      seconds: wish.seconds ?? [4],
      presetIds: wish.presets ? wish.presets.map((key) => presets.find((one) => one.key === key)!.id) : [null],
      audio: wish.audio ?? false,
      reuse: false,
      prompts: wish.prompts.map((text) => ({ text })),
    },
  );
  const planned = await client.mutate<{ campaign: { plan: { hash: string } } }>(
    `mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { ... on PlanCampaignSuccess { campaign { plan { hash } } } ... on Refusal { code message } } }`,
    { campaignId: campaign.id },
  );
  return { id: campaign.id, planHash: planned.campaign.plan.hash };
}

/** Launches what was planned. */
export async function launchCampaign(
  client: GraphqlClient,
  planned: { id: string; planHash: string },
  idempotencyKey: string = randomUUID(),
): Promise<void> {
  await client.mutate(
    `mutation ($input: LaunchCampaignInput!) { launchCampaign(input: $input) { ... on LaunchCampaignSuccess { campaign { id } } ... on Refusal { code message } } }`,
    { campaignId: planned.id, planHash: planned.planHash, idempotencyKey },
  );
}

export async function readCampaign(client: GraphqlClient, id: string): Promise<CampaignState> {
  return (await client.request<{ campaign: CampaignState }>(STATE, { id })).campaign;
}

/** Waits until the campaign has ended, or says where it stood after `limitMs`. */
export async function waitForEnd(client: GraphqlClient, id: string, limitMs: number): Promise<CampaignState> {
  return waitFor(client, id, limitMs, (state) => state.status === 'COMPLETED' || state.status === 'CANCELLED');
}

export async function waitFor(
  client: GraphqlClient,
  id: string,
  limitMs: number,
  isSo: (state: CampaignState) => boolean,
): Promise<CampaignState> {
  const until = Date.now() + limitMs;
  for (;;) {
    const state = await readCampaign(client, id);
    if (isSo(state)) return state;
    if (Date.now() > until) throw new Error(`after ${limitMs} ms the campaign stood at ${JSON.stringify(state)}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
