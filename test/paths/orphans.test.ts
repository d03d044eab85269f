import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import type { Operation } from '../../apps/api/src/providers/provider.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { keepOrphan } from '../../apps/api/src/render/keep-orphan.ts';
import { judgeEndpoint } from '../../apps/api/src/render/sweep-orphans.ts';
import { type DoubtStage, startDoubtStage } from '../support/doubt-stage.ts';
import { makeForeignWorkspace } from '../support/foreign-workspace.ts';
import { createBehindOurBack, untilFinished } from '../support/foreign-video.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const PROMPT = 'A paper boat drifts down a canal.';

let app: DoubtStage;
beforeEach(async () => {
  app = await startDoubtStage();
});
afterEach(() => app.stop());

async function launch(prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(app.client, { prompts });
  await launchCampaign(app.client, planned);
  return planned.id;
}

const orphans = () => app.deps.db.selectFrom('orphans').selectAll().orderBy('id').execute();
const renders = () =>
  app.deps.db.selectFrom('renders').select(['status', 'attempt', 'operation_id', 'hold_micros']).orderBy('attempt').execute();

it('gives a video to the queued variant that wants exactly it, before the first send, and buys nothing again', async () => {
  const id = await launch([PROMPT, PROMPT]);
  const operationId = await createBehindOurBack(app, PROMPT);
  await app.dispatch();
  const rows = await renders();
  expect(rows).toHaveLength(2);
  expect(rows.map((row) => row.operation_id)).toContain(operationId);
  expect((await readSandboxLedger(app.sandbox)).started).toBe(2);
  expect(await orphans()).toEqual([]);
  expect((await readCampaign(app.client, id)).cost).toMatchObject({ heldMicros: 800_000, settledMicros: 0 });
  expect(await verifyLedger(app.deps.db)).toEqual([]);
});

it('keeps a second video of a request as a loss of its campaign, once, and alerts', async () => {
  const id = await launch([PROMPT]);
  await app.dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await app.sweep();
  expect(await orphans()).toEqual([]);

  await untilFinished(app, duplicate);
  await app.sweepLate();
  await app.sweepLate();
  expect(await orphans()).toMatchObject([{ operation_id: duplicate, kind: 'duplicate', price_micros: 400_000, state: 'succeeded' }]);
  expect((await readCampaign(app.client, id)).cost.settledMicros).toBe(400_000);
  const alerts = await app.deps.db.selectFrom('events').select('facts').where('kind', '=', 'orphan.found').execute();
  expect(alerts).toMatchObject([{ facts: { operationId: duplicate, priceMicros: 400_000 } }]);
  expect(await verifyLedger(app.deps.db)).toEqual([]);
});

it('takes a second video for what its request cost, whatever the cell has moved to since', async () => {
  await launch([PROMPT]);
  await app.dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await untilFinished(app, duplicate);
  await sql`update offers set price_micros = 900000`.execute(app.deps.db);
  await app.sweepLate();
  expect(await orphans()).toMatchObject([{ operation_id: duplicate, kind: 'duplicate', price_micros: 400_000 }]);
});

it('takes a late video for that of the send that was given up, whoever has asked for the same since', async () => {
  const { db } = app.deps;
  await launch([PROMPT]);
  await app.dispatch();
  const { num, workspace_id } = await db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  await sql`update renders set status = 'lost', failure_code = 'submission_lost'`.execute(db);
  await makeForeignWorkspace(app.deps);
  await sql`update renders set fingerprint = (select fingerprint from renders where status = 'lost'), sent_at = dailies_now(),
    created_at = dailies_now() where operation_id = 'op_theirs'`.execute(db);
  await untilFinished(app, await createBehindOurBack(app, PROMPT));
  await app.sweepLate();
  expect(await orphans()).toMatchObject([{ kind: 'duplicate', workspace_id, campaign_num: num }]);
});

