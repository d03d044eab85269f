import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { globalId } from '../support/global-id.ts';
import { addModel, STANDARD } from '../support/make-campaign.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { browserStage, violationsOf } from './stage.ts';

const stage = browserStage({ worker: false });

const setBudget = (input: Record<string, unknown>) =>
  stage.app.client.mutate<{ budget: { id: string } }>(
    `mutation ($input: SetBudgetInput!) { setBudget(input: $input) { ... on SetBudgetSuccess { budget { id } } ... on Refusal { code message } } }`,
    input,
  );
const removeBudget = (budgetId: string) =>
  stage.app.client.mutate(
    `mutation ($input: RemoveBudgetInput!) { removeBudget(input: $input) { ... on RemoveBudgetSuccess { budgetId } ... on Refusal { code message } } }`,
    { budgetId },
  );
const launched = async (name: string, prompts: readonly string[]) => {
  const planned = await planCampaign(stage.app.client, { name, prompts });
  await launchCampaign(stage.app.client, planned);
  return planned;
};
const budgetDialog = (page: Page) => page.getByRole('dialog', { name: 'Set a budget' });
async function csvOf(page: Page, press: () => Promise<void>): Promise<string[]> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  return (await readFile(await download.path(), 'utf8')).replace('\uFEFF', '').trimEnd().split('\r\n');
}

