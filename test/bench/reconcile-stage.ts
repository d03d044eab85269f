import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { createProviderWebhooks } from '../../apps/api/src/app/provider-webhooks.ts';
import type { Db } from '../../apps/api/src/db/database.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { productionTiming, scaleTiming } from '../../apps/api/src/lib/timing.ts';
import type { Provider } from '../../apps/api/src/providers/provider.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import type { Queue } from '../../apps/api/src/queue/queue.ts';
import { fetchAsProof } from '../../apps/api/src/render/fetch-as-proof.ts';
import { hintOperation } from '../../apps/api/src/render/hint-operation.ts';
import { claimStore } from '../../apps/api/src/render/output.store.ts';
import { listReadingsDue } from '../../apps/api/src/render/reading.store.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';

const ENDPOINT = 'bench';
const VARIANTS = 100_000;
/** Lanes that fetch, as of two worker processes. */
const FETCHES_MAX = 12;
const CREATES_MAX = 24;
/** Half of the renders on each, so that they take from 60 to 180 s. */
const MODELS = ['sora-2', 'sora-2-pro'];

/** One render as the provider knows it: unix milliseconds. */
export interface Witnessed {
  operationId: string;
  createdMs: number;
  finishedMs: number;
  /** When our row said so; null while it does not. */
  seenMs: number | null;
}

export interface ReconcileStage {
  /** Status requests made so far: pages and questions by id. */
  requests(): number;
  /** Renders begun a second from now on. */
  setRate(aSecond: number): void;
  /** Where webhooks go, and the share that is never sent. */
  setWebhooks(on: boolean, lostShare: number): Promise<void>;
  sleep(ms: number): Promise<void>;
  /** Ends it all. Answers everything that the provider finished, from its own books. */
  stop(): Promise<Witnessed[]>;
}

/** The real reconciler with its sweep, webhooks and first fetch, on a real database and a sandbox of its own; only the decoding is left out. */
export async function startReconcileStage(db: Db, speed: number): Promise<ReconcileStage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dailies-bench-'));
  const sandbox = await startSandboxProcess(path.join(folder, 'sandbox'), speed);
  const { ready } = sandbox;
  const campaign = await seed(db, ready.videosUrl);
  const counted = { requests: 0 };
  const stopping = new AbortController();
  const { signal } = stopping;
  const deps = await makeDeps(db, { folder, speed, key: ready.videosKey, counted, signal });
  const webhooks = await listenForWebhooks(deps, ready.webhookSecret);
  const generator = generate(deps, campaign, signal);
  const sweeping = (async () => {
    while (!signal.aborted) {
      for (const endpointId of await listReadingsDue(db, deps.timing.submittingStaleMs))
        await deps.queue.ring('reconcileEndpoint', { endpointId });
      await systemClock.sleep(deps.timing.sweepEveryMs, signal);
    }
  })();

  return {
    requests: () => counted.requests,
    setRate: (aSecond) => generator.setRate(aSecond),
    setWebhooks: async (on, lostShare) => {
      await tell(`${ready.controlUrl}/webhooks`, { url: on ? webhooks.url : null });
      await tell(`${ready.controlUrl}/faults`, { rates: { webhookNever: lostShare }, seed: 7 });
    },
    sleep: (ms) => systemClock.sleep(ms),
    stop: async () => {
      generator.setRate(0);
      stopping.abort();
      await Promise.all([sweeping, generator.ended]);
      webhooks.close();
      sandbox.child.kill();
      await once(sandbox.child, 'exit');
      const witnessed = await readWitness(db, path.join(folder, 'sandbox'));
      await rm(folder, { recursive: true, force: true });
      return witnessed;
    },
  };
}

interface Ready {
  videosUrl: string;
  videosKey: string;
  controlUrl: string;
  webhookSecret: string;
}

async function startSandboxProcess(dataDir: string, speed: number): Promise<{ child: ChildProcess; ready: Ready }> {
  const main = path.join(import.meta.dirname, '../../apps/sandbox/src/main.ts');
  const args = ['--data', dataDir, '--speed', String(speed), '--capacity', '100000', '--parent-pid', String(process.pid)];
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, ready: JSON.parse(line.toString()) as Ready };
}

