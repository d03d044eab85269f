import { expect, test } from 'vitest';
import { sweepOrphans } from '../../apps/api/src/render/sweep-orphans.ts';
import { createBehindOurBack, untilFinished } from '../support/foreign-video.ts';
import { planCampaign } from '../support/run-campaign.ts';
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
  await page.getByText('Somebody else seems to use this key').waitFor();
  await page.getByRole('link', { name: /^Providers.*1 video nobody asked for$/ }).waitFor();
  await page.getByRole('button', { name: 'Delete there' }).click();
  const question = page.getByRole('dialog', { name: 'Delete this video at the provider?' });
  await question.waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await question.getByRole('button', { name: 'Keep it' }).click();
  await question.waitFor({ state: 'detached' });
  expect(await atProvider(id)).toBe('found');

  await page.getByRole('button', { name: 'Delete there' }).click();
  await question.getByRole('button', { name: 'Delete the video' }).click();
  await page.getByText('Every video the providers list belongs to a render of ours.').waitFor();
  await page.getByRole('radio', { name: 'Deleted 1' }).click();
  await page.getByText('1 video deleted at the providers; $0.40 booked as lost.').waitFor();
  await page.getByText(/^deleted /).waitFor();
  expect(await page.getByRole('link', { name: 'Providers', exact: true }).count()).toBe(1);
  expect(await atProvider(id)).toBe('gone');
  expect(errors).toEqual([]);
  await close();
});

test('videos beyond the first fifty are shown on demand, and a campaign says what it paid twice', async () => {
  const { db } = stage.app.built.deps;
  const planned = await planCampaign(stage.app.client, { prompts: ['A lighthouse'] });
  const campaign = await db.selectFrom('campaigns').selectAll().executeTakeFirstOrThrow();
  const orphan = (place: number) => ({
    id: `orp_${String(place).padStart(26, '0')}`,
    endpoint_id: 'default',
    operation_id: `video_${place}`,
    kind: 'duplicate' as const,
    workspace_id: campaign.workspace_id,
    campaign_num: campaign.num,
    render_id: null,
    model: 'sora-2',
    prompt: `A lighthouse, take ${place}`,
    seconds: 4,
    size: '720x1280',
    state: 'succeeded' as const,
    price_micros: 400_000,
    booked_at: new Date(),
    made_at: new Date(),
    deleted_at: null,
    deleted_by: null,
  });
  await db
    .insertInto('orphans')
    .values(Array.from({ length: 60 }, (_, place) => orphan(place)))
    .execute();
  const { page, errors, close } = await stage.open('/providers');
  const rows = page.getByRole('list', { name: 'Videos without a render' }).getByRole('button', { name: 'Delete there' });
  await page.getByText('60 videos that the providers list and no render has; $24.00 booked as lost.').waitFor();
  await rows.first().waitFor();
  expect(await rows.count()).toBe(50);
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect.poll(() => rows.count()).toBe(60);
  expect(await page.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(stage.urlOf(`/campaigns/${planned.id}`));
  await page.getByText('$24.00 of it: 60 videos paid twice').waitFor();
  expect(errors).toEqual([]);
  await close();
});
