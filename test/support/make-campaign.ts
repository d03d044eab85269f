import { randomUUID } from 'node:crypto';
import type { Phase } from '@dailies/schema';
import { sql } from 'kysely';
import type { Actor } from '../../apps/api/src/access/actor.ts';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { createCampaign, type CreateCampaignInput } from '../../apps/api/src/campaign/create-campaign.ts';
import { expandCampaignChunk } from '../../apps/api/src/campaign/expand-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { moveVariants } from '../../apps/api/src/campaign/move-variants.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { type PhaseCounts, readPhaseCounts } from '../../apps/api/src/campaign/tallies.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { appendEntries } from '../../apps/api/src/ledger/append-entries.ts';
import { releaseChange, settleChange } from '../../apps/api/src/ledger/ledger.rules.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { listPresetsByKeys } from '../../apps/api/src/library/library.store.ts';
import { startTestApi, type TestApi } from './start-api.ts';

export const STANDARD = 'default.sora-2';
export const PRO = 'default.sora-2-pro';
export const RETIRED = 'openai-historic.sora-2';

/** The API with a person's shortest ways through a campaign. */
export interface CampaignStage extends TestApi {
  /** Somebody of another workspace. */
  stranger: Actor;
  presetId(key: string): Promise<string>;
  /** A model of one size and length at the default endpoint; without a price unless it is given one. Answers its id. */
  addModel(key: string, secondMicros?: number): Promise<string>;
  create(wish?: Partial<CreateCampaignInput>): Promise<CampaignRow>;
  plan(wish?: Partial<CreateCampaignInput>): Promise<CampaignRow>;
  launch(wish?: Partial<CreateCampaignInput>): Promise<CampaignRow>;
  read(campaign: { id: string }): Promise<CampaignRow>;
  /** Counts as the tallies keep them; proved equal to the rows. */
  counts(campaign: { num: number }): Promise<Partial<PhaseCounts>>;
  /** Does the expand job's work to its end. */
  expand(campaign: { id: string }): Promise<void>;
  /** Ends variants as the render room would: a render, its money, the phase. */
  endVariants(campaign: CampaignRow, indexes: readonly number[], end: { failureCode: string } | 'ready' | 'rendering'): Promise<void>;
}

export async function startCampaignStage(): Promise<CampaignStage> {
  const api = await startTestApi();
  const { deps, actor } = api;
  const read = (campaign: { id: string }) =>
    deps.db.selectFrom('campaigns').selectAll().where('id', '=', campaign.id).executeTakeFirstOrThrow();
  const create = (wish: Partial<CreateCampaignInput> = {}) =>
    createCampaign(deps, actor, {
      name: 'Spring',
      modelIds: [STANDARD],
      sizes: ['720x1280'],
      seconds: [4],
      prompts: [{ text: 'A red apple on a table' }],
      ...wish,
    });
  const plan = async (wish?: Partial<CreateCampaignInput>) => planCampaign(deps, actor, { campaignId: (await create(wish)).id });
  await deps.db.insertInto('workspaces').values({ id: 'wsp_elsewhere', name: 'Elsewhere', edition: 'pro' }).execute();
  return {
    ...api,
    stranger: { ...actor, workspaceId: 'wsp_elsewhere' },
    addModel: (key, secondMicros) => addModel(deps, key, secondMicros),
    read,
    create,
    plan,
    presetId: async (key) => (await listPresetsByKeys(deps.db, actor.workspaceId, [key]))[0]!.id,
    launch: async (wish) => launchPlanned(deps, actor, await plan(wish)),
    counts: ({ num }) => readProvedCounts(deps, num),
    expand: async ({ id }) => {
      while (await expandCampaignChunk(deps, id));
    },
    endVariants: (campaign, indexes, end) => endVariants(deps, campaign, indexes, end),
  };
}

