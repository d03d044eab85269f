import { expect, test } from 'vitest';
import { planCampaign } from '../support/run-campaign.ts';
import { browserStage, violationsOf } from './stage.ts';

const stage = browserStage({ worker: false });

test('a budget is set by hand; a launch beyond it is refused with the budget in words', async () => {
  const { page, errors, close } = await stage.open('/costs');
  await page.getByText('No budget yet').waitFor();
  await page.getByRole('button', { name: 'Set a budget' }).click();
  await page.getByLabel('Dollars').fill('one');
  await page.getByText('An amount such as 120 or 120.50.').waitFor();
  await page.getByLabel('Dollars').fill('1.00');
  await page.getByRole('button', { name: 'Set the budget' }).click();
  await page.getByText('$1.00 a month').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const planned = await planCampaign(stage.app.client, { prompts: ['A kite', 'A kettle', 'A canoe'] });
  await page.goto(stage.urlOf(`/campaigns/${planned.id}`));
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.getByRole('list', { name: 'Budgets' }).getByText('$0.00 → $1.20').waitFor();
  await page.getByRole('button', { name: 'Launch 3 renders – reserve $1.20' }).click();
  await page.getByText('Nothing was launched').waitFor();
  await page.getByText(/has \$1\.00 left/).waitFor();
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
