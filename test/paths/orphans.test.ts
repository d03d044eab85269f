import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import type { Operation } from '../../apps/api/src/providers/provider.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { keepOrphan } from '../../apps/api/src/render/keep-orphan.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { judgeEndpoint, sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { makeForeignWorkspace } from '../support/foreign-workspace.ts';
import { createBehindOurBack, untilFinished } from '../support/foreign-video.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
/** Small enough that a test can outwait them, large enough for whole seconds on the wire. */
const TIMING = { clockSkewMs: 1_000, sendTimeoutMs: 2_000, quietPeriodMs: 500, submittingStaleMs: 500, reconcileEveryMs: 100 };
const GUARD_MS = TIMING.clockSkewMs + TIMING.sendTimeoutMs + 1_100;
const PROMPT = 'A paper boat drifts down a canal.';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false, timing: TIMING });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterEach(() => app.stop());

const deps = () => app.built.deps;
const dispatch = () => dispatchEndpoint(deps(), 'default', signal);
const sweep = () => sweepOrphans(deps(), signal);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function launch(prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(app.client, { prompts });
  await launchCampaign(app.client, planned);
  return planned.id;
}

const orphans = () => deps().db.selectFrom('orphans').selectAll().orderBy('id').execute();
const renders = () =>
  deps().db.selectFrom('renders').select(['status', 'attempt', 'operation_id', 'hold_micros']).orderBy('attempt').execute();

it('gives a video to the queued variant that wants exactly it, before the first send, and buys nothing again', async () => {
  const id = await launch([PROMPT, PROMPT]);
  const operationId = await createBehindOurBack(app, PROMPT);
  await dispatch();
  const rows = await renders();
  expect(rows).toHaveLength(2);
  expect(rows.map((row) => row.operation_id)).toContain(operationId);
  expect((await readSandboxLedger(app.sandbox)).started).toBe(2);
  expect(await orphans()).toEqual([]);
  expect((await readCampaign(app.client, id)).cost).toMatchObject({ heldMicros: 800_000, settledMicros: 0 });
  expect(await verifyLedger(deps().db)).toEqual([]);
});

it('keeps a second video of a request as a loss of its campaign, once, and alerts', async () => {
  const id = await launch([PROMPT]);
  await dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await sweep();
  expect(await orphans()).toEqual([]);

  await untilFinished(app, duplicate);
  await wait(GUARD_MS);
  await sweep();
  await sweep();
  expect(await orphans()).toMatchObject([{ operation_id: duplicate, kind: 'duplicate', price_micros: 400_000, state: 'succeeded' }]);
  expect((await readCampaign(app.client, id)).cost.settledMicros).toBe(400_000);
  const alerts = await deps().db.selectFrom('events').select('facts').where('kind', '=', 'orphan.found').execute();
  expect(alerts).toMatchObject([{ facts: { operationId: duplicate, priceMicros: 400_000 } }]);
  expect(await verifyLedger(deps().db)).toEqual([]);
});

it('takes a second video for what its request cost, whatever the cell has moved to since', async () => {
  await launch([PROMPT]);
  await dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await untilFinished(app, duplicate);
  await sql`update offers set price_micros = 900000`.execute(deps().db);
  await wait(GUARD_MS);
  await sweep();
  expect(await orphans()).toMatchObject([{ operation_id: duplicate, kind: 'duplicate', price_micros: 400_000 }]);
});

it('takes a late video for that of the send that was given up, whoever has asked for the same since', async () => {
  const { db } = deps();
  await launch([PROMPT]);
  await dispatch();
  const { num, workspace_id } = await db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  await sql`update renders set status = 'lost', failure_code = 'submission_lost'`.execute(db);
  await makeForeignWorkspace(deps());
  await sql`update renders set fingerprint = (select fingerprint from renders where status = 'lost'), sent_at = dailies_now(),
    created_at = dailies_now() where operation_id = 'op_theirs'`.execute(db);
  await untilFinished(app, await createBehindOurBack(app, PROMPT));
  await wait(GUARD_MS);
  await sweep();
  expect(await orphans()).toMatchObject([{ kind: 'duplicate', workspace_id, campaign_num: num }]);
});

