import { expect, test } from 'vitest';
import { browserStage, violationsOf } from './stage.ts';

const stage = browserStage({ worker: false });

test('prompts are linted as they are typed, and mended by one press', async () => {
  const { page, errors, close } = await stage.open('/campaigns/new');
  const field = page.getByRole('textbox', { name: 'Prompts' });
  await field.fill(
    [
      'Taylor Swift walks along a beach at sunset, slow dolly in',
      'A ceramic bowl on a wooden table',
      'A cyclist crosses a wet bridge at night. Camera: slow pan. No text, no logos.',
      'A shop window with a sign that reads "SALE 50% OFF", the camera pushes in',
    ].join('\n'),
  );
  await page.getByText('1 prompt will not be rendered').waitFor();
  await page.locator('mark', { hasText: 'Taylor Swift' }).waitFor();
  await page.getByText('Real person.').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Use a fictional character' }).click();
  await page.getByText('1 prompt will not be rendered').waitFor({ state: 'detached' });
  expect(await field.inputValue()).not.toContain('Taylor Swift');
  expect(await field.inputValue()).toContain('No text, no logos.');
  expect(errors).toEqual([]);
  await close();
});
