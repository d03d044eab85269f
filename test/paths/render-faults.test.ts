import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchCampaign, planCampaign, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ timing: { reconcileEveryMs: 500, notSentBackoffMs: 200, renderWindowMs: 15_000, storeRetryMs: 2_000 } });
});
afterAll(() => app.stop());

const VARIANTS = `query ($id: ID!) { campaign(id: $id) { variants(first: 10) { edges { node { phase attempt failure { code } render { status costMicros } } } } } }`;

/** Renders one prompt with its fault token; answers how it ended and what the provider was asked to start. */
async function renderWith(token: string) {
  const { ends, ...asked } = await renderTogether([token]);
  return { ...ends[0]!, ...asked };
}

/** Renders prompts at the same time, each as a campaign; answers how they ended and what the provider was asked to start for all. */
async function renderTogether(tokens: readonly string[]) {
  const before = await readSandboxLedger(app.sandbox);
  const ends = await Promise.all(tokens.map(renderToEnd));
  const after = await readSandboxLedger(app.sandbox);
  return { ends, creates: after.creates - before.creates, started: after.started - before.started };
}

async function renderToEnd(token: string) {
  const planned = await planCampaign(app.client, { prompts: [`A lighthouse keeper climbs the stairs, lamp in hand ${token}`] });
  await launchCampaign(app.client, planned);
  const end = await waitForEnd(app.client, planned.id, 50_000);
  const page = await app.client.request<{
    campaign: { variants: { edges: { node: { phase: string; failure: { code: string } | null } }[] } };
  }>(VARIANTS, { id: planned.id });
  const [variant] = page.campaign.variants.edges.map((edge) => edge.node);
  return {
    phase: variant!.phase,
    code: variant!.failure?.code ?? null,
    cost: end.cost,
  };
}

const PAID = { heldMicros: 0, settledMicros: 400_000 };
const UNPAID = { heldMicros: 0, settledMicros: 0 };

describe('a fault that heals', () => {
  it('finds a lost response in the list and creates nothing again', async () => {
    expect(await renderWith('[[lose-response]]')).toMatchObject({ phase: 'READY', creates: 1, started: 1, cost: PAID });
  });

  it('waits out 429 and starts once', async () => {
    expect(await renderWith('[[429:2]]')).toMatchObject({ phase: 'READY', creates: 3, started: 1, cost: PAID });
  });

  it('fetches a truncated download again', async () => {
    expect(await renderWith('[[truncate:60%]]')).toMatchObject({ phase: 'READY', creates: 1, started: 1, cost: PAID });
  });

  it('takes garbage with 200 for a question, not an answer', async () => {
    expect(await renderWith('[[garbage]]')).toMatchObject({ phase: 'READY', started: 1, cost: PAID });
  });
});

describe('a fault that ends the render', () => {
  it.each([
    ['[[sentinel]]', 'prompt_refused', 0, UNPAID],
    ['[[fail:moderation]]', 'moderation_blocked', 1, UNPAID],
    ['[[expire]]', 'output_expired', 1, PAID],
  ] as const)('%s ends as %s', async (token, code, started, cost) => {
    expect(await renderWith(token)).toMatchObject({ phase: 'FAILED', code, started, cost });
  });

  it('gives up what has no end when the window of a render has passed, and says what it heard', async () => {
    expect(await renderTogether(['[[unknown-status]]', '[[stall:90%]]'])).toMatchObject({
      started: 2,
      ends: [
        { phase: 'FAILED', code: 'status_unknown', cost: PAID },
        { phase: 'FAILED', code: 'render_timeout', cost: PAID },
      ],
    });
  });
});
