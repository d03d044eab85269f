import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../apps/api/src/deps.ts';
import type { ListOutcome, Provider } from '../../apps/api/src/providers/provider.ts';
import { EndpointUnusable } from '../../apps/api/src/providers/endpoint-unusable.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp, tellSandbox } from '../support/start-app.ts';

const { signal } = new AbortController();
const UNANSWERED: ListOutcome = { kind: 'unanswered', note: 'HTTP 500', retryAfterMs: null };

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ worker: false });
  await tellSandbox(app.sandbox, 'webhooks', { url: null });
});
afterEach(() => app.stop());

const db = () => app.built.deps.db;
const readRender = () => db().selectFrom('renders').selectAll().orderBy('attempt').limit(1).executeTakeFirstOrThrow();

/** A send whose answer was lost, and of which the provider made a video, or none. */
async function doubt(rate: 'serverErrorBefore' | 'serverErrorAfter'): Promise<void> {
  await tellSandbox(app.sandbox, 'faults', { rates: { [rate]: 1 } });
  await launchCampaign(app.client, await planCampaign(app.client, { prompts: ['A kite over a beach.'] }));
  await dispatchEndpoint(app.built.deps, 'default', signal);
  await tellSandbox(app.sandbox, 'faults', { rates: {} });
  expect((await readRender()).status).toBe('ambiguous');
}

function where(change: (provider: Provider) => Partial<Provider>): Deps {
  const { deps } = app.built;
  const get = async (id: string) => {
    const provider = await deps.providers.get(id);
    return { ...provider, ...change(provider) };
  };
  return { ...deps, providers: { get } };
}

async function pass(interval: string): Promise<void> {
  await sql`update renders set sent_at = sent_at - ${interval}::interval, missed_at = missed_at - ${interval}::interval`.execute(db());
}

async function look(deps: Deps = app.built.deps): Promise<string> {
  await sql`update renders set due_at = dailies_now() where status = 'ambiguous'`.execute(db());
  await reconcileEndpoint(deps, 'default', signal);
  return (await readRender()).status;
}

describe('a doubtful send that no list shows', () => {
  it('is lost by the second whole reading, never by the first one after an outage', async () => {
    await doubt('serverErrorBefore');
    await pass('3 hours');
    expect(await look()).toBe('ambiguous');
    expect(await look()).toBe('ambiguous');
    await pass('6 seconds');
    expect(await look()).toBe('lost');
  });

  it('is not lost by two readings within the quiet period', async () => {
    await doubt('serverErrorBefore');
    await look();
    await pass('10 minutes');
    await look();
    expect(await readRender()).toMatchObject({ status: 'ambiguous', missed_count: 2 });
    await pass('11 minutes');
    expect(await look()).toBe('lost');
  });

  it('waits for a person where the list does not hold everything there is', async () => {
    await doubt('serverErrorBefore');
    const partial = where(({ capabilities }) => ({ capabilities: { ...capabilities, listIsAuthoritative: false } }));
    await look(partial);
    await pass('21 minutes');
    expect(await look(partial)).toBe('parked');
  });
});

describe('a doubtful send whose list can not be read whole', () => {
  const holed = () =>
    where((provider) => ({
      list: async (...asked) => {
        const page = await provider.list(...asked);
        return page.kind === 'page' ? { ...page, leftOut: true } : page;
      },
    }));

  it.each([
    ['is not answered', () => where(() => ({ list: () => Promise.resolve(UNANSWERED) }))],
    ['holds entries that are no videos', holed],
    [
      'belongs to an endpoint that can not be used',
      () => ({ ...app.built.deps, providers: { get: () => Promise.reject(new EndpointUnusable('no key')) } }),
    ],
  ] as const)('waits for a person once its time is over: the list %s', async (_name, given) => {
    await doubt('serverErrorBefore');
    const deps = given();
    await pass('79 minutes');
    expect(await look(deps)).toBe('ambiguous');
    await pass('2 minutes');
    expect(await look(deps)).toBe('parked');
    expect((await readRender()).failure_note).toMatch(/could not be read whole/);
  });

  it('is found all the same where it is among what can be read', async () => {
    await doubt('serverErrorAfter');
    expect(await look(holed())).toBe('running');
  });
});
