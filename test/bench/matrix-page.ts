import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { sql } from 'kysely';
import { createCampaign } from '../../apps/api/src/campaign/create-campaign.ts';
import { launchCampaign } from '../../apps/api/src/campaign/launch-campaign.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { seedCatalog } from '../../apps/api/src/catalog/seed-catalog.ts';
import type { Db } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { seedIdentity } from '../../apps/api/src/identity/seed-identity.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { seedLibrary } from '../../apps/api/src/library/seed-library.ts';
import { withBenchDatabase } from './bench-database.ts';
import { type BenchRow, rowOf } from './bench-row.ts';
import type { Servers } from './matrix-page.child.ts';

const CLIENTS = 20;
const ROUNDS = 7;
const ROUND_MS = 1_500;
const CELLS = 50;

interface Load {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
}

/**
 * The matrix page of a campaign with 50 ready cells, each with its latest render, clip and poster, as a trusted document for 20 clients.
 * Floor: node:http answering one JSON-aggregating statement by JSON.stringify, in the same process, in turns with it.
 */
export async function bench(): Promise<BenchRow[]> {
  return withBenchDatabase(async ({ db, url }) => {
    const campaignId = await makeCampaign(db);
    const server = fork(path.join(import.meta.dirname, 'matrix-page.child.ts'), [url]);
    try {
      const [{ apiUrl, floorUrl, hash }] = (await once(server, 'message')) as [Servers];
      const variables = { id: Buffer.from(`Campaign:${campaignId}`).toString('base64'), first: CELLS };
      const page = { url: `${apiUrl}/graphql`, body: JSON.stringify({ documentId: hash, variables }) };
      const floor = { url: `${floorUrl}/${campaignId}`, body: null };
      await load(page);
      await load(floor);

      const ratios: number[] = [];
      const tails: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const [ours, theirs] = [await load(page), await load(floor)];
        ratios.push(ours.perSecond / theirs.perSecond);
        tails.push(ours.p99Ms / ours.p50Ms);
      }
      return [
        rowOf('matrix page of 50 cells, requests/s to the floor', ratios, '≥ 0.60', (ratio) => ratio >= 0.6),
        rowOf('matrix page, p99 to p50 with 20 clients', tails, '≤ 3', (ratio) => ratio <= 3),
      ];
    } finally {
      server.kill();
    }
  });
}

/** Twenty clients that each ask again as soon as they are answered. */
async function load(target: { url: string; body: string | null }): Promise<Load> {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const tookMs: number[] = [];
  const until = performance.now() + ROUND_MS;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      await ask(target, agent);
      tookMs.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  agent.destroy();
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(sorted.length * share)]!;
  return { perSecond: sorted.length / (ROUND_MS / 1_000), p50Ms: at(0.5), p99Ms: at(0.99) };
}

function ask({ url, body }: { url: string; body: string | null }, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sent = request(url, { agent, headers, method: body === null ? 'GET' : 'POST' }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the page answered ${response.statusCode}`));
      response.resume().once('end', () => resolve());
    });
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });
}

/** A launched campaign whose cells are all ready, as the rows would stand. */
async function makeCampaign(db: Db): Promise<string> {
  const deps = { db, clock: systemClock, queue: { enqueue: async () => {} }, events: { ring: () => {} } } as unknown as Deps;
  const actor = await seedIdentity(deps);
  await seedLibrary(deps);
  const wire = { dialect: 'openai', isSandbox: true, secretName: 'VIDEOS_API_KEY', webhookSecretName: null } as const;
  await seedCatalog(deps, { baseUrl: 'http://127.0.0.1:9/v1', ...wire });
  const draft = await createCampaign(deps, actor, {
    name: 'Spring launch',
    modelIds: ['default.sora-2'],
    sizes: ['720x1280', '1280x720'],
    seconds: [4],
    presetIds: ['pre_slow-pan', 'pre_cinematic', 'pre_studio', 'pre_calm', 'pre_orbit'],
    prompts: Array.from({ length: CELLS / 10 }, (_none, n) => ({ text: `A glass bottle on wet stone in the rain, take ${n + 1}.` })),
  });
  const planned = await planCampaign(deps, actor, { campaignId: draft.id });
  await launchCampaign(deps, actor, { campaignId: draft.id, planHash: planned.plan_hash ?? '', idempotencyKey: 'bench' });
  await sql`insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, hold_micros, cost_micros, operation_id)
    select 'rnd_' || index, campaign_num, index, 1, 'default', 'stored', sha256('x'), 400000, 400000, 'video_' || index from variants`.execute(
    db,
  );
  await sql`insert into clips (id, workspace_id, campaign_num, variant_index, render_id, width, height, duration_ms, has_audio, sprite)
    select 'clp_' || index, ${actor.workspaceId}, campaign_num, index, 'rnd_' || index, 720, 1280, 4000, false,
      '{"columns": 5, "rows": 5, "tileWidth": 72, "tileHeight": 128, "frames": 25}' from variants`.execute(db);
  await sql`insert into clip_files (clip_id, kind, bucket, object_key, generation, content_type, bytes, sha256, crc32c)
    select c.id, k.kind, 'clips', c.id || '/' || k.kind, '1', 'image/webp', 1000, sha256('x'), 'AAAAAA=='
    from clips c, unnest(array['video', 'poster', 'sprite']) as k (kind)`.execute(db);
  await sql`update variants set phase = 'ready', attempt = 1, render_id = 'rnd_' || index, clip_id = 'clp_' || index`.execute(db);
  await sql`vacuum analyze`.execute(db);
  return draft.id;
}
