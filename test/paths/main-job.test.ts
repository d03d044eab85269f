import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { probeVideo } from '../../apps/api/src/media/probe-video.ts';
import { type CampaignState, launchCampaign, planCampaign, readCampaign, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

const SIZES = ['720x1280', '1280x720'];
const PROMPTS = [
  'A red kite climbs over a windy beach while the camera tilts up.',
  '一只橘猫慢慢走过清晨的石板小巷，镜头缓缓跟随。',
  'Rain runs down a tram window.',
];
const PROGRESS = `subscription ($id: ID!) { campaignProgress(campaignId: $id) { campaign { status counts { total ready failed } } } }`;
const CLIPS = `query ($id: ID!) { campaign(id: $id) { variants(first: 100) { totalCount nodes: edges { node {
  index phase size seconds priceMicros
  render { status costMicros attempt }
  clip { width height durationMs hasAudio video { url bytes sha256 contentType } poster { url contentType } sprite { url columns rows } } } } } } }`;

interface Page {
  campaign: {
    variants: {
      totalCount: number;
      nodes: {
        node: {
          index: number;
          phase: string;
          size: string;
          render: { status: string; costMicros: number; attempt: number };
          clip: {
            width: number;
            height: number;
            durationMs: number;
            hasAudio: boolean;
            video: File;
            poster: File;
            sprite: File & { columns: number; rows: number };
          };
        };
      }[];
    };
  };
}
interface File {
  url: string;
  bytes: number;
  sha256: string;
  contentType: string;
}
interface Progress {
  campaignProgress: { campaign: { status: string; counts: { total: number; ready: number; failed: number } } };
}

/** The first campaign of an installation. */
const NUM = 1;

let app: TestApp;
let id: string;
let end: CampaignState;
let pushed: Progress['campaignProgress']['campaign'][][];
let asked: Pick<Awaited<ReturnType<typeof readSandboxLedger>>, 'creates' | 'started'>;
beforeAll(async () => {
  app = await startApp();
  const planned = await planCampaign(app.client, { prompts: PROMPTS, sizes: SIZES, presets: ['slow-pan'] });
  id = planned.id;
  const watching = [watchOverSocket(id), watchOverSse(id)];
  await launchCampaign(app.client, planned);
  end = await waitForEnd(app.client, id, 45_000);
  pushed = await Promise.all(watching);
  asked = await readSandboxLedger(app.sandbox);
});
afterAll(() => app.stop());

it('renders and stores every variant once, and pushes the campaign to its end over WebSocket and SSE', async () => {
  expect(end.counts).toMatchObject({ total: 6, ready: 6, failed: 0 });
  expect(end.cost).toEqual({ estimatedMicros: 2_400_000, heldMicros: 0, settledMicros: 2_400_000 });
  expect(pushed).toHaveLength(2);
  for (const seen of pushed) {
    expect(seen.at(-1)).toMatchObject({ status: 'COMPLETED', counts: { total: 6, ready: 6 } });
    expect(seen.length).toBeGreaterThan(1);
  }
  expect(asked).toMatchObject({ creates: 6, started: 6 });

  const { variants } = (await app.client.request<Page>(CLIPS, { id })).campaign;
  expect(variants.totalCount).toBe(6);
  for (const { node } of variants.nodes) {
    const { clip, render } = node;
    expect(node).toMatchObject({ phase: 'READY', render: { status: 'STORED', costMicros: 400_000, attempt: 1 } });
    expect(`${clip.width}x${clip.height}`).toBe(node.size);
    expect(clip.hasAudio).toBe(false);
    expect(render.status).toBe('STORED');
    const answer = await fetch(clip.video.url);
    expect({ status: answer.status, type: answer.headers.get('content-type') }).toEqual({ status: 200, type: 'video/mp4' });
    expect((await answer.arrayBuffer()).byteLength).toBe(clip.video.bytes);
    for (const picture of [clip.poster, clip.sprite])
      expect((await fetch(picture.url)).headers.get('content-type')).toBe(picture.contentType ?? 'image/jpeg');
  }
});

it('keeps each MP4 in the bucket with the pixels and seconds that were ordered', async () => {
  const rows = await app.built.deps.db
    .selectFrom('clip_files as f')
    .innerJoin('clips as c', 'c.id', 'f.clip_id')
    .where('f.kind', '=', 'video')
    .where('c.campaign_num', '=', NUM)
    .select(['f.bucket', 'f.object_key', 'f.bytes', 'c.width', 'c.height'])
    .execute();
  expect(rows.length).toBe(6);
  for (const row of rows) {
    const answer = await fetch(`${app.sandbox.ready.controlUrl}/objects/${row.bucket}/${row.object_key}`);
    const { path } = (await answer.json()) as { path: string };
    const facts = await probeVideo(path);
    expect(facts).toMatchObject({ width: row.width, height: row.height, bytes: row.bytes, audio: null });
    expect(Math.abs(facts.durationMs - 4_000)).toBeLessThan(150);
  }
});

it('numbers every event densely, in an order that tells each render’s life', async () => {
  const rows = await app.built.deps.db
    .selectFrom('events')
    .where('seq', 'is not', null)
    .orderBy('seq')
    .select(['seq', 'kind', 'subject', 'campaign_num'])
    .execute();
  expect(rows.map((row) => row.seq)).toEqual(rows.map((_, n) => n + 1));
  const lives = Map.groupBy(
    rows.filter((row) => row.campaign_num === NUM && row.subject.startsWith('rnd_')),
    (row) => row.subject,
  );
  for (const life of lives.values()) {
    expect(life.map((row) => row.kind)).toEqual([
      'render.intended',
      'render.submitting',
      'render.running',
      'render.succeeded',
      'render.stored',
    ]);
  }
  expect(lives.size).toBe(6);
});

it('keeps a repeated launch with the same key to one launch', async () => {
  const planned = await planCampaign(app.client, { prompts: ['A single candle flickers.'] });
  const key = 'the-same-key';
  const { creates } = await readSandboxLedger(app.sandbox);
  await Promise.all([1, 2, 3].map(() => launchCampaign(app.client, planned, key)));
  await waitForEnd(app.client, planned.id, 30_000);
  await launchCampaign(app.client, planned, key);
  expect(await readCampaign(app.client, planned.id)).toMatchObject({
    status: 'COMPLETED',
    counts: { total: 1, ready: 1 },
    cost: { settledMicros: 400_000 },
  });
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(creates + 1);
});

async function watchOverSocket(id: string): Promise<Progress['campaignProgress']['campaign'][]> {
  const socket = createClient({ url: app.api.graphqlUrl.replace(/^http/, 'ws') });
  const seen: Progress['campaignProgress']['campaign'][] = [];
  for await (const result of socket.iterate<Progress>({ query: PROGRESS, variables: { id } })) {
    expect(result.errors).toBeUndefined();
    seen.push(result.data!.campaignProgress.campaign);
  }
  await socket.dispose();
  return seen;
}

async function watchOverSse(id: string): Promise<Progress['campaignProgress']['campaign'][]> {
  const answer = await fetch(app.api.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query: PROGRESS, variables: { id } }),
  });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const text = await answer.text();
  return [...text.matchAll(/^data: (\{.*\})$/gm)].map(
    (match) => (JSON.parse(match[1]!) as { data: Progress }).data.campaignProgress.campaign,
  );
}
