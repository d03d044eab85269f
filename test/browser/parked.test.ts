import { expect, test } from 'vitest';
import { launchCampaign, planCampaign, waitFor, waitForEnd } from '../support/run-campaign.ts';
import { readSandboxLedger } from '../support/start-app.ts';
import { browserStage, violationsOf } from './stage.ts';

const END_MS = 90_000;

const stage = browserStage({ timing: { reconcileEveryMs: 300, quietPeriodMs: 1_500, clockSkewMs: 500 } });

test('a doubtful and dear render waits for a person, who decides with a note', async () => {
  const planned = await planCampaign(stage.app.client, {
    prompts: ['[[rewrite]] [[lose-response]] A brass door opens on a garden'],
    model: 'sora-2-pro',
  });
  await launchCampaign(stage.app.client, planned);
  await waitFor(stage.app.client, planned.id, 60_000, ({ counts }) => counts.parked === 1);
  const { page, errors, close } = await stage.open(`/campaigns/${planned.id}`);
  await page.locator('[role=gridcell][data-phase=PARKED]').click();
  await page.getByText('Waits for your decision').waitFor();
  const again = page.getByRole('button', { name: 'It was never started: render again' });
  expect(await again.isDisabled()).toBe(true);
  await page.getByLabel('What you found').fill('The console shows nothing at that time');
  expect(await violationsOf(page)).toEqual([]);
  await again.click();
  const end = await waitForEnd(stage.app.client, planned.id, END_MS);
  expect(end.counts).toMatchObject({ ready: 1, parked: 0 });
  expect((await readSandboxLedger(stage.app.sandbox)).creates).toBe(2);
  expect(errors).toEqual([]);
  await close();
});
