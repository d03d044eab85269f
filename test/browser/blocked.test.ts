import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { launchCampaign } from '../support/run-campaign.ts';
import { browserStage, violationsOf } from './stage.ts';

const PROMPTS = ['A kite over the sea, slow pan', 'A kite over the sea, slow pan', 'Taylor Swift walks along a beach, slow dolly in'];
const REFUSAL = '... on Refusal { code message }';

const stage = browserStage({ worker: false });
let planned: { id: string; planHash: string };

beforeAll(async () => {
  planned = await planTwins();
});

/** Two prompts that ask for the same, and one that a rule rejects. */
async function planTwins(): Promise<{ id: string; planHash: string }> {
  const { catalog } = await stage.app.client.request<{ catalog: { models: { id: string; key: string; retired: boolean }[] } }>(
    '{ catalog { models { id key retired } } }',
  );
  const { campaign } = await stage.app.client.mutate<{ campaign: { id: string } }>(
    `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ${REFUSAL} } }`,
    {
      name: 'Twins',
      modelIds: [catalog.models.find(({ key, retired }) => key === 'sora-2' && !retired)!.id],
      sizes: ['720x1280'],
      seconds: [4],
      reuse: true,
      prompts: PROMPTS.map((text) => ({ text })),
    },
  );
  const answer = await stage.app.client.mutate<{ campaign: { plan: { hash: string } } }>(
    `mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { ... on PlanCampaignSuccess { campaign { plan { hash } } } ${REFUSAL} } }`,
    { campaignId: campaign.id },
  );
  return { id: campaign.id, planHash: answer.campaign.plan.hash };
}

const openCell = (cell: number) => stage.open(`/campaigns/${planned.id}?cell=${cell}&inspector=true`);
const inspector = (page: Page) => page.getByRole('complementary', { name: 'Inspector' });

test('a blocked cell says which rule and which words, and leads to the prompts', async () => {
  const { page, errors, close } = await openCell(2);
  await inspector(page).getByText('Not sent: refused by a content rule').waitFor();
  await inspector(page).getByText('Real person: “Taylor Swift”').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Why are they blocked?' }).click();
  const drawer = page.getByRole('dialog', { name: 'What is not sent, and why' });
  await drawer.getByText('Real person: “Taylor Swift”').waitFor();
  expect(await drawer.getByRole('link', { name: 'The rules' }).getAttribute('href')).toBe('/help/policy');
  expect(await violationsOf(page)).toEqual([]);
  await drawer.getByRole('link', { name: 'Edit the prompts' }).click();
  await page.getByRole('heading', { name: 'Edit campaign' }).waitFor();
  expect(await page.getByRole('textbox', { name: 'Prompts' }).inputValue()).toBe(PROMPTS.join('\n'));
  expect(errors).toEqual([]);
  await close();
});

test('a queued cell that follows another says which, and leads there', async () => {
  await launchCampaign(stage.app.client, planned);
  await dispatchEndpoint(stage.app.built.deps, 'default', new AbortController().signal);
  const { page, errors, close } = await openCell(1);
  await inspector(page).getByText('Waits for an identical render').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await inspector(page).getByRole('link', { name: 'cell 1' }).click();
  await page.waitForURL(/cell=0/);
  await inspector(page).getByText('Attempt 1').first().waitFor();
  expect(await page.locator('[role=gridcell][aria-selected=true]').getAttribute('data-index')).toBe('0');
  expect(errors).toEqual([]);
  await close();
});
