import { expect, test } from 'vitest';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { createBehindOurBack, untilFinished } from '../support/foreign-video.ts';
import { browserStage, violationsOf } from './stage.ts';

const TIMING = { clockSkewMs: 500, sendTimeoutMs: 500 };
const stage = browserStage({ worker: false, timing: TIMING });

async function atProvider(id: string): Promise<string> {
  const provider = await stage.app.built.deps.providers.get('default');
  return (await provider.check(id)).kind;
}

test('a video that nobody asked for is shown with its loss, and deleted at the provider after one more question', async () => {
  const id = await createBehindOurBack(stage.app, 'A lighthouse that nobody asked for');
  await untilFinished(stage.app, id);
  await expect
    .poll(
      async () => {
        await sweepOrphans(stage.app.built.deps, new AbortController().signal);
        return stage.app.built.deps.db.selectFrom('orphans').select('operation_id').execute();
      },
      { timeout: 10_000, interval: 500 },
    )
    .toEqual([{ operation_id: id }]);

  const { page, errors, close } = await stage.open('/providers');
  await page.getByText('1 video that the providers list and no render has; $0.40 booked as lost.').waitFor();
  await page.getByRole('button', { name: 'Delete there' }).click();
  const question = page.getByRole('dialog', { name: 'Delete this video at the provider?' });
  await question.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await question.getByRole('button', { name: 'Keep it' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await atProvider(id)).toBe('found');

  await page.getByRole('button', { name: 'Delete there' }).click();
  await question.getByRole('button', { name: 'Delete the video' }).click();
  await page.getByText(/^deleted /).waitFor();
  expect(await atProvider(id)).toBe('gone');
  expect(errors).toEqual([]);
  await close();
});
