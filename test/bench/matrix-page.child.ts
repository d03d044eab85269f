import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { createApp } from '../../apps/api/src/app/server.ts';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { createGcsStorage } from '../../apps/api/src/storage/gcs-storage.ts';

/** The servers of the matrix-page bench, alone in their process: the API, and the floor it is held against. */
export interface Servers {
  apiUrl: string;
  floorUrl: string;
  /** Of the trusted document. */
  hash: string;
}

export const PAGE = `query MatrixPage($id: ID!, $first: Int!) { campaign(id: $id) { id name status
  counts { total queued rendering finalizing ready failed }
  variants(first: $first) { totalCount pageInfo { hasNextPage endCursor } edges { node {
    id index phase presetName size seconds priceMicros attempt progressPercent
    render { id status attempt costMicros } clip { id status durationMs poster { url } } } } } } }`;

if (process.send) await serve(process.argv[2] ?? '');

async function serve(url: string): Promise<void> {
  const { db } = openDatabase({ url, connectionsMax: 20, onIdleError: () => undefined });
  const adminFolder = await mkdtemp(path.join(tmpdir(), 'dailies-bench-admin-'));
  const hash = createHash('sha256').update(PAGE).digest('hex');
  await writeFile(path.join(adminFolder, 'persisted-documents.json'), JSON.stringify({ [hash]: PAGE }));
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = { client_email: 'bench@dailies.test', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
  const storage = createGcsStorage({ bucket: 'clips', apiEndpoint: 'http://127.0.0.1:9', credentials });
  const log = createLog({ level: 'silent', secrets: [] });
  const app = createApp({
    deps: { db, storage, log, clock: systemClock } as Deps,
    config: { bucket: { apiEndpoint: 'http://127.0.0.1:9' } },
    handleProviderWebhook: async (_request, response) => void response.end(),
    adminFolder,
  });
  await app.listen(0, '127.0.0.1');
  await rm(adminFolder, { recursive: true });

  const floor = createServer((request, response) => {
    const campaignId = (request.url ?? '/').slice(1);
    readPage(campaignId).then(
      (page) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: page })),
      () => response.writeHead(500).end(),
    );
  });
  const readPage = async (campaignId: string): Promise<unknown> => (await pageOf(campaignId).execute(db)).rows[0]?.campaign;
  floor.listen(0, '127.0.0.1', () => {
    const floorUrl = `http://127.0.0.1:${(floor.address() as AddressInfo).port}`;
    process.send?.({ apiUrl: app.url, floorUrl, hash } satisfies Servers);
  });
  process.on('message', () => process.send?.(process.cpuUsage()));
}

/** The page as one JSON-aggregating statement: what no server over this database can beat by much. */
function pageOf(campaignId: string) {
  return sql<{ campaign: unknown }>`
    select json_build_object('id', k.id, 'name', k.name, 'status', k.status,
      'counts', (select json_build_object('queued', sum(queued), 'rendering', sum(rendering), 'finalizing', sum(finalizing), 'ready', sum(ready),
        'failed', sum(failed)) from campaign_tallies t where t.campaign_num = k.num),
      'variants', (select json_agg(node) from (
        select json_build_object('id', v.index, 'index', v.index, 'phase', v.phase, 'presetName', p.name, 'size', o.size, 'seconds', o.seconds,
          'priceMicros', o.price_micros, 'attempt', v.attempt, 'progressPercent', r.progress,
          'render', json_build_object('id', r.id, 'status', r.status, 'attempt', r.attempt, 'costMicros', r.cost_micros),
          'clip', json_build_object('id', l.id, 'status', l.status, 'durationMs', l.duration_ms, 'poster', f.object_key)) as node
        from variants v
        join compiled_prompts c on c.campaign_num = v.campaign_num and c.n = v.compiled_n
        join offers o on o.campaign_num = v.campaign_num and o.n = v.offer_n
        left join preset_versions w on w.id = c.preset_version_id left join presets p on p.id = w.preset_id
        left join renders r on r.id = v.render_id
        left join clips l on l.id = v.clip_id left join clip_files f on f.clip_id = l.id and f.kind = 'poster'
        where v.campaign_num = k.num order by v.index limit 50) nodes)) as campaign
    from campaigns k where k.id = ${campaignId}`;
}
