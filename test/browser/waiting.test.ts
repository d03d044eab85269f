import { expect, test } from 'vitest';
import { closeEndpoint } from '../../apps/api/src/render/endpoint.store.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { createBehindOurBack } from '../support/foreign-video.ts';
import { dispatchThroughTrouble } from '../support/dispatch-through-trouble.ts';
import { launchCampaign, planCampaign, readCampaign } from '../support/run-campaign.ts';
import { tellSandbox } from '../support/start-app.ts';
import { browserStage, violationsOf } from './stage.ts';

const stage = browserStage({
  worker: false,
  timing: { clockSkewMs: 1_000, sendTimeoutMs: 2_000, quietPeriodMs: 500, submittingStaleMs: 500, reconcileEveryMs: 100 },
});
const { signal } = new AbortController();
const deps = () => stage.app.built.deps;

/** Campaigns of a dear model whose sends came to nothing, and nobody can tell. Answers their ids. */
async function park(campaigns: Record<string, readonly string[]>): Promise<string[]> {
  await tellSandbox(stage.app.sandbox, 'webhooks', { url: null });
  await tellSandbox(stage.app.sandbox, 'faults', { rates: { serverErrorBefore: 1 } });
  const ids: string[] = [];
  for (const [name, prompts] of Object.entries(campaigns)) {
    const planned = await planCampaign(stage.app.client, { name, prompts, model: 'sora-2-pro' });
    await launchCampaign(stage.app.client, planned);
    ids.push(planned.id);
  }
  await dispatchThroughTrouble(deps());
  await tellSandbox(stage.app.sandbox, 'faults', { rates: {} });
  await reconcileEndpoint(deps(), 'default', signal);
  return ids;
}

test('a filter that nothing fits says so, and goes away with one press', async () => {
  const { page, errors, close } = await stage.open('/waiting?cause=NO_LIST');
  await page.getByRole('heading', { name: 'Nothing matches' }).waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('what waits in all campaigns is listed with what is at risk, and decided one by one or many at once', async () => {
  const { page, errors, close } = await stage.open('/waiting');
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();

  const [pier, quay] = await park({
    'Harbour at dawn': ['A pier in the fog', 'A crane lifts a boat', 'Gulls over the nets'],
    'Winter quay': ['A quay under snow'],
  });
  const twin = await createBehindOurBack(stage.app, 'Gulls over the nets', 'sora-2-pro');
  await createBehindOurBack(stage.app, 'Gulls over the nets', 'sora-2-pro');
  await new Promise((resolve) => setTimeout(resolve, 600));
  await reconcileEndpoint(deps(), 'default', signal);

  await page.goto(stage.urlOf('/campaigns'));
  await page.getByText('3 parked').waitFor();
  await page.getByRole('link', { name: /^Waiting for you.*4 renders wait for a decision$/ }).click();
  await page.getByText('4 renders · $4.80 at risk').waitFor();
  const rows = page.getByRole('list', { name: 'Renders that wait for a decision' }).locator('> li');
  await expect.poll(() => rows.filter({ has: page.getByRole('checkbox') }).count()).toBe(4);
  expect(await rows.filter({ hasText: 'Gulls over the nets' }).textContent()).toContain('2 videos at the provider may be this one.');
  expect(await violationsOf(page)).toEqual([]);

  const pierRow = rows.filter({ hasText: 'A pier in the fog' });
  await pierRow.getByRole('button', { name: 'Decide' }).click();
  await pierRow.getByLabel('What you found').fill('It is in the console');
  await pierRow.getByLabel('The video’s id').fill('video_of_nobody');
  await pierRow.getByRole('button', { name: 'It is this video' }).click();
  await pierRow.getByText('The provider does not know this video as one of this request.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  const elsewhere = await createBehindOurBack(stage.app, 'A pier in the fog', 'sora-2-pro');
  await pierRow.getByLabel('The video’s id').fill(elsewhere);
  await pierRow.getByRole('button', { name: 'It is this video' }).click();
  await pierRow.waitFor({ state: 'detached' });
  await page.getByText('3 renders · $3.60 at risk').waitFor();

  await page.getByLabel('Choose all 3 shown').check();
  await page.getByText('3 renders chosen · $3.60 at risk').waitFor();
  await page.getByRole('button', { name: 'Count as lost…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Count 3 parked renders as lost?' });
  const one = dialog.getByText('One of them has videos at the provider that may be its own.');
  await one.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Not now' }).click();

  await rows.filter({ hasText: 'Gulls' }).getByRole('checkbox').uncheck();
  await page.getByRole('button', { name: 'Render again…' }).click();
  const again = page.getByRole('dialog', { name: 'Render 2 parked renders again?' });
  const confirm = again.getByRole('button', { name: 'Render 2 again – may cost $2.40 twice' });
  expect(await confirm.isDisabled()).toBe(true);
  await again.getByLabel('What you found').fill('Nothing of that hour in the console');
  await confirm.click();
  await page.getByText('1 render · $1.20 at risk').waitFor();
  expect((await readCampaign(stage.app.client, quay!)).counts).toMatchObject({ queued: 1, parked: 0 });

  await rows.getByRole('button', { name: 'Decide' }).click();
  await rows.getByLabel('What you found').fill('The first of the two');
  await rows.getByRole('button', { name: `It is ${twin}` }).click();
  await page.getByRole('heading', { name: 'Nothing waits for you' }).waitFor();
  expect((await readCampaign(stage.app.client, pier!)).counts).toMatchObject({ rendering: 2, queued: 1, parked: 0 });

  await page.goto(stage.urlOf(`/campaigns/${pier}`));
  await page.locator('[role=gridcell][data-phase=RENDERING]').first().click();
  await page.getByText('Decided: take the provider’s video').waitFor();
  await page.getByText('“It is in the console”').or(page.getByText('“The first of the two”')).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a campaign whose provider is paused says why nothing moves and what to do, and the bar says that a provider is paused', async () => {
  const planned = await planCampaign(stage.app.client, { prompts: ['A kite over the dunes'] });
  await launchCampaign(stage.app.client, planned);
  await closeEndpoint(deps().db, 'default', 'HTTP 402: the account has no credit');
  const { page, errors, close } = await stage.open(`/campaigns/${planned.id}`);
  await page.getByText(/1 cell waits: .* sends nothing for now/).waitFor();
  await page.getByText(/out of money .* Top it up there/).waitFor();
  await page.getByRole('link', { name: /^Providers.*1 provider paused$/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'See providers' }).click();
  await page.getByText('HTTP 402: the account has no credit').waitFor();
  expect(errors).toEqual([]);
  await close();
});
