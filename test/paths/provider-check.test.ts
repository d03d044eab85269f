import { spawn } from 'node:child_process';
import path from 'node:path';
import { DIALECTS, type Dialect } from '@dailies/schema';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordProbe } from '../../apps/api/src/catalog/record-probe.ts';
import { openDatabase } from '../../apps/api/src/db/database.ts';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { findFreePort } from '../../apps/api/src/local/free-port.ts';
import { levelOf } from '../../apps/api/src/providers/level.rules.ts';
import { type Certificate, certify, RENDERS_MAX } from '../../apps/api/src/providers/videos-wire/certify/certify.ts';
import { CLAUSES, type ClauseName } from '../../apps/api/src/providers/videos-wire/certify/clauses.ts';
import { DIALECTS as PROFILES } from '../../apps/api/src/providers/videos-wire/dialects/dialects.ts';
import { cloneDatabase } from '../support/postgres.ts';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';
import { startTestApi, type TestApi } from '../support/start-api.ts';
import { type Exchange, startTwistedServer } from '../support/twisted-server.ts';

/** A second look at a list waits for a second and a half: as long as the slowest list here lags. */
const HURRIED = { ...systemClock, sleep: (ms: number) => systemClock.sleep(Math.min(ms, 1_500)) };

const ASK = { model: 'sora-2', seconds: 4, size: '720x1280' };
/** What any size goes with, in no time. */
const SMALL = { model: 'sora-2', seconds: 1, size: '128x96' };
const SMALL_ARGS = ['--dialect', 'vllm-omni', '--size', SMALL.size, '--seconds', '1', '--yes'];
let checks = 0;

function check(baseUrl: string, apiKey: string, dialect: Dialect = 'vllm-omni'): Promise<Certificate> {
  checks += 1;
  return certify({
    baseUrl,
    apiKey,
    dialect,
    ask: dialect === 'openai' ? ASK : SMALL,
    nonce: `check${checks}`,
    patienceMs: 30_000,
    clock: HURRIED,
  });
}

const verdictsOf = (certificate: Certificate) => Object.fromEntries(certificate.findings.map(({ clause, verdict }) => [clause, verdict]));
const named = (certificate: Certificate, verdict: string) =>
  certificate.findings.filter((finding) => finding.verdict === verdict).map(({ clause }) => clause);

const LEVELS: Record<Dialect, string> = { openai: 'L2', 'vllm-omni': 'L2', sglang: 'L3', litellm: 'L3' };

describe.each(DIALECTS)('the sandbox as %s', (dialect) => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox({ dialect, speed: 60 });
  });
  afterAll(() => sandbox.stop());

  it('passes with notes, and what was found is what its profile promises', async () => {
    const certificate = await check(sandbox.ready.videosUrl, sandbox.ready.videosKey, dialect);
    expect(named(certificate, 'fail')).toEqual([]);
    expect(certificate).toMatchObject({ verdict: 'pass with notes', level: LEVELS[dialect] });
    expect(new Set(certificate.findings.map(({ clause }) => clause))).toEqual(new Set(Object.keys(CLAUSES)));
    const { capabilities } = PROFILES[dialect];
    const { removesWhileRunning: _seenInTime, ...learned } = certificate.learned;
    expect(capabilities).toMatchObject(learned);
    expect((await sandbox.control<{ started: number }>('/ledger')).started).toBeLessThanOrEqual(RENDERS_MAX);
  });
});

