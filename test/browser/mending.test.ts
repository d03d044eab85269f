import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { globalId } from '../support/global-id.ts';
import { launchCampaign, planCampaign, waitForEnd } from '../support/run-campaign.ts';
import { browserStage, violationsOf } from './stage.ts';

const END_MS = 90_000;
const DAY_MS = 86_400_000;

const stage = browserStage({ timing: { reconcileEveryMs: 300 } });

const openCampaign = (id: string) => stage.open(`/campaigns/${id}`);
const retire = (key: string, retiresOn: string | null) =>
  stage.app.client.mutate(
    `mutation ($input: SetModelRetirementInput!) { setModelRetirement(input: $input) { ... on Refusal { code message } } }`,
    { modelId: globalId('Model', `default.${key}`), retiresOn },
  );
const chooseFrom = async (page: Page, item: string) => {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: item }).click();
};

describe('what failed', () => {
  test('for its words goes into a copy with those prompts alone, and the ended campaign is put away', async () => {
    const planned = await planCampaign(stage.app.client, {
      name: 'Half declined',
      prompts: [
        'A kite over the sea, slow pan',
        'A [[fail:moderation]] kite over dunes, slow pan',
        'A [[sentinel]] kite in the rain, slow pan',
      ],
    });
    await launchCampaign(stage.app.client, planned);
    await waitForEnd(stage.app.client, planned.id, END_MS);

    const { page, errors, close } = await openCampaign(planned.id);
    await page.getByRole('button', { name: 'Why did they fail?' }).click();
    const drawer = page.getByRole('dialog', { name: 'What failed, and why' });
    await drawer.getByText('moderation_blocked').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await drawer.getByRole('listitem').filter({ hasText: 'moderation_blocked' }).getByRole('button', { name: 'Edit 1 prompt' }).click();
    await page.getByRole('heading', { name: 'Edit campaign' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Prompts' }).inputValue()).toBe('A [[fail:moderation]] kite over dunes, slow pan');
    expect(await page.getByLabel('Name').inputValue()).toBe('Half declined – copy');

    await page.goto(stage.urlOf(`/campaigns/${planned.id}`));
    await page.getByRole('button', { name: '1 campaign made from this' }).waitFor();
    await chooseFrom(page, 'Archive');
    await page.getByText('Archived', { exact: true }).first().waitFor();
    await page.goto(stage.urlOf('/campaigns?search=Half'));
    await page.getByRole('link', { name: 'Half declined – copy' }).waitFor();
    expect(await page.getByRole('link', { name: 'Half declined', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'All but archived' }).click();
    await page.getByRole('menuitemcheckbox', { name: 'Archived' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Half declined', exact: true }).waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test('because its model is gone is moved to another model from the drawer, and tried again', async () => {
    const planned = await planCampaign(stage.app.client, { prompts: ['A [[model-gone]] kite over the sea, slow pan'] });
    await launchCampaign(stage.app.client, planned);
    await waitForEnd(stage.app.client, planned.id, END_MS);
    const { page, close } = await openCampaign(planned.id);
    await page.getByRole('button', { name: 'Why did they fail?' }).click();
    await page.getByRole('dialog', { name: 'What failed, and why' }).getByRole('button', { name: 'Change model…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the model' });
    await dialog
      .getByRole('group', { name: 'Instead of Sora 2' })
      .getByRole('checkbox', { name: /Sora 2 Pro/ })
      .click();
    await dialog.getByText('Trying the 1 failed cell again would cost $1.20.').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Move 1 cell' }).click();
    await page.getByRole('button', { name: 'Retry them' }).click();
    await page.locator('[role=gridcell][data-phase=READY]').waitFor({ timeout: END_MS });
    await close();
  });
});

test('a model that will retire is told of beforehand, with the way to another one', async () => {
  await retire('sora-2', new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 10));
  const planned = await planCampaign(stage.app.client, { prompts: ['A kite over the sea, slow pan'] });
  const { page, errors, close } = await openCampaign(planned.id);
  await page.getByText(/^Sora 2 retires on /).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Change model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Change the model' });
  await dialog.getByRole('checkbox', { name: /Sora 2 Pro/ }).click();
  await dialog.getByText('$0.40 → $1.20').waitFor();
  await dialog.getByRole('button', { name: 'Take the other model' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText(/^Sora 2 retires on /).waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await retire('sora-2', null);
  await close();
});

describe('imported prompts', () => {
  test('that will not be rendered are mended where they stand, and any is edited', async () => {
    const { page, errors, close } = await stage.open('/campaigns/new');
    const rows = Array.from({ length: 120 }, (_, n) =>
      n === 100
        ? `r${n},{{who}} walks along a beach while the camera pans slowly,Taylor Swift`
        : `r${n},A kite over dune ${n} drifts slowly to the left,x`,
    );
    const file = { name: 'walks.csv', mimeType: 'text/csv', buffer: Buffer.from(['key,prompt,who', ...rows].join('\n')) };
    await page.locator('input[type=file][aria-label="CSV or JSONL file"]').setInputFiles(file);
    await page.getByText('1 prompt will not be rendered').waitFor();
    const list = page.getByRole('list', { name: 'Prompts' });
    await list.getByText('Taylor Swift').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await list.getByRole('button', { name: 'Use a fictional character' }).click();
    await page.getByText('1 prompt will not be rendered').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Edit prompt 2', exact: true }).click();
    await page.getByRole('textbox', { name: 'Prompt', exact: true }).fill('A blue kite climbs slowly over the dune');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await list.getByText('A blue kite climbs slowly over the dune').waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test('a template is linted slot by slot', async () => {
    const { page, close } = await stage.open('/campaigns/new');
    await page.getByRole('button', { name: 'None' }).click();
    await page.getByRole('textbox', { name: 'Style' }).fill('Painted like a Pixar movie');
    await page.getByText('Copyrighted', { exact: false }).first().waitFor();
    await close();
  });
});

test('typing goes on while a thousand pasted prompts are read', async () => {
  const { page, close } = await stage.open('/campaigns/new');
  const field = page.getByRole('textbox', { name: 'Prompts' });
  await field.fill(
    Array.from({ length: 1_000 }, (_, n) => `A kite number ${n} over a long beach at dawn. Camera: slow pan to the left.`).join('\n'),
  );
  const longestMs = await page.evaluate(async () => {
    const gaps: number[] = [];
    let last = performance.now();
    const until = last + 2_000;
    await new Promise<void>((resolve) => {
      const tick = () => {
        const now = performance.now();
        gaps.push(now - last);
        last = now;
        if (now < until) setTimeout(tick, 0);
        else resolve();
      };
      tick();
    });
    return Math.max(...gaps.slice(1));
  });
  expect(longestMs).toBeLessThan(500);
  await page.getByText('Read as 1,000').waitFor();
  await page.getByText(/still to read/).waitFor({ state: 'detached', timeout: END_MS });
  await close();
});
