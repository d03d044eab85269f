import { connect } from 'node:net';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildDeps } from '../../apps/api/src/app/build-deps.ts';
import { startWorker } from '../../apps/api/src/app/start-worker.ts';
import type { Deps } from '../../apps/api/src/deps.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { removeProviderCopy } from '../../apps/api/src/render/remove-provider-copy.ts';
import { storeOutput } from '../../apps/api/src/render/store-output.ts';
import { die, Died, withProvider, withTransactions } from '../support/crash.ts';
import { type CampaignState, launchCampaign, planCampaign, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const TIMING = {
  clockSkewMs: 1_000,
  sendTimeoutMs: 2_000,
  quietPeriodMs: 1_500,
  submittingStaleMs: 500,
  reconcileEveryMs: 300,
  orphanSweepEveryMs: 400,
  sweepEveryMs: 200,
  storeRetryMs: 1_000,
  notSentBackoffMs: 200,
};

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ worker: false, timing: TIMING });
});
afterAll(() => app.stop());

const real = () => app.built.deps;
const dispatch = (deps: Deps) => dispatchEndpoint(deps, 'default', signal);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

let campaigns = 0;
let campaignId: string;
let before: { creates: number; started: number };

/** A campaign of one render with a prompt of its own; the provider's ledger is counted from here. */
async function launch(token = ''): Promise<void> {
  campaigns += 1;
  const planned = await planCampaign(app.client, { prompts: [`Scene ${campaigns}: a kite over a beach. ${token}`] });
  before = await readSandboxLedger(app.sandbox);
  await launchCampaign(app.client, planned);
  campaignId = planned.id;
}

const readRender = () =>
  real().db.selectFrom('renders').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow();

/** Runs until the process dies where the test says; anything else it throws is a failure of the test. */
async function untilDeath(work: Promise<unknown>): Promise<void> {
  await work.then(
    () => expect.fail('the process lived on'),
    (error: unknown) => {
      if (!(error instanceof Died)) throw error;
    },
  );
}

/** The process that comes next: tools of its own, and it works until `until` resolves. */
async function workAgain<Done>(until: () => Promise<Done>): Promise<Done> {
  const built = await buildDeps({ ...app.config, dataDir: path.join(app.folder, 'next') }, { timing: { ...productionTiming, ...TIMING } });
  const worker = await startWorker(built.deps);
  try {
    return await until();
  } finally {
    await worker.stop();
    await built.close(10_000);
  }
}

/** The next process works until the campaign has ended. Answers what the provider was asked and started since the launch. */
async function comeBack(): Promise<CampaignState & { creates: number; started: number }> {
  const end = await workAgain(() => waitForEnd(app.client, campaignId, 45_000));
  const now = await readSandboxLedger(app.sandbox);
  expect(await verifyLedger(real().db)).toEqual([]);
  return { ...end, creates: now.creates - before.creates, started: now.started - before.started };
}

const ONCE = { counts: { ready: 1 }, started: 1, cost: { heldMicros: 0, settledMicros: 400_000 } };

/** Died in the middle of a transaction that never committed. */
const dieBefore = (n: number) => withTransactions(real(), { before: (count) => (count === n ? die() : undefined) });

it('before the row', async () => {
  await launch();
  await dispatchOnce();
  await untilDeath(dispatch(dieBefore(1)));
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });

  /** The reading before the first send is done, so that the first transaction is the claim. */
  async function dispatchOnce(): Promise<void> {
    await real().db.updateTable('endpoints').set({ status: 'paused' }).where('id', '=', 'default').execute();
    await dispatch(real());
    await real().db.updateTable('endpoints').set({ status: 'active' }).where('id', '=', 'default').execute();
  }
});

