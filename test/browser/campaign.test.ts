import { describe, expect, test } from 'vitest';
import { browserStage, markPage, violationsOf } from './stage.ts';

const ALL_READY_MS = 90_000;
const PROMPTS = ['A ceramic mug on a windowsill at dawn, steam rising slowly', '雨后的江南小巷，青石板路泛着微光'];
const CELLS = PROMPTS.length * 2;

const stage = browserStage();

const open = (path: string, colorScheme: 'light' | 'dark' = 'light') => stage.open(path, { colorScheme });

describe('a producer with a browser', () => {
  let campaignPath = '';

  test('builds a campaign by hand, launches it and watches every cell become ready without a reload', async () => {
    const { page, errors, close } = await open('/campaigns');
    await page.getByRole('heading', { name: 'Your first campaign starts here' }).waitFor();
    await page.getByRole('link', { name: 'New campaign' }).first().click();

    await page.getByLabel('Name').fill('Spring launch');
    await page.getByRole('textbox', { name: 'Prompts' }).fill(PROMPTS.join('\n'));
    await page.getByRole('checkbox', { name: /^Slow pan/ }).click();
    await page.getByText(`2 × 2 = ${CELLS} renders, $1.60`).first().waitFor();
    expect(await violationsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Review and launch' }).first().click();
    const launch = page.getByRole('button', { name: new RegExp(`^Launch ${CELLS} renders – reserve \\$\\d\\.\\d\\d$`) });
    await launch.waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await launch.click();

    await page.waitForURL(/\/campaigns\/(?!new)[^/]+$/);
    campaignPath = new URL(page.url()).pathname;
    const isSamePage = await markPage(page);
    await page
      .locator('[role=gridcell][data-phase=READY]')
      .nth(CELLS - 1)
      .waitFor({ timeout: ALL_READY_MS });
    await page.getByText('Completed').first().waitFor();

    expect(await page.getByRole('gridcell').count()).toBe(CELLS);
    expect(await isSamePage()).toBe(true);
    const posters = page.locator('[role=gridcell] img');
    await expect.poll(() => posters.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 0))).toBe(true);
    expect(await violationsOf(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  test('plays a clip in the inspector, and another under the pointer', async () => {
    const { page, errors, close } = await open(campaignPath);
    await page.locator('[role=gridcell][data-row="0"][data-column="0"]').click();
    const player = page.getByRole('group', { name: /^Player/ });
    await player.getByRole('button', { name: 'Play' }).click();
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('aside video')?.currentTime ?? 0) > 0.5);
    expect(await player.locator('video').evaluate((video: HTMLVideoElement) => [video.videoWidth, video.videoHeight])).toEqual([1280, 720]);
    expect(await violationsOf(page)).toEqual([]);

    await page.locator('[role=gridcell][data-row="1"][data-column="1"]').hover();
    await page.waitForFunction(() => (document.querySelector<HTMLVideoElement>('[role=gridcell] video')?.currentTime ?? 0) > 0.2);
    expect(await page.locator('[role=gridcell] video').count()).toBe(1);
    expect(errors).toEqual([]);
    await close();
  });

  test('works by keyboard alone: arrows, Space, shortcut sheet, palette', async () => {
    const { page, close } = await open(campaignPath);
    await page.locator('[role=gridcell][data-phase=READY]').first().waitFor();
    await page.getByRole('grid').focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    expect(await page.locator('[role=gridcell][aria-selected=true]').getAttribute('data-index')).toBe('3');
    await page.keyboard.press('Space');
    await page.locator('[role=gridcell][data-index="3"] video').waitFor();

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByPlaceholder('Campaign name, or paste an id').fill('spring');
    await page.getByRole('option', { name: /Spring launch/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await close();
  });

  test.each(['light', 'dark'] as const)('no page has an accessibility violation in %s', async (colorScheme) => {
    const pages = [
      ['/campaigns', 'Spring launch'],
      ['/campaigns/new', 'Camera moves'],
      [campaignPath, 'Colour by'],
      ['/gallery', 'Phases of a cell'],
      ['/nowhere', 'There is nothing at this address'],
    ] as const;
    for (const [path, landmark] of pages) {
      const { page, close } = await open(path, colorScheme);
      await page.getByText(landmark).first().waitFor();
      expect([path, await violationsOf(page)]).toEqual([path, []]);
      await close();
    }
  });
});