describe('a server that is not as it should be', () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox({ dialect: 'vllm-omni', speed: 1_000 });
  });
  afterAll(() => sandbox.stop());

  const isList = ({ method, path: asked, status }: Exchange) => method === 'GET' && asked === '/videos' && status === 200;
  const hidePrompts = (exchange: Exchange) => {
    for (const video of isList(exchange) ? (exchange.json!['data'] as Record<string, unknown>[]) : []) delete video['prompt'];
  };
  const noList = (exchange: Exchange) => {
    if (isList(exchange)) Object.assign(exchange, { status: 404, json: { detail: 'Not Found' } });
  };
  const emptyList = (exchange: Exchange) => {
    if (isList(exchange)) Object.assign(exchange.json!, { data: [], has_more: false });
  };
  const samePage = (exchange: Exchange) => {
    if (isList(exchange) && exchange.query.get('after')) exchange.json!['data'] = firstPage;
    else if (isList(exchange)) firstPage = exchange.json!['data'];
  };
  let firstPage: unknown;
  const oldestFirst = (exchange: Exchange) => {
    if (isList(exchange) && exchange.query.get('limit') === '100') (exchange.json!['data'] as unknown[]).reverse();
  };
  const onHold = (exchange: Exchange) => {
    if (exchange.json?.['status'] === 'completed') exchange.json['status'] = 'on_hold';
  };
  const serverErrors = (exchange: Exchange) => {
    if (exchange.status === 400) exchange.status = 500;
  };
  const noRange = (exchange: Exchange) => {
    if (exchange.status === 206) exchange.status = 200;
  };
  const noPictures = (exchange: Exchange) => {
    const isThird = exchange.method === 'POST' && String(exchange.requestHeaders['x-client-request-id']).endsWith('-3');
    if (isThird) Object.assign(exchange, { status: 400, json: { error: { message: 'no images here', code: null } } });
  };
  const limits = (exchange: Exchange) => {
    exchange.headers['x-ratelimit-limit-requests'] = '25';
  };

  it.each<[string, (exchange: Exchange) => void, ClauseName, 'pass' | 'note' | 'fail', string, object]>([
    ['shows no prompts', hidePrompts, 'prompt', 'note', 'L3', { lists: true, listEchoesPrompt: false }],
    ['has no list', noList, 'list', 'fail', 'L4', { lists: false }],
    ['lists nothing', emptyList, 'list', 'fail', 'L4', { lists: false }],
    ['answers the same page for ever', samePage, 'paging', 'fail', 'L4', { lists: false }],
    ['lists the oldest first', oldestFirst, 'order', 'fail', 'L4', { lists: false }],
    ['ends in a word nobody knows', onHold, 'end', 'fail', 'L2', {}],
    ['answers 500 to a mistake', serverErrors, 'refusal', 'fail', 'L2', {}],
    ['does not resume', noRange, 'range', 'note', 'L2', {}],
    ['takes no pictures', noPictures, 'reference', 'note', 'L2', { takesReference: false }],
    ['tells its limits', limits, 'rates', 'pass', 'L2', {}],
  ])('%s', async (_name, twist, clause, verdict, level, learned) => {
    const server = await startTwistedServer(sandbox.ready.videosUrl, twist);
    const certificate = await check(server.url, sandbox.ready.videosKey);
    await server.stop();
    expect(verdictsOf(certificate)[clause]).toBe(verdict);
    expect(certificate.level).toBe(level);
    expect(certificate.learned).toMatchObject(learned);
    expect(certificate.findings.filter((finding) => finding.verdict === 'fail' && finding.clause !== clause && verdict !== 'fail')).toEqual(
      [],
    );
  });

  it('that is busy for a while teaches nothing about what it can do', async () => {
    const server = await startTwistedServer(sandbox.ready.videosUrl, (exchange) => {
      if (isList(exchange) || exchange.method === 'DELETE') Object.assign(exchange, { status: 429, json: { error: { message: 'busy' } } });
    });
    const certificate = await check(server.url, sandbox.ready.videosKey);
    await server.stop();
    expect(verdictsOf(certificate).list).toBe('fail');
    for (const name of ['lists', 'removes', 'removesWhileRunning']) expect(certificate.learned).not.toHaveProperty(name);
  });

  it('whose list lags a moment behind its creates still has one', async () => {
    let looks = 0;
    const server = await startTwistedServer(sandbox.ready.videosUrl, (exchange) => {
      if (!isList(exchange)) return;
      looks += 1;
      if (looks <= 3) emptyList(exchange);
    });
    const certificate = await check(server.url, sandbox.ready.videosKey);
    await server.stop();
    expect(certificate).toMatchObject({ level: 'L2', learned: { lists: true } });
  });

  it('one video under one Idempotency-Key is level L0', async () => {
    const first = new Map<string, Record<string, unknown>>();
    const server = await startTwistedServer(
      sandbox.ready.videosUrl,
      ({ method, requestHeaders, status, json }) => {
        if (method === 'POST' && status === 200) first.set(String(requestHeaders['idempotency-key']), json!);
      },
      (request) => {
        const known = request.method === 'POST' ? first.get(String(request.headers['idempotency-key'])) : undefined;
        return known ? { status: 200, json: known } : null;
      },
    );
    const certificate = await check(server.url, sandbox.ready.videosKey);
    await server.stop();
    expect(certificate).toMatchObject({ level: 'L0', learned: { honoursIdempotencyKey: true } });
  });

  it('a list that names the request of each video is level L1', async () => {
    const requests = new Map<unknown, unknown>();
    const server = await startTwistedServer(sandbox.ready.videosUrl, (exchange) => {
      if (exchange.method === 'POST') requests.set(exchange.json?.['id'], exchange.requestHeaders['x-client-request-id']);
      for (const video of isList(exchange) ? (exchange.json!['data'] as Record<string, unknown>[]) : [])
        video['metadata'] = { request: requests.get(video['id']) };
    });
    const certificate = await check(server.url, sandbox.ready.videosKey);
    await server.stop();
    expect(certificate).toMatchObject({ level: 'L1', learned: { echoesRequestId: true } });
  });

  it('a wrong key, and an address where nobody is, end the check before anything is begun', async () => {
    const before = await sandbox.control<{ creates: number }>('/ledger?entries=none');
    expect(await check(sandbox.ready.videosUrl, 'sk-wrong')).toMatchObject({ verdict: 'fail', findings: [{ clause: 'reach' }] });
    expect(await check('http://127.0.0.1:9/v1', 'sk-any')).toMatchObject({ verdict: 'fail', findings: [{ clause: 'reach' }] });
    expect((await sandbox.control<{ creates: number }>('/ledger?entries=none')).creates).toBe(before.creates);
  });
});