it('keeps what no render asked for as a loss of no campaign, and lists a stranger’s without booking it', async () => {
  const { db } = app.deps;
  await launch([PROMPT]);
  await app.dispatch();
  const strangers = await createBehindOurBack(app, 'Somebody else’s film.');
  await sleep(2_500);
  await sql`update endpoints set created_at = dailies_now() where id = 'default'`.execute(db);
  const unknown = await createBehindOurBack(app, 'A film nobody asked for.');
  await untilFinished(app, unknown);
  await app.sweepLate();
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
  await app.dispatch();
  const failing = await createBehindOurBack(app, 'A film that the provider will not finish [[fail:moderation]] [[slow:20x]]');
  await app.sweepLate();
  const [kept] = await orphans();
  expect(kept).toMatchObject({ operation_id: failing, booked_at: null });
  await expect
    .poll(async () => {
      await app.sweep();
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
  await keepOrphan(app.deps, 'default', { operation, as: 'unknown', known: undefined });
  expect(await orphans()).toMatchObject([{ operation_id: 'video_odd', seconds: 5, price_micros: 0 }]);
});

it.each([-1, 0, 2 ** 40, 1e300])('keeps a video of %d seconds without a price, and judges the others', async (seconds) => {
  const state = { kind: 'succeeded', expiresAt: null } as const;
  const { now } = await sql<{ now: Date }>`select dailies_now() as now`.execute(app.deps.db).then(({ rows }) => rows[0]!);
  await sql`update endpoints set created_at = created_at - interval '1 hour'`.execute(app.deps.db);
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
  const provider = await app.deps.providers.get('default');
  const list = () => Promise.resolve({ kind: 'page', operations, nextAfter: null, providerNow: null } as const);
  expect(await judgeEndpoint(app.deps, 'default', { ...provider, list }, signal)).toBe(true);
  expect(await orphans()).toMatchObject([
    { operation_id: 'video_0', seconds: null, price_micros: 0 },
    { operation_id: 'video_1', seconds: 4, price_micros: 400_000 },
  ]);
});

it('gives a lost attempt’s video to its variant, although the attempt was given up, and ends what was about to be sent instead', async () => {
  const { db } = app.deps;
  await tellSandbox(app.sandbox, 'faults', { rates: { serverErrorBefore: 1 } });
  await launch([PROMPT]);
  await app.dispatch();
  await app.reconcile();
  await app.waitOutQuietPeriod();
  await app.reconcile();
  expect(await renders()).toMatchObject([{ status: 'lost', attempt: 1 }]);

  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  await app.endRest();
  await claimVariants(app.deps, 'default');
  const late = await createBehindOurBack(app, PROMPT);
  await app.sweep();
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
  await app.dispatch();
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(0);
  const waiting = await app.deps.db.selectFrom('endpoints').select('read_back_waits').where('id', '=', 'default').executeTakeFirstOrThrow();
  expect(waiting.read_back_waits).toMatch(/Nothing is sent yet/);

  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  await app.dispatch();
  expect((await readSandboxLedger(app.sandbox)).creates).toBe(1);
});

it('pauses the endpoint with words when its list refuses the key', async () => {
  await launch([PROMPT]);
  const wrongKey = { ...app.deps, providers: createProviderRegistry({ ...app.deps, readSecret: () => 'another-key' }) };
  await dispatchEndpoint(wrongKey, 'default', new AbortController().signal);
  const endpoint = await app.deps.db
    .selectFrom('endpoints')
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
  await app.dispatch();
  const duplicate = await createBehindOurBack(app, PROMPT);
  await untilFinished(app, duplicate);
  await app.sweepLate();
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
  const told = await app.deps.db.selectFrom('events').select('actor_id').where('kind', '=', 'orphan.deleted').execute();
  expect(told).toMatchObject([{ actor_id: expect.stringMatching(/^usr_/) }]);
  await expect(app.client.mutate(DELETE, { orphanId: 'T3JwaGFuOm9ycF9ub25l' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