async function makeDeps(
  db: Db,
  given: { folder: string; speed: number; key: string; counted: { requests: number }; signal: AbortSignal },
): Promise<Deps> {
  const temp = path.join(given.folder, 'temp');
  await mkdir(temp);
  const { sendTimeoutMs, sweepEveryMs } = productionTiming;
  const timing = { ...scaleTiming(productionTiming, given.speed), sendTimeoutMs, sweepEveryMs: sweepEveryMs / given.speed };
  const log = createLog({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent', secrets: [] });
  const clock = systemClock;
  const registry = createProviderRegistry({ db, readSecret: () => given.key, clock, timing, log });
  const deps = { db, clock, timing, log, paths: { temp, uploads: temp, ffmpeg: null } } as unknown as Deps;
  deps.providers = { get: async (id) => countRequests(await registry.get(id), given.counted) };
  deps.queue = openLanes(deps, given.signal);
  return deps;
}

function countRequests(provider: Provider, counted: { requests: number }): Provider {
  return {
    ...provider,
    check: (...args) => ((counted.requests += 1), provider.check(...args)),
    list: (...args) => ((counted.requests += 1), provider.list(...args)),
  };
}

/** The queue's promises without its tables: one look at a time, and so many fetches side by side. */
function openLanes(deps: Deps, signal: AbortSignal): Queue {
  const waiting = new Set<string>();
  let fetching = 0;
  let look: Promise<void> | null = null;
  let lookAgain = false;
  const ringLook = (): void => {
    if (look) return void (lookAgain = true);
    lookAgain = false;
    look = reconcileEndpoint(deps, ENDPOINT, signal).finally(() => {
      look = null;
      if (lookAgain && !signal.aborted) ringLook();
    });
  };
  const fetchNext = (): void => {
    for (const renderId of waiting) {
      if (fetching >= FETCHES_MAX || signal.aborted) return;
      waiting.delete(renderId);
      fetching += 1;
      void fetchOnly(deps, renderId, signal).finally(() => {
        fetching -= 1;
        fetchNext();
      });
    }
  };
  const ring = async (name: string, payload: object): Promise<void> => {
    if (name === 'reconcileEndpoint') ringLook();
    if (name === 'storeOutput' && 'renderId' in payload) {
      waiting.add(payload.renderId as string);
      fetchNext();
    }
  };
  return { ring, enqueue: () => Promise.resolve(), enqueueMany: () => Promise.resolve() } as unknown as Queue;
}

/** What storeOutput does with a render that a webhook calls finished, up to the proof. */
async function fetchOnly(deps: Deps, renderId: string, signal: AbortSignal): Promise<void> {
  const { storeRetryMs: retryMs, readAnnouncedMs: proofMs } = deps.timing;
  const render = await claimStore(deps.db, renderId, { retryMs, proofMs });
  if (render?.status !== 'running') return;
  const folder = await mkdtemp(path.join(deps.paths.temp, `${renderId}-`));
  await fetchAsProof(deps, render, folder, signal);
  await rm(folder, { recursive: true, force: true });
}

async function listenForWebhooks(deps: Deps, secret: string): Promise<{ url: string; close(): void }> {
  const handle = createProviderWebhooks(deps, {
    readSecret: () => secret,
    hint: (endpointId, operationId, said) => hintOperation(deps, endpointId, { operationId, said }),
  });
  const server = createServer((request, response) => void handle(request, response, ENDPOINT));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => (server.close(), server.closeAllConnections()) };
}

/** Begins renders at an even rate: sent to the provider, then written as a running row, as submit leaves it. One that is not taken is nobody's. */
function generate(deps: Deps, campaign: number, signal: AbortSignal) {
  let aSecond = 0;
  let next = 0;
  let owed = 0;
  const underWay = new Set<Promise<void>>();
  const ended = (async () => {
    let lastMs = performance.now();
    while (!signal.aborted) {
      await systemClock.sleep(20, signal);
      const nowMs = performance.now();
      owed += (aSecond * (nowMs - lastMs)) / 1_000;
      lastMs = nowMs;
      for (; owed >= 1 && underWay.size < CREATES_MAX; owed -= 1) {
        const begun: Promise<void> = begin(deps, campaign, next++).finally(() => underWay.delete(begun));
        underWay.add(begun);
      }
    }
    await Promise.all(underWay);
  })();
  return { ended, setRate: (rate: number) => void (aSecond = rate) };
}

async function begin({ db, providers }: Deps, campaign: number, index: number): Promise<void> {
  const provider = await providers.get(ENDPOINT);
  const renderId = newId('render');
  const request = {
    model: MODELS[index % 2]!,
    prompt: `${index} ${'A quiet harbour at dawn. '.repeat(9)}`,
    seconds: 4,
    size: '720x1280',
    audio: false,
  };
  const sentAt = new Date();
  const outcome = await provider.start({ renderId, ...request });
  if (outcome.kind !== 'accepted') return;
  await sql`
    insert into renders (id, campaign_num, variant_index, attempt, endpoint_id, status, fingerprint, hold_micros, operation_id, sent_at, accepted_at, due_at)
    values (${renderId}, ${campaign}, ${index}, 1, ${ENDPOINT}, 'running', ${Buffer.alloc(32)}, 0, ${outcome.operation.id}, ${sentAt}, dailies_now(),
      dailies_now() + interval '1 hour')`.execute(db);
}

async function seed(db: Db, baseUrl: string): Promise<number> {
  await sql`insert into workspaces (id, name, edition) values ('w', 'Bench', 'enterprise')`.execute(db);
  await sql`insert into users (id, name) values ('u', 'Bench')`.execute(db);
  await sql`insert into endpoints (id, name, base_url, dialect, secret_name, webhook_secret_name, in_flight_max)
    values (${ENDPOINT}, 'Bench', ${baseUrl}, 'openai', 'KEY', 'SECRET', 100000)`.execute(db);
  const made = await sql<{ num: number }>`
    insert into campaigns (id, workspace_id, name, status, brief, plan_hash, variant_count, expanded_count, admitted_count, created_by)
    values (${newId('campaign')}, 'w', 'Bench', 'running', '{"audio": false}', 'x', ${VARIANTS}, ${VARIANTS}, ${VARIANTS}, 'u') returning num`.execute(
    db,
  );
  const { num } = made.rows[0]!;
  for (const [n, key] of MODELS.entries()) {
    await sql`insert into models (id, endpoint_id, key, name, tier, valid_from, source) values (${key}, ${ENDPOINT}, ${key}, ${key}, 'pro', '2025-01-01', 'bench')`.execute(
      db,
    );
    await sql`insert into offers (campaign_num, n, endpoint_id, model_id, size, seconds, price_micros, column_hash, verdict)
      values (${num}, ${n}, ${ENDPOINT}, ${key}, '720x1280', 4, 0, ${Buffer.from([n])}, 'ok')`.execute(db);
  }
  await sql`insert into variants (campaign_num, index, compiled_n, offer_n, phase)
    select ${num}::int, i, 0, i % 2, 'rendering' from generate_series(0, ${VARIANTS - 1}::int) i`.execute(db);
  await sql`insert into campaign_tallies (campaign_num, shard, rendering) values (${num}, 0, ${VARIANTS})`.execute(db);
  await sql`vacuum analyze variants`.execute(db);
  return num;
}

async function readWitness(db: Db, dataDir: string): Promise<Witnessed[]> {
  const renders = await sql<{ operation_id: string; at: Date | null }>`
    select r.operation_id, (select e.at from events e where e.subject = r.id and e.kind = 'render.succeeded') as at from renders r`.execute(
    db,
  );
  const seenAt = new Map(renders.rows.map(({ operation_id, at }) => [operation_id, at?.getTime() ?? null]));
  const books = new DatabaseSync(path.join(dataDir, 'videos.sqlite'), { readOnly: true });
  const rows = books.prepare('select id, created_ms, finished_ms from videos where finished_ms is not null').all();
  books.close();
  return rows
    .filter((row) => seenAt.has(row['id'] as string))
    .map((row) => ({
      operationId: row['id'] as string,
      createdMs: row['created_ms'] as number,
      finishedMs: row['finished_ms'] as number,
      seenMs: seenAt.get(row['id'] as string) ?? null,
    }));
}

async function tell(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`the sandbox refused: ${await answer.text()}`);
}