it('keeps what no render asked for as a loss of no campaign, and lists a stranger’s without booking it', async () => {
  const { db } = deps();
  await launch([PROMPT]);
  await dispatch();
  const strangers = await createBehindOurBack(app, 'Somebody else’s film.');
  await wait(2_500);
  await sql`update endpoints set created_at = dailies_now() where id = 'default'`.execute(db);
  const unknown = await createBehindOurBack(app, 'A film nobody asked for.');
  await untilFinished(app, unknown);
  await wait(GUARD_MS);
  await sweep();
  expect(await orphans()).toMatchObject([
    { operation_id: strangers, kind: 'stranger', price_micros: 0, campaign_num: null },
    { operation_id: unknown, kind: 'unknown', price_micros: 400_000, campaign_num: null },
  ]);
  const booked = await db.selectFrom('ledger_entries').select(['key', 'settled_micros']).where('key', 'like', '%orphan:%').execute();
  expect(booked).toEqual([{ key: `settle:orphan:default:${unknown}`, settled_micros: 400_000 }]);
  expect(await verifyLedger(db)).toEqual([]);
});

it('books what still renders once its end is known, and nothing when it fails', async () => {
  await launch([PROMPT]);
  await dispatch();
  const failing = await createBehindOurBack(app, 'A film that the provider will not finish [[fail:moderation]] [[slow:20x]]');
  await wait(GUARD_MS);
  await sweep();
  const [kept] = await orphans();
  expect(kept).toMatchObject({ operation_id: failing, booked_at: null });
  await expect
    .poll(async () => {
      await sweep();
      return (await orphans())[0]!.state;
    })
    .toBe('failed');
  expect((await orphans())[0]).toMatchObject({ booked_at: null });
});

it('keeps a video of odd length, whatever its list price would be', async () => {
  const operation = {
    id: 'video_odd',
    state: { kind: 'pending', phase: 'running', progressPercent: null },
    model: 'sora-2',
    prompt: PROMPT,
    seconds: 5.04,
    size: '720x1280',
    createdAt: new Date(),
  } as Operation;
  await keepOrphan(deps(), 'default', { operation, as: 'unknown', known: undefined });
  expect(await orphans()).toMatchObject([{ operation_id: 'video_odd', seconds: 5, price_micros: 0 }]);
});

it.each([-1, 0, 2 ** 40, 1e300])('keeps a video of %d seconds without a price, and judges the others', async (seconds) => {
  const state = { kind: 'succeeded', expiresAt: null } as const;
  const { now } = await sql<{ now: Date }>`select dailies_now() as now`.execute(deps().db).then(({ rows }) => rows[0]!);
  await sql`update endpoints set created_at = created_at - interval '1 hour'`.execute(deps().db);
  const createdAt = new Date(now.getTime() - 60_000);
  const operations = [seconds, 4].map((length, n): Operation => ({
    id: `video_${n}`,
    state,
    model: 'sora-2',
    prompt: 'Odd.',
    seconds: length,
    size: '720x1280',
    createdAt,
  }));
  const provider = await deps().providers.get('default');
  const list = () => Promise.resolve({ kind: 'page', operations, nextAfter: null, providerNow: null } as const);
  expect(await judgeEndpoint(deps(), 'default', { ...provider, list }, signal)).toBe(true);
  expect(await orphans()).toMatchObject([
    { operation_id: 'video_0', seconds: null, price_micros: 0 },
    { operation_id: 'video_1', seconds: 4, price_micros: 400_000 },
  ]);
});

