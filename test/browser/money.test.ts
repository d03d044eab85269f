import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { planCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';
import { openPage, violationsOf } from './browse.ts';

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await startApp({ worker: false });
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await app?.stop();
});

test('a budget is set by hand; a launch beyond it is refused with the budget in words', async () => {
  const { page, errors, close } = await openPage(browser, new URL('/costs', app.api.url));
  await page.getByText('No budget yet').waitFor();
  await page.getByRole('button', { name: 'Set a budget' }).click();
  await page.getByLabel('Dollars').fill('one');
  await page.getByText('An amount such as 120 or 120.50.').waitFor();
  await page.getByLabel('Dollars').fill('1.00');
  await page.getByRole('button', { name: 'Set the budget' }).click();
  await page.getByText('$1.00 a month').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  const planned = await planCampaign(app.client, { prompts: ['A kite', 'A kettle', 'A canoe'] });
  await page.goto(new URL(`/campaigns/${planned.id}`, app.api.url).href);
  await page.getByRole('button', { name: 'Review and launch' }).click();
  await page.getByRole('list', { name: 'Budgets' }).getByText('$0.00 → $1.20').waitFor();
  await page.getByRole('button', { name: 'Launch 3 renders – reserve $1.20' }).click();
  await page.getByText('Nothing was launched').waitFor();
  await page.getByText(/has \$1\.00 left/).waitFor();
  expect(errors).toEqual([]);
  await close();
});

test('what an endpoint allows is set, and it is paused and tried again', async () => {
  const { page, errors, close } = await openPage(browser, new URL('/providers', app.api.url));
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
