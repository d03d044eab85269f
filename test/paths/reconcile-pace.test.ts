import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../apps/api/src/deps.ts';
import { seedIdentity } from '../../apps/api/src/identity/seed-identity.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { hintOperation } from '../../apps/api/src/render/hint-operation.ts';
import { resumeEndpoint } from '../../apps/api/src/render/operate-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import {
  readReading as readState,
  readRestMs,
  recordLook,
  returnStatusRequests,
  takeStatusRequests,
} from '../../apps/api/src/render/reading.store.ts';
import { storeOutput } from '../../apps/api/src/render/store-output.ts';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { warnExpiring } from '../../apps/api/src/render/warn-expiring.ts';
import { countQuestions } from '../support/count-questions.ts';
import { globalId } from '../support/global-id.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { reopenProviders, startApp, tellSandbox, type TestApp } from '../support/start-app.ts';

const { signal } = new AbortController();
const ENDPOINT = 'default';
interface Seen {
  render: { typicalSeconds: number; endpoint: { reading: { webhooksAnnounce: boolean; announcedShare: number; lastReadAt: string } } };
}

let app: TestApp;
let deps: Deps;
beforeAll(async () => {
  app = await startApp({ worker: false, sandbox: { capacity: 1_000 } });
  deps = app.built.deps;
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterAll(() => app.stop());
afterEach(async () => {
  await sql`update endpoints set capabilities = '{}', requests_per_minute = null`.execute(deps.db);
  reopenProviders(app.built);
});

/** Every test begins with nothing in flight, learned or remembered. */
beforeEach(async () => {
  for (const table of ['render_durations', 'endpoint_readings', 'campaigns', 'renders']) {
    if (table === 'campaigns') await sql`update campaigns set status = 'cancelled' where status in ('running', 'paused')`.execute(deps.db);
    else await sql`delete from ${sql.table(table)}`.execute(deps.db);
  }
});

/** Sends a campaign of so many variants, and leaves them running. */
async function send(prompts: readonly string[]): Promise<void> {
  await launchCampaign(app.client, await planCampaign(app.client, { prompts }));
  await expect.poll(async () => (await dispatchEndpoint(deps, ENDPOINT, signal), await countRunning())).toBe(prompts.length);
}

/** Different prompts that end alike, so that the sandbox draws one picture for all. */
const prompts = (count: number, token = ''): string[] =>
  Array.from({ length: count }, (_, n) => `${token} ${n} ${Math.random()} ${'Rain runs down a tram window. '.repeat(8)}`);

async function countRunning(): Promise<number> {
  const { count } = await deps.db
    .selectFrom('renders')
    .where('status', '=', 'running')
    .select(sql<number>`count(*)::int`.as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

const readRenders = () => deps.db.selectFrom('renders').selectAll().orderBy('sent_at').execute();
const readReading = () => deps.db.selectFrom('endpoint_readings').selectAll().executeTakeFirstOrThrow();
const lookNow = () => sql`update endpoint_readings set due_at = '-infinity'`.execute(deps.db);
const learn = (samples: number, meanMs: number, deviationMs: number) =>
  sql`insert into render_durations (endpoint_id, model_id, seconds, samples, mean_ms, deviation_ms)
    values (${ENDPOINT}, 'default.sora-2', 4, ${samples}, ${meanMs}, ${deviationMs})`.execute(deps.db);
const eventsOf = (kind: string) =>
  deps.db
    .selectFrom('events')
    .selectAll()
    .where('kind', '=', sql<never>`${kind}`)
    .execute();

/** Waits until the provider has ended every running render. */
async function finishAll(): Promise<void> {
  const provider = await deps.providers.get(ENDPOINT);
  for (const { operation_id: operationId } of await readRenders()) {
    await expect.poll(async () => provider.check(operationId!)).not.toMatchObject({ operation: { state: { kind: 'pending' } } });
  }
}

describe('reading', () => {
  it('two readers at once, which fold the same webhooks into the share, leave a state that can be read', async () => {
    await send(prompts(1, '[[slow:900x]]'));
    await sql`insert into endpoint_readings (endpoint_id, announced_share, announced_count, missed_count) values (${ENDPOINT}, 0.5, 60, 5)`.execute(
      deps.db,
    );
    const seen = await Promise.all([readState(deps.db, ENDPOINT), readState(deps.db, ENDPOINT)]);
    for (const { announcedCount, missedCount } of seen) {
      const folded = { announced: announcedCount, missed: missedCount };
      await recordLook(deps.db, ENDPOINT, { kind: 'glance', dueInMs: 0, requests: 0, announcedShare: 0.9, folded, missed: 0 });
    }
    expect(await readState(deps.db, ENDPOINT)).toMatchObject({ announcedCount: 0, missedCount: 0 });
    await reconcileEndpoint(deps, ENDPOINT, signal);
    expect((await readReading()).announced_share).toBeCloseTo(0.9);
  });

  it('answers for all running renders by one page, and learns what they took', async () => {
    await send(prompts(8));
    await finishAll();
    const questions = countQuestions(deps);
    await reconcileEndpoint(questions.deps, ENDPOINT, signal);
    expect(await countRunning()).toBe(0);
    expect(questions).toMatchObject({ pages: 1, checks: 0 });
    const [learned] = await deps.db.selectFrom('render_durations').selectAll().execute();
    expect(learned).toMatchObject({ endpoint_id: ENDPOINT, model_id: 'default.sora-2', seconds: 4, samples: 8 });
    expect(learned!.mean_ms).toBeGreaterThan(0);
    expect(learned!.mean_ms).toBeLessThan(3_000);
  });

  it('asks nothing of renders that can not have ended, until all are looked over', async () => {
    await send(prompts(4));
    await finishAll();
    await learn(50, 600_000, 10_000);
    await sql`insert into endpoint_readings (endpoint_id, whole_at) values (${ENDPOINT}, dailies_now())`.execute(deps.db);
    const questions = countQuestions(deps);
    await reconcileEndpoint(questions.deps, ENDPOINT, signal);
    expect(questions).toMatchObject({ pages: 0, checks: 0 });
    await sql`update endpoint_readings set whole_at = dailies_now() - interval '2 minutes', due_at = '-infinity'`.execute(deps.db);
    await reconcileEndpoint(questions.deps, ENDPOINT, signal);
    expect(await countRunning()).toBe(0);
  });

  it('rests while webhooks come, and quickens when they stop', async () => {
    await send(prompts(1, '[[slow:900x]]'));
    await learn(50, 600_000, 10_000);
    await sql`insert into endpoint_readings (endpoint_id, announced_share, announced_count, read_at, whole_at)
      values (${ENDPOINT}, 0.5, 60, dailies_now(), dailies_now())`.execute(deps.db);
    await reconcileEndpoint(deps, ENDPOINT, signal);
    const trusted = await readReading();
    expect(trusted.announced_share).toBeGreaterThan(0.95);
    expect(trusted.due_at.getTime() - Date.now()).toBeGreaterThan(25_000);
    const seen = await app.client.request<Seen>(
      `query ($id: ID!) { render(id: $id) { typicalSeconds endpoint { reading { webhooksAnnounce announcedShare lastReadAt } } } }`,
      { id: globalId('Render', (await readRenders())[0]!.id) },
    );
    expect(seen.render).toEqual({
      typicalSeconds: 600,
      endpoint: {
        reading: { webhooksAnnounce: true, announcedShare: trusted.announced_share, lastReadAt: trusted.read_at!.toISOString() },
      },
    });

    await sql`update render_durations set mean_ms = 1000`.execute(deps.db);
    await sql`update endpoint_readings set missed_count = 20`.execute(deps.db);
    await lookNow();
    await reconcileEndpoint(deps, ENDPOINT, signal);
    const quiet = await readReading();
    expect(quiet.announced_share).toBeLessThan(0.9);
    expect(quiet.due_at.getTime() - Date.now()).toBeLessThan(4_000);
  });

  it('counts an end that no webhook told of, and takes it back when one comes late', async () => {
    await send(prompts(1));
    await finishAll();
    await reconcileEndpoint(deps, ENDPOINT, signal);
    expect(await readReading()).toMatchObject({ missed_count: 1, announced_count: 0 });
    const [render] = await readRenders();
    for (let n = 0; n < 3; n += 1) await hintOperation(deps, ENDPOINT, { operationId: render!.operation_id!, said: 'completed' });
    expect(await readReading()).toMatchObject({ missed_count: 0, announced_count: 1 });
  });

  it('asks by id, in its own time, where the list is not believed', async () => {
    await sql`update endpoints set capabilities = '{"listIsAuthoritative": false}'`.execute(deps.db);
    reopenProviders(app.built);
    await send(prompts(3));
    const [render] = await readRenders();
    expect(render!.due_at.getTime() - render!.accepted_at!.getTime()).toBeLessThan(3_000);
    await finishAll();
    await sql`update renders set due_at = dailies_now()`.execute(deps.db);
    const questions = countQuestions(deps);
    await reconcileEndpoint(questions.deps, ENDPOINT, signal);
    expect(questions).toMatchObject({ pages: 0, checks: 3 });
    expect(await countRunning()).toBe(0);
  });

  it('never asks more in a minute than the endpoint may be asked', async () => {
    await sql`insert into endpoint_readings (endpoint_id) values (${ENDPOINT})`.execute(deps.db);
    await sql`update endpoints set requests_per_minute = 10`.execute(deps.db);
    const granted: number[] = [];
    for (let n = 0; n < 20; n += 1) granted.push(await takeStatusRequests(deps.db, ENDPOINT, 3));
    expect(granted.reduce((sum, one) => sum + one, 0)).toBe(5);
    await sql`update endpoint_readings set tokens_at = tokens_at - interval '1 minute'`.execute(deps.db);
    expect(await takeStatusRequests(deps.db, ENDPOINT, 100)).toBe(5);
  });

  it('saves later what one question that had to be asked to its end took too much', async () => {
    await sql`insert into endpoint_readings (endpoint_id) values (${ENDPOINT})`.execute(deps.db);
    await sql`update endpoints set requests_per_minute = 10`.execute(deps.db);
    const granted = await takeStatusRequests(deps.db, ENDPOINT, 100);
    await returnStatusRequests(deps.db, ENDPOINT, granted - 12);
    const later = async (seconds: number) => {
      await sql`update endpoint_readings set tokens_at = tokens_at - make_interval(secs => ${seconds})`.execute(deps.db);
      return takeStatusRequests(deps.db, ENDPOINT, 100);
    };
    expect([await later(0), await later(60), await later(60)]).toEqual([0, 0, 3]);
  });
});

describe('a webhook', () => {
  it('brings the download forward, whose whole file is the proof: only the first is asked for, what it cost', async () => {
    await send(prompts(2));
    await finishAll();
    const questions = countQuestions(deps);
    const [first, second] = await readRenders();
    await storeOutput(questions.deps, first!.id, signal);
    expect(await countRunning()).toBe(2);
    for (const [render, checks] of [
      [first!, 1],
      [second!, 1],
    ] as const) {
      await hintOperation(deps, ENDPOINT, { operationId: render.operation_id!, said: 'completed' });
      await storeOutput(questions.deps, render.id, signal);
      expect(questions).toMatchObject({ pages: 0, checks });
    }
    expect(await readRenders()).toMatchObject([
      { status: 'stored', cost_micros: 400_000 },
      { status: 'stored', cost_micros: 400_000 },
    ]);
    expect(await readReading()).toMatchObject({ reports_cost: false });
  });

  it('that says too much proves nothing', async () => {
    await send(prompts(1, '[[slow:900x]]'));
    const [render] = await readRenders();
    await hintOperation(deps, ENDPOINT, { operationId: render!.operation_id!, said: 'completed' });
    await storeOutput(deps, render!.id, signal);
    expect(await readRenders()).toMatchObject([{ status: 'running', cost_micros: null }]);
    await reconcileEndpoint(deps, ENDPOINT, signal);
    expect(await readRenders()).toMatchObject([{ status: 'running', cost_micros: null }]);
  });

  it('does once what it says a thousand times', async () => {
    await send(prompts(1, '[[slow:900x]]'));
    const [render] = await readRenders();
    const rung: string[] = [];
    const tools = { ...deps, queue: { ...deps.queue, ring: async (name: string) => void rung.push(name) } } as Deps;
    for (let n = 0; n < 1_000; n += 1) await hintOperation(tools, ENDPOINT, { operationId: render!.operation_id!, said: 'completed' });
    expect(rung).toEqual(['storeOutput']);
    expect(await readReading()).toMatchObject({ announced_count: 1 });
    expect(await hintOperation(tools, ENDPOINT, { operationId: 'video_of_a_stranger', said: 'completed' })).toBe(false);
  });
});

describe('what goes wrong at the provider', () => {
  it('ends a render that nobody can be asked about, as billed for all we know', async () => {
    await send(prompts(1, '[[slow:900x]]'));
    const silent: Deps = {
      ...deps,
      providers: {
        get: async (id) => ({
          ...(await deps.providers.get(id)),
          list: () => Promise.resolve({ kind: 'unanswered', note: 'HTTP 503', retryAfterMs: null }),
          check: () => Promise.resolve({ kind: 'unanswered', note: 'HTTP 503', retryAfterMs: null }),
        }),
      },
    };
    const age = async (minutes: number) => {
      const past = sql<Date>`dailies_now() - ${minutes} * interval '1 minute'`;
      await deps.db.updateTable('renders').set({ sent_at: past, accepted_at: past, due_at: past }).execute();
      await reconcileEndpoint(silent, ENDPOINT, signal);
      return (await readRenders())[0];
    };
    expect(await age(79)).toMatchObject({ status: 'running' });
    expect(await age(81)).toMatchObject({ status: 'expired', failure_code: 'provider_silent', cost_micros: 400_000 });
  });

  describe('a question that is answered by retry-after', () => {
    const MINUTE_MS = 60_000;
    let asked = 0;
    const busy = () => ((asked += 1), Promise.resolve({ kind: 'unanswered', note: 'HTTP 429', retryAfterMs: 40_000 } as const));
    let throttled: Deps;
    beforeEach(() => {
      asked = 0;
      throttled = { ...deps, providers: { get: async (id) => ({ ...(await deps.providers.get(id)), list: busy, check: busy }) } };
    });
    afterEach(() => deps.db.updateTable('endpoints').set({ backoff_until: null, reading_backoff_until: null }).execute());

    const askAll = async () => {
      const [render] = await readRenders();
      await hintOperation(deps, ENDPOINT, { operationId: render!.operation_id!, said: 'failed' });
      await lookNow();
      await reconcileEndpoint(throttled, ENDPOINT, signal);
      await sweepOrphans(throttled, signal);
      return asked;
    };

    it('leaves the whole key alone as long as it asked for: sends, looks, hints and the orphan sweep', async () => {
      await send(prompts(3, '[[slow:900x]]'));
      expect(await askAll()).toBe(1);
      expect(await askAll()).toBe(1);
      const { rows } = await sql<{ sends: number; questions: number }>`
        select extract(epoch from backoff_until - dailies_now())::float8 as sends,
          extract(epoch from reading_backoff_until - dailies_now())::float8 as questions from endpoints where id = ${ENDPOINT}`.execute(
        deps.db,
      );
      for (const restS of Object.values(rows[0]!)) {
        expect(restS).toBeGreaterThan(35);
        expect(restS).toBeLessThanOrEqual(40);
      }
      await deps.db
        .updateTable('endpoints')
        .set({ reading_backoff_until: sql<Date>`dailies_now()` })
        .execute();
      expect(await askAll()).toBe(2);
    });

    it('is over when a person tries the endpoint again', async () => {
      await send(prompts(1, '[[slow:900x]]'));
      await askAll();
      await resumeEndpoint(deps, await seedIdentity(deps), { endpointId: ENDPOINT });
      await reconcileEndpoint(throttled, ENDPOINT, signal);
      expect(asked).toBe(2);
    });

    it('counts in the end: who turns every question away for good is silent', async () => {
      await send(prompts(3, '[[slow:900x]]'));
      const past = new Date(Date.now() - 90 * MINUTE_MS);
      await deps.db.updateTable('renders').set({ sent_at: past, accepted_at: past, due_at: past }).execute();
      await reconcileEndpoint(throttled, ENDPOINT, signal);
      expect(asked).toBe(1);
      expect((await readRenders()).map(({ status, failure_code }) => [status, failure_code])).toEqual(
        Array.from({ length: 3 }, () => ['expired', 'provider_silent']),
      );
    });

    it('ends nothing and parks nothing: who is not asked is not silent', async () => {
      await send(prompts(1, '[[slow:900x]]'));
      await askAll();
      const past = new Date(Date.now() - 90 * MINUTE_MS);
      await deps.db.updateTable('renders').set({ sent_at: past, accepted_at: past }).execute();
      expect(await askAll()).toBe(1);
      expect(await readRenders()).toMatchObject([{ status: 'running' }]);
      await deps.db.updateTable('renders').set({ status: 'ambiguous', operation_id: null, due_at: past }).execute();
      await reconcileEndpoint(throttled, ENDPOINT, signal);
      expect(asked).toBe(1);
      expect(await readRenders()).toMatchObject([{ status: 'ambiguous' }]);
    });
  });

  it('ends nobody by silence who was not asked because the minute’s requests are used up: the oldest are asked first', async () => {
    await send(prompts(5, '[[slow:900x]]'));
    await sql`update endpoints set capabilities = '{"lists": false, "listIsAuthoritative": false}', requests_per_minute = 4`.execute(
      deps.db,
    );
    reopenProviders(app.built);
    const past = new Date(Date.now() - 91 * 60_000);
    await deps.db.updateTable('renders').set({ sent_at: past, accepted_at: past, due_at: past }).execute();
    await reconcileEndpoint(app.built.deps, ENDPOINT, signal);
    const ends = (await readRenders()).map(({ failure_code }) => failure_code);
    expect(ends.filter((code) => code === 'render_timeout')).toHaveLength(2);
    expect(ends.filter((code) => code === null)).toHaveLength(3);
  });

  it('goes on asking while creates rest: a place is free once an end is read', async () => {
    await send(prompts(1, '[[429]]'));
    expect(await readRenders()).toMatchObject([{ status: 'running', epoch: 2 }]);
    expect(await readRestMs(deps.db, ENDPOINT)).toBe(0);
  });

  it('raises one alarm for a status nobody knows', async () => {
    await send(prompts(1, '[[unknown-status]]'));
    await finishAll();
    for (let n = 0; n < 3; n += 1) {
      await reconcileEndpoint(deps, ENDPOINT, signal);
      await lookNow();
    }
    expect(await readRenders()).toMatchObject([{ status: 'running', unknown_word: 'on_hold' }]);
    expect(await eventsOf('render.status_unknown')).toMatchObject([{ facts: { word: 'on_hold' } }]);
  });

  it('warns once of an output that is about to expire, and fetches it first', async () => {
    await send(prompts(2));
    await finishAll();
    await reconcileEndpoint(deps, ENDPOINT, signal);
    const [soon] = await readRenders();
    await warnExpiring(deps);
    expect(await eventsOf('render.output_expiring')).toEqual([]);
    await sql`update renders set output_expires_at = dailies_now() + interval '14 minutes' where id = ${soon!.id}`.execute(deps.db);
    for (let n = 0; n < 3; n += 1) await warnExpiring(deps);
    expect(await eventsOf('render.output_expiring')).toMatchObject([{ subject: soon!.id }]);
    const { rows } = await sql<{ priority: number; renderId: string }>`
      select priority, data ->> 'renderId' as "renderId" from pgboss.job where name = 'store-output' and state = 'created' order by priority desc, created_on`.execute(
      deps.db,
    );
    expect(rows[0]).toEqual({ priority: 10, renderId: soon!.id });
  });
});