describe('what a check found is kept', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  it('the level of the row is the level of the rules, for everything that can be found', async () => {
    const { db } = api.deps;
    const words = [{}, { lists: false }, { lists: true }] as const;
    for (const dialect of DIALECTS) {
      for (const lists of words) {
        for (const listEchoesPrompt of [undefined, false, true]) {
          for (const tag of [
            {},
            { honoursIdempotencyKey: true },
            { echoesRequestId: true },
            { honoursIdempotencyKey: false, echoesRequestId: false },
          ]) {
            const found = { ...lists, ...(listEchoesPrompt !== undefined && { listEchoesPrompt }), ...tag };
            const row = await db
              .updateTable('endpoints')
              .set({ dialect, capabilities: sql`${JSON.stringify(found)}::jsonb` })
              .where('id', '=', 'default')
              .returning('level')
              .executeTakeFirstOrThrow();
            expect([dialect, found, row.level]).toEqual([dialect, found, levelOf({ ...PROFILES[dialect].capabilities, ...found })]);
          }
        }
      }
    }
  });

  it('over what was known before, with the time, and shown by the API', async () => {
    const { db } = api.deps;
    await db
      .updateTable('endpoints')
      .set({ dialect: 'openai', capabilities: sql`'{"switchesAudio": true}'::jsonb` })
      .where('id', '=', 'default')
      .execute();
    expect(await recordProbe(db, 'default', { lists: false })).toBe('L4');
    expect(await recordProbe(db, 'nobody', { lists: false })).toBeNull();
    const { capabilities } = await db.selectFrom('endpoints').select('capabilities').where('id', '=', 'default').executeTakeFirstOrThrow();
    expect(capabilities).toEqual({ switchesAudio: true, lists: false });
    const { rows } = await sql<{
      fresh: boolean;
    }>`select probed_at > dailies_now() - interval '1 minute' as fresh from endpoints where id = 'default'`.execute(db);
    expect(rows).toEqual([{ fresh: true }]);
    const response = await fetch(api.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ catalog { models { endpoint { name level probedAt } } } }' }),
    });
    expect(await response.text()).toContain('"level":"L4"');
  });
});