test('a budget is set by hand; a launch beyond it is refused with the budget in words', async () => {
  const { page, errors, close } = await stage.open('/costs');
  await page.getByText('No budget yet').waitFor();
  await page.getByRole('button', { name: 'Set a budget' }).click();
  await page.getByLabel('Dollars').fill('one');
  await page.getByText('An amount such as 120 or 120.50.').waitFor();
  await page.getByLabel('Dollars').fill('1.00');
  await page.getByRole('button', { name: 'Set the budget' }).click();
  await page.getByText('$1.00 a month').waitFor();
  await page.getByText('alerts at 50 %, 80 %, 100 %').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const planned = await planCampaign(stage.app.client, { prompts: ['A kite', 'A kettle', 'A canoe'] });
  await page.goto(stage.urlOf(`/campaigns/${planned.id}`));
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.getByRole('list', { name: 'Budgets' }).getByText('$0.00 → $1.20').waitFor();
  await page.getByRole('button', { name: 'Launch 3 renders – reserve $1.20' }).click();
  await page.getByText('Nothing was launched').waitFor();
  await page.getByText(/has \$1\.00 left/).waitFor();
  await page.goto(stage.urlOf('/costs'));
  await page.getByRole('button', { name: 'Remove this budget' }).click();
  await page.getByText('No budget yet').waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('a budget of a person and one of a campaign, found by its name, with alerts of their own', async () => {
  const planned = await planCampaign(stage.app.client, { name: 'Kites of spring', prompts: ['A kite'] });
  const { page, errors, close } = await stage.open('/costs');
  await page.getByRole('button', { name: 'Set a budget' }).click();
  const dialog = budgetDialog(page);
  await dialog.getByRole('radio', { name: 'A person' }).click();
  await dialog.getByRole('combobox', { name: 'Person' }).getByText('You').waitFor();
  expect(await dialog.getByRole('radio', { name: 'In all' }).count()).toBe(0);
  await dialog.getByRole('radio', { name: 'A day' }).click();
  await dialog.getByLabel('Dollars').fill('5');
  await dialog.getByLabel('Alerts at percent').fill('none');
  await dialog.getByText('Whole percentages from 1 to 1000').waitFor();
  await dialog.getByLabel('Alerts at percent').fill('90');
  await dialog.getByRole('button', { name: 'Set the budget' }).click();
  await page.getByText('$5.00 a day').waitFor();
  await page.getByText('alerts at 90 %').waitFor();

  await page.getByRole('button', { name: 'Set a budget' }).click();
  await dialog.getByRole('radio', { name: 'A campaign' }).click();
  await dialog.getByLabel('Dollars').fill('7');
  expect(await dialog.getByRole('button', { name: 'Set the budget' }).isDisabled()).toBe(true);
  await dialog.getByPlaceholder('Part of its name').fill('of spr');
  await dialog.getByRole('option', { name: 'Kites of spring' }).click();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set the budget' }).click();
  await page.getByText('Campaign, $7.00 in all').waitFor();
  await page.getByRole('link', { name: 'Kites of spring' }).click();
  await page.waitForURL(`**/campaigns/${planned.id}/ledger`);
  await page.getByText('Nothing was booked yet').waitFor();
  for (const left of [1, 0]) {
    await page.getByRole('button', { name: 'Remove this budget' }).first().click();
    await expect.poll(() => page.getByRole('button', { name: 'Remove this budget' }).count()).toBe(left);
  }
  expect(errors).toEqual([]);
  await close();
});

test('a threshold that is reached is told in the frame and at its budget, until it is marked as seen', async () => {
  const { budget } = await setBudget({ scope: 'WORKSPACE', period: 'MONTH', limitMicros: 1_400_000 });
  await launched('Two kites', ['A kite', 'A red kite']);
  await launched('One kettle', ['A kettle']);
  const { page, errors, close } = await stage.open('/campaigns');
  const costs = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Costs/ });
  await costs.getByText('2 budget alerts not seen yet').waitFor();
  await costs.click();
  await page.getByText('The whole team reached 80 %: $1.20 of $1.40 a month').waitFor();
  await page.getByText('The whole team reached 50 %: $0.80 of $1.40 a month').waitFor();
  await page.getByText('80 % reached', { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Mark as seen' }).click();
  await expect.poll(() => costs.textContent()).toBe('Costs');
  await page.reload();
  await page.getByText('80 % reached', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Mark as seen' }).count()).toBe(0);
  expect(await costs.textContent()).toBe('Costs');
  await removeBudget(budget.id);
  expect(errors).toEqual([]);
  await close();
});

test('money by campaign is sorted by a press, handed over as CSV, and leads to a ledger that a person corrects', async () => {
  const big = await launched('Big, "kites"', ['A kite', 'A kettle', 'A canoe', 'A cat']);
  const { page, errors, close } = await stage.open('/costs');
  const table = page.getByRole('group', { name: 'Costs by campaign' });
  await page.getByText(/ plan$/).waitFor();
  await table.getByRole('button', { name: 'Held' }).click();
  await page.waitForURL('**/costs?by=held');
  await expect.poll(() => table.getByRole('row').nth(1).textContent()).toContain('Big, "kites"');
  const lines = await csvOf(page, () => page.getByRole('button', { name: 'CSV' }).click());
  expect(lines[0]).toBe('Campaign,Status,Held (USD),Spent (USD),Saved (USD),Created');
  expect(lines[1]).toMatch(/^"Big, ""kites""",running,1\.6,0,0,2/);
  expect(lines).toHaveLength((await table.getByRole('row').count()) - 0);
  await table.getByRole('button', { name: 'Held' }).click();
  await page.waitForURL('**/costs?by=held&direction=asc');

  await table.getByRole('link', { name: 'Big, "kites"' }).click();
  const ledger = page.getByRole('group', { name: 'Entries of the ledger' });
  await ledger.getByText('Reserved at launch').waitFor();
  await page.getByRole('button', { name: 'Correct…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Correct what was spent' });
  await dialog.getByLabel('By how many dollars').fill('0.25');
  await dialog.getByText('Only $0.00 were spent here.').waitFor();
  await dialog.getByRole('radio', { name: 'More was billed' }).click();
  await dialog.getByLabel('Why').fill('Their invoice was higher');
  await dialog.getByText('Spent $0.00 → $0.25').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Book +$0.25' }).click();
  await ledger.getByText('Corrected').waitFor();
  const row = ledger.getByRole('row').nth(1);
  expect((await row.getByRole('cell').allTextContents()).slice(1)).toEqual([
    'Corrected',
    '–',
    '+$0.25',
    '$1.60',
    '$0.25',
    '',
    'You',
    'Their invoice was higher',
  ]);
  const booked = await csvOf(page, () => page.getByRole('button', { name: 'CSV' }).click());
  expect(booked).toHaveLength(3);
  expect(booked[1]).toMatch(/,Corrected,0,0\.25,1\.6,0\.25,,You,Their invoice was higher,adjust:/);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Back to Big, "kites"' }).click();
  await page.getByRole('link', { name: /open the ledger/ }).click();
  await page.waitForURL(`**/campaigns/${big.id}/ledger`);
  expect(errors).toEqual([]);
  await close();
});

test('what has no price says so, in the matrix, beside it and in the launch dialog, and there is no total', async () => {
  const { client, built } = stage.app;
  const unpriced = await addModel(built.deps, 'unpriced');
  const { campaign } = await client.mutate<{ campaign: { id: string } }>(
    `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ... on Refusal { code message } } }`,
    {
      name: 'Half priced',
      modelIds: [STANDARD, unpriced].map((id) => globalId('Model', id)),
      sizes: ['720x1280'],
      seconds: [4],
      reuse: false,
      prompts: [{ text: `A kite ${randomUUID()}` }, { text: 'A kettle' }],
    },
  );
  const { page, errors, close } = await stage.open(`/campaigns/${campaign.id}`);
  await client.mutate(
    `mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) { ... on PlanCampaignSuccess { campaign { id } } ... on Refusal { code message } } }`,
    { campaignId: campaign.id },
  );
  await page.reload();
  const cell = page.getByRole('gridcell', { name: /4 seconds, .*, no price$/ }).first();
  await cell.getByText('–', { exact: true }).waitFor();
  await cell.click();
  await page.getByRole('row', { name: 'Planned, 4 s no price' }).waitFor();
  await page.getByRole('button', { name: 'Review and launch' }).click();
  const lines = page.getByRole('table', { name: 'Renders by model, size and length' });
  await lines.getByRole('row', { name: /unpriced 2 no price not sent/ }).waitFor();
  await lines.getByText('no total').waitFor();
  await lines.getByText(/One line has no price/).waitFor();
  expect(await lines.getByText('Together').count()).toBe(0);
  await page.getByRole('button', { name: 'Launch 2 renders – reserve $0.80' }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('what an endpoint allows is set, and it is paused and tried again', async () => {
  const { page, errors, close } = await stage.open('/providers');
  const sandbox = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Sandbox' }) });
  await sandbox.getByRole('button', { name: 'Limits…' }).click();
  await page.getByLabel('Requests in any minute').fill('60');
  await page.getByRole('button', { name: 'Save the limits' }).click();
  await sandbox.getByText('of 60').waitFor();
  await sandbox.getByRole('button', { name: 'Pause' }).click();
  await sandbox.getByText('Paused by hand.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await sandbox.getByRole('button', { name: 'Try it again' }).click();
  await sandbox.getByText('Tried with one request').waitFor();
  expect(errors).toEqual([]);
  await close();
});