it('after the row, before the fence', async () => {
  await launch();
  await claimVariants(real(), 'default');
  expect((await readRender()).status).toBe('intended');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('after the fence, before a byte', async () => {
  await launch();
  await untilDeath(dispatch(await withProvider(real(), () => ({ start: die }))));
  expect((await readRender()).status).toBe('submitting');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('half of the bytes', async () => {
  await launch();
  const halfSent = await withProvider(real(), () => ({
    start: async (request) => {
      await sendHalf(request.prompt);
      return die();
    },
  }));
  await untilDeath(dispatch(halfSent));
  expect(await comeBack()).toMatchObject(ONCE);
});

/** A request that announces more than it sends, and a connection that breaks. */
async function sendHalf(prompt: string): Promise<void> {
  const { hostname, port, pathname } = new URL(app.sandbox.ready.videosUrl);
  const body = JSON.stringify({ model: 'sora-2', prompt, seconds: '4', size: '720x1280' });
  const head = `POST ${pathname}/videos HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${app.sandbox.ready.videosKey}\r\n`;
  const socket = connect(Number(port), hostname);
  const text = `${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, body.length / 2)}`;
  await new Promise((resolve) => socket.write(text, resolve));
  socket.destroy();
}

it('sent, never created', async () => {
  await launch('[[500]]');
  await dispatch(real());
  expect((await readRender()).status).toBe('ambiguous');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 2 });
});

it('created, no response read', async () => {
  await launch('[[lose-response]]');
  await dispatch(real());
  expect((await readRender()).status).toBe('ambiguous');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('response read, not committed', async () => {
  await launch();
  const diesAfter = await withProvider(real(), (provider) => ({
    start: async (request, abort) => {
      await provider.start(request, abort);
      return die();
    },
  }));
  await untilDeath(dispatch(diesAfter));
  expect((await readRender()).status).toBe('submitting');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('commit sent, acknowledgement lost', async () => {
  await launch();
  await claimVariants(real(), 'default');
  let isSent = false;
  const sending = await withProvider(real(), (provider) => ({
    start: async (request, abort) => {
      isSent = true;
      return provider.start(request, abort);
    },
  }));
  await untilDeath(dispatch(withTransactions(sending, { after: () => (isSent ? die() : undefined) })));
  expect((await readRender()).status).toBe('running');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('running, before the poll', async () => {
  await launch();
  await dispatch(real());
  expect((await readRender()).status).toBe('running');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

/** A render whose video is finished at the provider and known to be. */
async function untilSucceeded(): Promise<string> {
  await dispatch(real());
  await expect
    .poll(async () => {
      await sql`update renders set due_at = dailies_now() where status = 'running'`.execute(real().db);
      await reconcileEndpoint(real(), 'default', signal);
      return (await readRender()).status;
    })
    .toBe('succeeded');
  return (await readRender()).id;
}

it('mid download', async () => {
  await launch('[[truncate:40%]]');
  const renderId = await untilSucceeded();
  let opened = 0;
  const broken = await withProvider(real(), (provider) => ({
    openOutput: async (id, from, abort) => {
      opened += 1;
      return opened === 1 ? provider.openOutput(id, from, abort) : die();
    },
  }));
  await untilDeath(storeOutput(broken, renderId, signal));
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('stored, not committed', async () => {
  await launch();
  const renderId = await untilSucceeded();
  await untilDeath(storeOutput(dieBefore(1), renderId, signal));
  const kept = await listObjects();
  expect(kept).toHaveLength(3);
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
  expect(await listObjects()).toEqual(kept);
});

async function listObjects(): Promise<string[]> {
  const { workspace_id: workspaceId, id } = await real()
    .db.selectFrom('campaigns')
    .select(['workspace_id', 'id'])
    .orderBy('num', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const found: string[] = [];
  for await (const object of real().storage.list(`w/${workspaceId}/c/${id}/`)) found.push(`${object.key}#${object.generation}`);
  return found;
}

it('committed, before the provider’s copy is deleted', async () => {
  await launch();
  const renderId = await untilSucceeded();
  await storeOutput(real(), renderId, signal);
  await untilDeath(removeProviderCopy(await withProvider(real(), () => ({ remove: die })), renderId, signal));
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
  await removeProviderCopy(real(), renderId, signal);
  await removeProviderCopy(real(), renderId, signal);
  const { operation_id: videoId } = await readRender();
  const { entries } = await readSandboxLedger(app.sandbox);
  expect(entries.filter((entry) => entry.kind === 'delete' && entry.videoId === videoId).length).toBeGreaterThan(0);
});

it('frozen between fence and send', async () => {
  await launch();
  await claimVariants(real(), 'default');
  let sleptMs = 0;
  const { clock } = real();
  const frozen = withTransactions(
    { ...real(), clock: { ...clock, now: () => new Date(clock.now().getTime() + sleptMs), monotonicMs: () => clock.monotonicMs() } },
    { after: () => void (sleptMs += 10_000) },
  );
  await dispatch(frozen);
  expect(await readRender()).toMatchObject({ status: 'intended', failure_note: expect.stringMatching(/not sent: 1\d{4} ms/) });
  expect((await readSandboxLedger(app.sandbox)).creates - before.creates).toBe(0);
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('a second worker with the same job', async () => {
  await launch();
  await Promise.all([dispatch(real()), dispatch(real()), dispatch(real())]);
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('the request delivered after the quiet period', async () => {
  await launch();
  const late = await withProvider(real(), () => ({ start: die }));
  await untilDeath(dispatch(late));
  await wait(600);
  await expect
    .poll(async () => {
      await sql`update renders set due_at = dailies_now() where status = 'ambiguous'`.execute(real().db);
      await reconcileEndpoint(real(), 'default', signal);
      return (await readRender()).status;
    })
    .toBe('lost');
  const { prompt } = await real()
    .db.selectFrom('compiled_prompts')
    .select('text as prompt')
    .orderBy('campaign_num', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const provider = await real().providers.get('default');
  const request = { renderId: 'late', model: 'sora-2', prompt, seconds: 4, size: '720x1280', audio: false };
  expect((await provider.start(request)).kind).toBe('accepted');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
  expect(await real().db.selectFrom('orphans').selectAll().execute()).toEqual([]);
});

it.each([-600, 600])('the provider’s clock is wrong by %i seconds', async (clockSkewSeconds) => {
  await tellSandbox(app.sandbox, 'faults', { clockSkewSeconds });
  await launch('[[lose-response]]');
  await dispatch(real());
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
  await tellSandbox(app.sandbox, 'faults', {});
});

it('the provider rewrites the prompt, and its answer is read', async () => {
  await launch('[[rewrite]]');
  expect(await comeBack()).toMatchObject({ ...ONCE, creates: 1 });
});

it('the provider rewrites the prompt, and its answer is lost: a person decides, and nothing is bought again', async () => {
  await launch('[[rewrite]] [[lose-response]]');
  await dispatch(real());
  await workAgain(() => expect.poll(async () => (await readRender()).status, { timeout: 30_000 }).toBe('parked'));
  expect((await readRender()).disputed_ids).toHaveLength(1);
  const now = await readSandboxLedger(app.sandbox);
  expect({ creates: now.creates - before.creates, started: now.started - before.started }).toEqual({ creates: 1, started: 1 });
});