it('gives a lost attempt’s video to its variant, although the attempt was given up, and ends what was about to be sent instead', async () => {
  const { db } = deps();
  await tellSandbox(app.sandbox, 'faults', { rates: { serverErrorBefore: 1 } });
  await launch([PROMPT]);
  await dispatch();
  await reconcileEndpoint(deps(), 'default', signal);
  await wait(600);
  await reconcileEndpoint(deps(), 'default', signal);
  expect(await renders()).toMatchObject([{ status: 'lost', attempt: 1 }]);

  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  await sql`update endpoints set backoff_until = dailies_now()`.execute(db);
  await claimVariants(deps(), 'default');
  const late = await createBehindOurBack(app, PROMPT);
  await sweep();
  expect(await renders()).toMatchObject([
    { status: 'lost', attempt: 1 },
    { status: 'cancelled', attempt: 2, operation_id: null },
    { status: 'running', attempt: 3, operation_id: late },
  ]);
  expect(await orphans()).toEqual([]);
  expect(await verifyLedger(db)).toEqual([]);
});

it('sends nothing until the list was read, and says why', async () => {
  await launch([PROMPT]);
  await tellSandbox(app.sandbox, 'faults', { rates: { listError: 1 } });
  await dispatch();
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(0);
  const waiting = await deps().db.selectFrom('endpoints').select('read_back_waits').where('id', '=', 'default').executeTakeFirstOrThrow();
  expect(waiting.read_back_waits).toMatch(/Nothing is sent yet/);

  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  await dispatch();
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(1);
});

it('pauses the endpoint with words when its list refuses the key', async () => {
  await launch([PROMPT]);
  const wrongKey = { ...deps(), providers: createProviderRegistry({ ...deps(), readSecret: () => 'another-key' }) };
  await dispatchEndpoint(wrongKey, 'default', signal);
  const endpoint = await deps()
    .db.selectFrom('endpoints')
    .select(['status', 'paused_because'])
    .where('id', '=', 'default')
    .executeTakeFirstOrThrow();
  expect(endpoint).toMatchObject({ status: 'paused', paused_because: expect.stringContaining('HTTP 401') });
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(0);
});

const ORPHANS = `{ orphans(first: 10) { totalCount lossMicros edges { node { id kind operationId prompt lossMicros campaign { id } } } } }`;
const DELETE = `mutation ($input: DeleteOrphanInput!) { deleteOrphan(input: $input) { ... on DeleteOrphanSuccess { orphan { deletedAt } } ... on Refusal { code message } } }`;

interface OrphanPage {
  orphans: {
    totalCount: number;
    lossMicros: number;
    edges: { node: { id: string; operationId: string; campaign: { id: string } | null } }[];
  };
}

it('shows orphans to people, who delete them at the provider; what was booked stays', async () => {
  const campaignId = await launch([PROMPT]);
  await dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await untilFinished(app, duplicate);
  await wait(GUARD_MS);
  await sweep();
  const { orphans: page } = await app.client.request<OrphanPage>(ORPHANS);
  expect(page).toMatchObject({
    totalCount: 1,
    lossMicros: 400_000,
    edges: [{ node: { operationId: duplicate, campaign: { id: campaignId } } }],
  });

  await app.client.mutate(DELETE, { orphanId: page.edges[0]!.node.id });
  const ledger = await readSandboxLedger(app.sandbox);
  expect(ledger.entries.filter(({ kind }) => kind === 'delete')).toMatchObject([{ videoId: duplicate }]);
  expect((await app.client.request<OrphanPage>(ORPHANS)).orphans.totalCount).toBe(0);
  expect(await orphans()).toMatchObject([{ deleted_by: expect.stringMatching(/^usr_/), price_micros: 400_000 }]);
  const told = await deps().db.selectFrom('events').select('actor_id').where('kind', '=', 'orphan.deleted').execute();
  expect(told).toMatchObject([{ actor_id: expect.stringMatching(/^usr_/) }]);
  await expect(app.client.mutate(DELETE, { orphanId: 'T3JwaGFuOm9ycF9ub25l' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