describe('npm run provider -- check', () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox({ dialect: 'vllm-omni', speed: 1_000 });
  });
  afterAll(() => sandbox.stop());

  function run(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, [path.resolve('apps/api/src/cli/provider.ts'), ...args], {
      env: { ...process.env, PROBE_KEY: sandbox.ready.videosKey, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
  }

  it('says what it would cost, and begins nothing unasked', async () => {
    const { code, said } = await run(['check', sandbox.ready.videosUrl, '--key-env', 'PROBE_KEY']);
    expect(code).toBe(2);
    expect(said).toContain('at most $1.20 at list prices');
    expect(said).toContain('Say --yes to begin');
    expect((await sandbox.control<{ creates: number }>('/ledger?entries=none')).creates).toBe(0);
  });

  it.each([
    [['check'], 'npm run provider -- check <base-url>'],
    [['check', 'ftp://x'], 'is no address'],
    [['check', 'http://x/v1', '--dialect', 'veo'], 'There is no dialect'],
    [['check', 'http://x/v1', '--key-env', 'NOT_SET_ANYWHERE', '--yes'], 'NOT_SET_ANYWHERE is not set'],
  ])('%j is answered in words', async (args, words) => {
    expect(await run(args)).toMatchObject({ code: 2, said: expect.stringContaining(words) as string });
  });

  it('prints each clause, the verdict and the level', async () => {
    const { code, said } = await run(['check', sandbox.ready.videosUrl, '--key-env', 'PROBE_KEY', ...SMALL_ARGS]);
    expect(said).toContain(' pass  create');
    expect(said).toMatch(/pass with notes\nlevel L2: /);
    expect(said).not.toContain(sandbox.ready.videosKey);
    expect(code).toBe(0);
  });

  it('hears the signed webhook, and keeps what it found on the endpoint that is named', async () => {
    const database = await cloneDatabase();
    const { db, close } = openDatabase({ url: database.url, connectionsMax: 1, onIdleError: () => undefined });
    const endpoint = { base_url: sandbox.ready.videosUrl, dialect: 'sglang', secret_name: 'PROBE_KEY', in_flight_max: 4 } as const;
    await db
      .insertInto('endpoints')
      .values({ id: 'studio', name: 'Studio', ...endpoint })
      .execute();
    const port = await findFreePort();
    await sandbox.control('/webhooks', { method: 'PUT', body: { url: `http://127.0.0.1:${port}/` } });
    const { code, said } = await run(
      ['check', sandbox.ready.videosUrl, '--key-env', 'PROBE_KEY', ...SMALL_ARGS, '--write', 'studio', '--webhook-port', String(port)],
      { DATABASE_URL: database.url, VIDEOS_WEBHOOK_SECRET: sandbox.ready.webhookSecret },
    );
    const row = await db.selectFrom('endpoints').select(['level', 'capabilities']).where('id', '=', 'studio').executeTakeFirstOrThrow();
    await sandbox.control('/webhooks', { method: 'PUT', body: { url: null } });
    await close();
    await database.drop();
    expect(said).toContain(' pass  webhook');
    expect(said).toContain('Kept on endpoint “studio”, now level L2.');
    expect(code).toBe(0);
    expect(row).toMatchObject({ level: 'L2', capabilities: { lists: true, listEchoesPrompt: true, takesReference: true } });
  });
});
