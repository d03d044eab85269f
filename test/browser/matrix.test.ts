import type { Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { launchCampaign, planCampaign, waitForEnd } from '../support/run-campaign.ts';
import { browserStage, markPage } from './stage.ts';

const END_MS = 90_000;

const stage = browserStage();

const openCampaign = (id: string, prepare?: (page: Page) => Promise<void>) => stage.open(`/campaigns/${id}`, prepare ? { prepare } : {});

const cellsIn = (page: Page, phase: string) => page.locator(`[role=gridcell][data-phase=${phase}]`);

/** Lets a test cut the page's live connection and keep it cut. */
function socketSwitch() {
  const sockets = new Set<WebSocketRoute>();
  let isCut = false;
  return {
    prepare: (page: Page) =>
      page.routeWebSocket(/\/graphql$/, (socket) => {
        if (isCut) return void socket.close({ code: 4999 });
        socket.connectToServer();
        sockets.add(socket);
      }),
    cut: async () => {
      isCut = true;
      for (const socket of sockets) await socket.close({ code: 4999 });
    },
    mend: () => {
      isCut = false;
    },
  };
}

describe('the matrix', () => {
  test('says when it lost its connection, and catches up by itself when it is back', async () => {
    const planned = await planCampaign(stage.app.client, { prompts: ['A lighthouse in fog', 'A paper boat in a gutter'] });
    const live = socketSwitch();
    const { page, close } = await openCampaign(planned.id, live.prepare);
    await cellsIn(page, 'PLANNED').nth(1).waitFor();
    const isSamePage = await markPage(page);

    await live.cut();
    await launchCampaign(stage.app.client, planned);
    await waitForEnd(stage.app.client, planned.id, END_MS);
    expect(await cellsIn(page, 'PLANNED').count()).toBe(2);

    live.mend();
    await cellsIn(page, 'READY').nth(1).waitFor({ timeout: 30_000 });
    await page.getByText('Completed').first().waitFor();
    await page.getByText('Reconnecting').waitFor({ state: 'detached' });
    expect(await isSamePage()).toBe(true);
    await close();
  });

  test('takes cells out by key and puts one back by a click; the launch counts what is left', async () => {
    const planned = await planCampaign(stage.app.client, { prompts: ['A kite', 'A kettle'], presets: ['slow-pan', 'dolly-in'] });
    const { page, errors, close } = await openCampaign(planned.id);
    await cellsIn(page, 'PLANNED').nth(3).waitFor();
    await page.locator('[role=rowheader][data-row="1"]').click();
    await page.keyboard.press('x');
    await cellsIn(page, 'EXCLUDED').nth(1).waitFor();
    await page.locator('[role=gridcell][data-row="1"][data-column="0"]').click();
    await expect.poll(() => cellsIn(page, 'EXCLUDED').count()).toBe(1);

    await page.getByRole('button', { name: 'Review and launch' }).click();
    await page.getByRole('button', { name: /^Launch 3 renders – reserve \$1\.\d\d$/ }).waitFor();
    await page.getByText('1 cell left out by hand.').waitFor();
    expect(errors).toEqual([]);
    await close();
  });

  test('tells failures by cause and retries them with one press', async () => {
    const planned = await planCampaign(stage.app.client, { prompts: ['[[expire]] A sailing boat', 'A lantern'] });
    await launchCampaign(stage.app.client, planned);
    await waitForEnd(stage.app.client, planned.id, END_MS);
    const { page, close } = await openCampaign(planned.id);
    await cellsIn(page, 'FAILED').waitFor();
    await page.getByRole('button', { name: 'Why did they fail?' }).click();
    await page.getByText('output_expired').last().waitFor();
    await page.getByRole('button', { name: /^Render 1 again, / }).click();
    await page.getByText('1 render back in the queue.').waitFor();
    await page.keyboard.press('Escape');
    await cellsIn(page, 'READY').nth(1).waitFor({ timeout: END_MS });
    await close();
  });
});

describe('the builder', () => {
  test('refuses a broken CSV by row, imports a sound one, and fills the template from its columns', async () => {
    const { page, errors, close } = await stage.open('/campaigns/new');
    const file = page.getByLabel('CSV or JSONL file');
    const csv = (text: string) => ({ name: 'mugs.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await page.getByRole('checkbox', { name: /^Slow pan/ }).waitFor();

    await file.setInputFiles(csv('key,prompt,city\na,A mug,Rome\nb,A mug\n'));
    await page.getByText('mugs.csv was not imported').waitFor();
    await page.getByText('Row 3, column “city”').waitFor();
    await page.getByText('0 renders, $0.00').first().waitFor();

    await file.setInputFiles(csv('key,prompt,city\na,A mug,Rome\nb,A mug,上海\n'));
    await page.getByText('2 prompts from mugs.csv').waitFor();
    await page.getByText('2 renders, $0.80').first().waitFor();
    await page.getByRole('button', { name: /^None/ }).click();
    await page.getByRole('textbox', { name: 'Scene' }).fill('{{prompt}} in {{city}}');
    await page.getByRole('complementary', { name: 'Summary' }).getByText('A mug in Rome').waitFor();
    await page.getByRole('textbox', { name: 'Style' }).fill('{{colour}}');
    await page.getByText('No prompt has a value for {{colour}}.').waitFor();
    expect(errors).toEqual([]);
    await close();
  });
});