/** A model of one size and length at the default endpoint; without a price unless it is given one. Answers its id. */
export async function addModel(deps: Deps, key: string, secondMicros?: number): Promise<string> {
  const id = `default.${key}`;
  const dates = { valid_from: '2025-01-01', source: 'test' };
  await deps.db
    .insertInto('models')
    .values({ id, endpoint_id: 'default', key, name: key, tier: 'pro', retires_on: null, ...dates })
    .execute();
  await deps.db.insertInto('model_sizes').values({ model_id: id, size: '720x1280' }).execute();
  await deps.db.insertInto('model_seconds').values({ model_id: id, seconds: 4 }).execute();
  if (secondMicros === undefined) return id;
  const price = { model_id: id, size: '720x1280', second_micros: secondMicros, batch_second_micros: null, valid_until: null };
  await deps.db
    .insertInto('prices')
    .values({ ...price, ...dates, checked_on: '2025-01-01' })
    .execute();
  return id;
}

export function launchPlanned(deps: Deps, actor: Actor, planned: CampaignRow): Promise<CampaignRow> {
  return launchCampaign(deps, actor, { campaignId: planned.id, planHash: planned.plan_hash!, idempotencyKey: randomUUID() });
}

/** What was recorded of a campaign, oldest first. */
export async function eventKinds(deps: Deps, campaign: { num: number }): Promise<string[]> {
  const rows = await deps.db.selectFrom('events').select('kind').where('campaign_num', '=', campaign.num).orderBy('id').execute();
  return rows.map((row) => row.kind);
}

async function readProvedCounts(deps: Deps, num: number): Promise<Partial<PhaseCounts>> {
  const { rows } = await sql<{ phase: Phase; count: number }>`
    select phase, count(*)::int as count from variants where campaign_num = ${num} group by phase`.execute(deps.db);
  const counted = Object.fromEntries(rows.map((row) => [row.phase, row.count]));
  const kept = Object.fromEntries(
    Object.entries((await readPhaseCounts(deps.db, [num])).get(num) ?? {}).filter(([, count]) => count !== 0),
  );
  if (JSON.stringify(sorted(kept)) !== JSON.stringify(sorted(counted))) {
    throw new Error(`tallies ${JSON.stringify(kept)} differ from the rows ${JSON.stringify(counted)}`);
  }
  return kept;
}

function sorted(counts: object): [string, number][] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function endVariants(
  deps: Deps,
  campaign: CampaignRow,
  indexes: readonly number[],
  end: { failureCode: string } | 'ready' | 'rendering',
): Promise<void> {
  const status = end === 'ready' ? 'stored' : end === 'rendering' ? 'running' : 'failed';
  const phase = end === 'ready' ? 'ready' : end === 'rendering' ? 'rendering' : 'failed';
  await deps.db.transaction().execute(async (trx) => {
    const renders = indexes.map((index) => ({ id: newId('render'), index, holdMicros: 400_000 }));
    await trx
      .insertInto('renders')
      .values(
        renders.map(({ id, index, holdMicros }) => ({
          id,
          campaign_num: campaign.num,
          variant_index: index,
          attempt: sql<number>`(
            select coalesce(max(attempt), 0) + 1 from renders where campaign_num = ${campaign.num} and variant_index = ${index})`,
          endpoint_id: 'default',
          status,
          fingerprint: Buffer.alloc(32),
          hold_micros: holdMicros,
          operation_id: `video_${id}`,
          sent_at: new Date(),
          failure_code: typeof end === 'object' ? end.failureCode : null,
        })),
      )
      .execute();
    await moveVariants(
      trx,
      keyOf(campaign),
      renders.map(({ id, index }) => ({ index, to: phase, from: ['queued'], renderId: id })),
    );
    if (end === 'rendering') return;
    const changes = renders.map((render) => (end === 'ready' ? settleChange(render, render.holdMicros) : releaseChange(render)));
    await appendEntries(
      trx,
      changes.map((change) => ({ ...change, workspaceId: campaign.workspace_id, campaignNum: campaign.num })),
    );
  });
}
