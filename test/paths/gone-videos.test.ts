import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../apps/api/src/deps.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import type { CheckOutcome, ListOutcome } from '../../apps/api/src/providers/provider.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { untilFinished } from '../support/foreign-video.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const GONE: CheckOutcome = { kind: 'gone' };
const UNANSWERED: ListOutcome = { kind: 'unanswered', note: 'HTTP 404', retryAfterMs: null };
const EMPTY: ListOutcome = { kind: 'page', operations: [], nextAfter: null, providerNow: null };
const PRICE = 400_000;

let app: TestApp;
let campaignId: string;
let operationId: string;
beforeEach(async () => {
  app = await startApp({ worker: false });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
  const planned = await planCampaign(app.client, { prompts: ['Rain runs down a tram window. [[slow:8x]]'] });
  campaignId = planned.id;
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(app.built.deps, 'default', signal);
  operationId = (await readRender()).operation_id!;
});
afterEach(() => app.stop());

const db = () => app.built.deps.db;
const readRender = () => db().selectFrom('renders').selectAll().orderBy('attempt', 'desc').limit(1).executeTakeFirstOrThrow();

/** The provider, which answers some questions otherwise. */
function where(answers: { check?: CheckOutcome; list?: ListOutcome }): Deps {
  const { deps } = app.built;
  const { check, list } = answers;
  return {
    ...deps,
    providers: {
      get: async (id) => {
        const provider = await deps.providers.get(id);
        return { ...provider, ...(check && { check: () => Promise.resolve(check) }), ...(list && { list: () => Promise.resolve(list) }) };
      },
    },
  };
}

/** Time goes by, for everything that is written down. */
async function pass(minutes: number): Promise<void> {
  const past = sql`make_interval(mins => ${minutes})`;
  await sql`update renders set sent_at = sent_at - ${past}, accepted_at = accepted_at - ${past}, gone_at = gone_at - ${past}, due_at = due_at - ${past}`.execute(
    db(),
  );
}

async function look(deps: Deps): Promise<string> {
  await sql`update renders set due_at = dailies_now() where status = 'running'`.execute(db());
  await reconcileEndpoint(deps, 'default', signal);
  return (await readRender()).status;
}

describe('a running video that its provider says it does not know', () => {
  it('is given up when that is said again, long enough after, and the list does not show it either', async () => {
    const gone = where({ check: GONE, list: EMPTY });
    await pass(10);
    expect(await look(gone)).toBe('running');
    await pass(1);
    expect(await look(gone)).toBe('running');
    await pass(1);
    expect(await look(gone)).toBe('failed');
    expect(await readRender()).toMatchObject({ failure_code: 'operation_gone', cost_micros: null });
  });

  it('is asked for again where the list shows it', async () => {
    const forgetful = where({ check: GONE });
    await pass(1);
    expect(await look(forgetful)).toBe('running');
    await pass(3);
    expect(await look(forgetful)).toBe('running');
    expect((await readRender()).gone_at).toBeNull();
  });

  it('is asked for again while the list is not answered', async () => {
    const away = where({ check: GONE, list: UNANSWERED });
    await look(away);
    await pass(3);
    expect(await look(away)).toBe('running');
  });

  it('begins anew after an answer that shows it', async () => {
    const gone = where({ check: GONE, list: EMPTY });
    await look(gone);
    expect(await look(app.built.deps)).toBe('running');
    await pass(3);
    expect(await look(gone)).toBe('running');
    expect((await readRender()).gone_at).not.toBeNull();
  });
});

describe('a video that is listed after its render was given up', () => {
  const giveUp = (status: 'failed' | 'expired', code: string) =>
    sql`with ended as (
        update renders set status = ${status}, failure_code = ${code}, ended_at = dailies_now(), cost_micros = ${status === 'expired' ? PRICE : null} returning id
      ) select from ended`.execute(db());
  const judge = () => {
    const { deps } = app.built;
    return sweepOrphans({ ...deps, timing: { ...deps.timing, clockSkewMs: 1_000, sendTimeoutMs: 1_000 } }, signal);
  };
  const orphans = () => db().selectFrom('orphans').selectAll().execute();

  async function end(): Promise<void> {
    const gone = where({ check: GONE, list: EMPTY });
    await pass(10);
    await look(gone);
    await pass(3);
    expect(await look(gone)).toBe('failed');
    expect((await readCampaign(app.client, campaignId)).cost).toMatchObject({ heldMicros: 0, settledMicros: 0 });
    await sql`update endpoints set judged_until = dailies_now()`.execute(db());
    await untilFinished(app, operationId);
  }

  it('becomes the next attempt of its variant, paid once', async () => {
    await end();
    await judge();
    await judge();
    expect(await readRender()).toMatchObject({ status: 'running', attempt: 2, operation_id: operationId, hold_micros: PRICE });
    expect(await look(app.built.deps)).toBe('succeeded');
    expect((await readCampaign(app.client, campaignId)).cost).toMatchObject({ heldMicros: 0, settledMicros: PRICE });
    expect(await orphans()).toEqual([]);
    expect(await verifyLedger(db())).toEqual([]);
  });

  it('is booked as a loss of its campaign where the variant has another one', async () => {
    await end();
    await sql`update variants set phase = 'ready'`.execute(db());
    await judge();
    expect(await orphans()).toMatchObject([{ operation_id: operationId, kind: 'duplicate', price_micros: PRICE }]);
    expect(await readRender()).toMatchObject({ status: 'lost', failure_code: 'operation_gone', operation_id: null });
  });

  it('costs nothing more where its price was taken for spent', async () => {
    await untilFinished(app, operationId);
    await giveUp('expired', 'render_timeout');
    await sql`update variants set phase = 'ready'`.execute(db());
    await judge();
    expect(await orphans()).toMatchObject([{ operation_id: operationId, kind: 'duplicate', price_micros: 0 }]);
  });
});
