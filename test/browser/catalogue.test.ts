import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { browserStage, violationsOf } from './stage.ts';

/** A server that renders any model, as vLLM-Omni does. */
const stage = browserStage({ sandbox: { dialect: 'vllm-omni' } });

test('a model is added by hand, priced, chosen in the builder and launched', async () => {
  const { page, errors, close } = await stage.open('/campaigns');
  await page.keyboard.press('Control+k');
  await page.getByRole('option', { name: 'Catalogue: models and prices' }).click();
  const sandbox = page.getByRole('region', { name: 'Sandbox', exact: true });
  await sandbox.getByText('sora-2-pro', { exact: true }).waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Key').fill('Wan-AI/Wan2.2');
  await dialog.getByLabel('Name').fill('Wan 2.2');
  await dialog.getByLabel('Sizes').fill('832x481');
  await dialog.getByText('“832x481” is no size').waitFor();
  await dialog.getByLabel('Sizes').fill('832 × 480, 480x832');
  await dialog.getByLabel('Lengths in seconds').fill('5 3');
  await dialog.getByLabel('Where it was read').fill('https://gpu.example/v1/models');
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add the model' }).click();
  const row = sandbox.getByRole('row').filter({ hasText: 'Wan 2.2' });
  await row.getByText('3 s, 5 s').waitFor();
  expect(await row.getByText('no price yet').count()).toBe(2);

  await page.keyboard.press('a');
  await dialog.getByLabel('Key').fill('Wan-AI/Wan2.2');
  await dialog.getByLabel('Sizes').fill('832x480');
  await dialog.getByLabel('Lengths in seconds').fill('5');
  await dialog.getByLabel('Where it was read').fill('the same page');
  await dialog.getByLabel('Where it was read').press('Enter');
  await dialog.getByText('has a model with the key “Wan-AI/Wan2.2” already').waitFor();
  await page.keyboard.press('Escape');

  await choose(page, 'Wan 2.2', 'Set a price…');
  await dialog.getByLabel('Dollars a second').fill('0.0125');
  await dialog.getByLabel('With sound').fill('two cents');
  await dialog.getByText('An amount such as 0.15.').waitFor();
  await dialog.getByLabel('With sound').fill('0.02');
  await dialog.getByLabel('Where it was read').fill('what an hour of the GPU costs');
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Set the price of 2 sizes' }).click();
  await row.getByText('what an hour of the GPU costs').first().waitFor();
  expect(await row.getByText('$0.02 with sound').count()).toBe(2);

  await choose(page, 'Wan 2.2', 'Retire on a day…');
  await dialog.getByLabel('The first day without it').fill('2099-12-01');
  await dialog.getByRole('button', { name: 'Retire the model' }).click();
  await row.getByText('1 Dec 2099').waitFor();

  await choose(page, 'Wan 2.2', 'Edit the model…');
  await dialog.getByLabel('Name').fill('Wan');
  await dialog.getByLabel('Lengths in seconds').fill('3');
  await dialog.getByRole('button', { name: 'Save the model' }).click();
  await sandbox.getByRole('row').filter({ hasText: 'Wan-AI/Wan2.2' }).getByText('3 s', { exact: true }).waitFor();

  await page.goto(stage.urlOf('/campaigns/new'));
  await page.getByRole('textbox', { name: 'Prompts' }).fill('A kite climbs over the beach.');
  const models = page.getByRole('group', { name: 'Model', exact: true });
  await models.getByRole('checkbox', { name: /Wan/ }).click();
  await models.getByText('Retires on 1 Dec 2099').waitFor();
  await models.getByRole('checkbox', { name: /Sora 2 ·/ }).click();
  await page
    .getByRole('group', { name: 'Size' })
    .getByRole('checkbox', { name: /832 × 480/ })
    .waitFor();
  await page.getByRole('button', { name: 'Review and launch' }).first().click();
  await page.getByRole('button', { name: /Launch 1 render/ }).click();
  await page.waitForURL(/\/campaigns\/(?!new)[^/]+$/);
  await page.locator('[role=gridcell][data-phase=READY]').waitFor({ timeout: 60_000 });
  expect(errors).toEqual([]);
  await close();
});

/** What the API says to somebody whose role allows no change. */
async function seeAsViewer(page: Page): Promise<void> {
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch();
    const json = (await response.json()) as { data?: { viewer?: { may?: string[] } } };
    if (json.data?.viewer?.may) json.data.viewer.may = ['campaign.read'];
    await route.fulfill({ response, json });
  });
}

async function choose(page: Page, model: string, action: string): Promise<void> {
  await page.getByRole('button', { name: `Change ${model}` }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('an edition is given to the workspace with its limits in sight, and reuse is switched off', async () => {
  const { page, errors, close } = await stage.open('/settings');
  await page.getByRole('button', { name: 'Change to Free' }).click();
  await page.getByRole('button', { name: 'Change the edition' }).click();
  await page.getByRole('columnheader', { name: 'Free yours' }).waitFor();
  await page.getByText('of 10 renders asked for today').waitFor();
  expect(await violationsOf(page)).toEqual([]);

  await page.getByLabel('Hours').fill('0');
  await page.getByText('Never: every request is rendered.').waitFor();
  await page.getByRole('button', { name: 'Save the window' }).click();
  await page.getByRole('button', { name: 'Change to Enterprise' }).click();
  await page.getByRole('button', { name: 'Change the edition' }).click();
  await page.getByRole('columnheader', { name: 'Enterprise yours' }).waitFor();
  const { viewer } = await stage.app.client.request<{ viewer: { workspace: object } }>(
    '{ viewer { workspace { edition reuseWindowHours } } }',
  );
  expect(viewer.workspace).toEqual({ edition: 'ENTERPRISE', reuseWindowHours: 0 });
  expect(errors).toEqual([]);
  await close();
});

test('a viewer reads it; where nothing can be chosen, the builder says who can help', async () => {
  const { db } = stage.app.built.deps;
  const { page, errors, close } = await stage.open('/catalogue', { prepare: seeAsViewer });
  await page.getByText('sora-2-pro', { exact: true }).first().waitFor();
  expect(await page.getByRole('button', { name: /Add a model|^Change / }).count()).toBe(0);
  await page.goto(stage.urlOf('/settings'));
  await page.getByText('Renders a day').waitFor();
  expect(await page.getByRole('button', { name: /^Change to|Save the window/ }).count()).toBe(0);

  await db.updateTable('models').set({ valid_from: '2026-01-01', retires_on: '2026-01-02' }).where('endpoint_id', '=', 'default').execute();
  await page.goto(stage.urlOf('/campaigns/new'));
  await page.getByText('No model can be chosen yet').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('link', { name: 'Open the catalogue' }).click();
  await page.getByText('Retired').first().waitFor();
  expect(errors).toEqual([]);
  await close();
});
