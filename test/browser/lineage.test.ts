import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { globalId } from '../support/global-id.ts';
import { launchCampaign, planCampaign, waitFor, waitForEnd } from '../support/run-campaign.ts';
import { tellSandbox } from '../support/start-app.ts';
import { browserStage, violationsOf } from './stage.ts';

const END_MS = 90_000;

const stage = browserStage({ timing: { reconcileEveryMs: 300 } });

const openCampaign = (id: string) => stage.open(`/campaigns/${id}`);
const cellsIn = (page: Page, phase: string) => page.locator(`[role=gridcell][data-phase=${phase}]`);

describe('from a preview to finals', () => {
  test('a draft is previewed first, its best cells are starred by key, and finals are made of them', async () => {
    const planned = await planCampaign(stage.app.client, {
      prompts: ['A ceramic bowl on a wooden table', 'A lighthouse in fog'],
      presets: ['slow-pan', 'dolly-in'],
      model: 'sora-2-pro',
      seconds: [12],
    });
    const { page, errors, close } = await openCampaign(planned.id);
    await page.getByRole('button', { name: 'Preview first' }).click();
    await page.getByRole('navigation', { name: 'Lineage' }).getByText('Preview of').waitFor();
    await page.getByRole('button', { name: 'Review and launch' }).click();
    await page.getByRole('button', { name: /^Launch 4 renders/ }).click();
    await cellsIn(page, 'READY').nth(3).waitFor({ timeout: END_MS });

    await cellsIn(page, 'READY').nth(0).click();
    await page.keyboard.press('w');
    await page
      .getByRole('gridcell', { name: /winner/ })
      .first()
      .waitFor();
    await cellsIn(page, 'READY')
      .nth(3)
      .click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Promote to 8 s ($1.60)' }).waitFor();
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog', { name: 'Make finals of 2 cells' });
    await dialog.getByRole('checkbox', { name: '8 s', checked: true }).waitFor();
    await dialog.getByRole('checkbox', { name: '12 s' }).click();
    await dialog.getByText('4 finals · $4.00').waitFor();
    await dialog.getByRole('checkbox', { name: '12 s' }).click();
    await dialog.getByText('2 finals · $1.60').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Plan and price the finals' }).click();
    await page.getByRole('navigation', { name: 'Lineage' }).getByText('Finals of').waitFor();
    await cellsIn(page, 'PLANNED').nth(1).waitFor();
    expect(await cellsIn(page, 'PLANNED').count()).toBe(2);
    expect(errors).toEqual([]);
    await close();
  });

  test('one thing is changed from the inspector', async () => {
    const planned = await planCampaign(stage.app.client, { prompts: ['A paper boat in a gutter'] });
    const { page, close } = await openCampaign(planned.id);
    await cellsIn(page, 'PLANNED').first().click();
    await page.getByRole('button', { name: 'Change one thing…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change one thing' });
    await dialog.getByLabel('Other words, one a line').fill('golden hour\nneon at night\n');
    await dialog.getByRole('button', { name: 'Plan and price 2 variations' }).click();
    await page.getByRole('navigation', { name: 'Lineage' }).getByText('Variation of').waitFor();
    await cellsIn(page, 'PLANNED').nth(1).waitFor();

    await cellsIn(page, 'PLANNED').first().click();
    await page.getByRole('button', { name: 'Change one thing…' }).click();
    await dialog.getByRole('radio', { name: 'Action' }).click();
    await dialog.getByLabel('Other words, one a line').fill('Taylor Swift waves\na gull lands');
    await dialog.getByText('1 prompt will not be rendered').waitFor();
    await dialog.getByRole('radio', { name: 'Model' }).click();
    await dialog
      .getByRole('checkbox', { name: /Sora 2 Pro/ })
      .first()
      .click();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Plan and price the variation' }).click();
    await page
      .getByRole('gridcell', { name: /^Planned/ })
      .first()
      .waitFor();
    await cellsIn(page, 'PLANNED').first().click();
    await page.getByRole('complementary', { name: 'Inspector' }).getByText('Sora 2 Pro').waitFor();
    await close();
  });
});

test('a campaign whose model retired says so, compares another model and moves what waits', async () => {
  await stage.app.built.deps.db.updateTable('endpoints').set({ in_flight_max: 1 }).where('id', '=', 'default').execute();
  const planned = await planCampaign(stage.app.client, {
    prompts: Array.from({ length: 6 }, (_, n) => `[[slow:4x]] A kite over dune number ${n}`),
  });
  await launchCampaign(stage.app.client, planned);
  await waitFor(stage.app.client, planned.id, 30_000, ({ counts }) => counts.ready >= 1);
  await stage.app.client.mutate(
    `mutation ($input: SetModelRetirementInput!) { setModelRetirement(input: $input) { ... on Refusal { code message } } }`,
    { modelId: globalId('Model', 'default.sora-2'), retiresOn: new Date().toISOString().slice(0, 10) },
  );
  await tellSandbox(stage.app.sandbox, 'faults', { goneModels: ['sora-2'] });
  await waitFor(stage.app.client, planned.id, 20_000, ({ status, counts }) => status === 'PAUSED' && counts.rendering === 0);

  const { page, close } = await openCampaign(planned.id);
  await page.getByText(/^Sora 2 retired\./).waitFor();
  await page.getByRole('button', { name: 'Change model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the model' });
  await dialog.getByRole('checkbox', { name: /Sora 2 Pro/ }).click();
  await dialog.getByText('Reserved for what waits').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^Move \d+ cells?$/ }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Resume' }).click();
  const end = await waitForEnd(stage.app.client, planned.id, END_MS);
  expect(end.counts.ready + end.counts.failed).toBe(6);
  await close();
});
