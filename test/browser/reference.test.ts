import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { plainPng } from '../../apps/api/src/media/plain-picture.ts';
import { readSandboxLedger } from '../support/start-app.ts';
import { browserStage, violationsOf } from './stage.ts';

const LANDSCAPE = plainPng({ width: 1280, height: 720, colour: [30, 110, 90] });
const SQUARE = plainPng({ width: 800, height: 800, colour: [150, 60, 40] });

const stage = browserStage({ worker: false });

const open = (path: string) => stage.open(path);
const pick = (page: Page, name: string, buffer: Buffer, mimeType = 'image/png') =>
  page.getByLabel('Reference picture', { exact: true }).setInputFiles({ name, mimeType, buffer });
const chosen = (page: Page) => page.getByRole('group', { name: 'Chosen picture' });
const isShown = (page: Page) =>
  chosen(page)
    .getByRole('img')
    .evaluate((image: HTMLImageElement) => image.naturalWidth > 0);

test('a picture is uploaded with its role, kept with the draft, and shown in the inspector', async () => {
  const { page, errors, close } = await open('/campaigns/new');
  await page.getByLabel('Name').first().fill('From a bottle');
  await page.getByRole('textbox', { name: 'Prompts' }).fill('The bottle turns slowly in the light');
  await pick(page, 'Green bottle.png', LANDSCAPE);
  const dialog = page.getByRole('dialog', { name: 'Add a reference picture' });
  await dialog.getByText('1280 × 720 · 16:9').waitFor();
  await dialog.getByRole('radio', { name: 'Product' }).click();
  expect(await violationsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add the picture' }).click();

  await chosen(page).getByText('Green bottle').waitFor();
  await chosen(page).getByText('Fits what is chosen').waitFor();
  await expect.poll(() => isShown(page)).toBe(true);
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('Draft saved.').waitFor();
  await page.waitForURL(/\/campaigns\/[^/]+\/edit$/);
  await page.reload();
  await chosen(page).getByText('Product').waitFor();

  await page.getByRole('button', { name: 'Review and launch' }).first().click();
  await page.getByRole('button', { name: /^Launch 1 render/ }).waitFor();
  await page.goto(page.url().replace(/\/edit$/, '?cell=0&inspector=true'));
  await page
    .getByRole('complementary', { name: 'Inspector' })
    .getByRole('link', { name: /Green bottle/ })
    .waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(errors).toEqual([]);
  await close();
});

test('pixels that do not match are told before anything is sent; the library offers what fits, and a choice is taken back', async () => {
  const { page, errors, close } = await open('/campaigns/new');
  await page.getByRole('textbox', { name: 'Prompts' }).fill('A clay pot on a wheel, slow push-in');
  await pick(page, 'Pot.png', SQUARE);
  const dialog = page.getByRole('dialog', { name: 'Add a reference picture' });
  await dialog.getByText(/has 800 × 800 pixels .* no clip of 1280 × 720 can begin with it/).waitFor();
  await dialog.getByRole('button', { name: 'Add the picture' }).click();
  await page.getByText('The reference picture fits no chosen size').waitFor();
  expect(await page.getByRole('button', { name: 'Review and launch' }).first().isDisabled()).toBe(true);
  expect(await violationsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'From the library' }).click();
  const library = page.getByRole('dialog', { name: 'Reference pictures' });
  await library.getByRole('button', { name: /^Pot .*Other pixels/ }).waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await library.getByRole('button', { name: /^Green bottle .*Fits/ }).click();
  await chosen(page).getByText('Green bottle').waitFor();
  expect(await page.getByRole('button', { name: 'Review and launch' }).first().isDisabled()).toBe(false);

  await page.getByRole('checkbox', { name: /9:16/ }).click();
  await page.getByText(/no clip of 720 × 1280 can begin with it. Render in 1280 × 720 only/).waitFor();
  await page.getByRole('button', { name: '16:9 only' }).click();
  await chosen(page).getByText('Fits what is chosen').waitFor();
  await chosen(page).getByRole('button', { name: 'Remove' }).click();
  await chosen(page).waitFor({ state: 'detached' });
  expect((await readSandboxLedger(stage.app.sandbox)).creates).toBe(0);
  expect(errors).toEqual([]);
  await close();
});

test('a file that is no picture is refused in words, by the page or by the server', async () => {
  const { page, close } = await open('/campaigns/new');
  await pick(page, 'notes.txt', Buffer.from('hello'), 'text/plain');
  await page.getByText('notes.txt is no JPEG, PNG or WebP').waitFor();
  await pick(page, 'broken.png', Buffer.from('hello'));
  await page.getByText('broken.png can not be read as a picture').waitFor();
  await pick(page, 'tiny.png', plainPng({ width: 32, height: 32, colour: [0, 0, 0] }));
  await page.getByRole('button', { name: 'Add the picture' }).click();
  await page.getByText('This picture has 32 × 32 pixels; a reference has 64 to 4096').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await close();
});
