import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importPrompts } from '../../apps/api/src/campaign/import-prompts.ts';
import { runImport } from '../../apps/api/src/campaign/run-import.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { type CampaignStage, startCampaignStage } from '../support/make-campaign.ts';

const MEGABYTES = 200;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

it('refuses a file with a quote that swallows 200 MB fast and in flat memory', { timeout: 120_000 }, async () => {
  const { deps, actor } = stage;
  const campaign = await stage.create({ prompts: [{ text: 'Stays' }] });
  const id = newId('upload');
  const file = path.join(deps.paths.uploads, id);
  await writeFilled(file, 'prompt\nfine\n"open\n', MEGABYTES);
  const upload = { id, workspace_id: actor.workspaceId, file_name: 'prompts.csv', path: file, bytes: MEGABYTES * 2 ** 20 };
  await deps.db.insertInto('uploads').values(upload).execute();
  const { promptImport } = await importPrompts(deps, actor, { campaignId: campaign.id, format: 'csv', mode: 'replace', uploadId: id });

  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  await runImport(deps, promptImport.id, new AbortController().signal);
  const seconds = (performance.now() - startedAt) / 1000;
  const ended = await deps.db.selectFrom('imports').selectAll().where('id', '=', promptImport.id).executeTakeFirstOrThrow();
  expect(ended).toMatchObject({ status: 'refused', refusal: { row: 3, column: 'prompt' } });
  expect(seconds).toBeLessThan(2);
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(60);
});

async function writeFilled(file: string, beginning: string, megabytes: number): Promise<void> {
  const out = createWriteStream(file);
  out.write(beginning);
  const filler = Buffer.alloc(2 ** 20, 'some words of a line\n');
  for (let n = 0; n < megabytes; n += 1) {
    if (!out.write(filler)) await once(out, 'drain');
    else await setImmediate();
  }
  await finished(out.end());
}
