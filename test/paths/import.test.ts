import { readdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importPrompts, type ImportPromptsInput } from '../../apps/api/src/campaign/import-prompts.ts';
import { planCampaign } from '../../apps/api/src/campaign/plan-campaign.ts';
import { ImportRefused, TooManyVariants, UnknownVariable, WrongStatus } from '../../apps/api/src/campaign/refusals.ts';
import { sweepCampaigns } from '../../apps/api/src/campaign/sweep-campaigns.ts';
import { runImport } from '../../apps/api/src/campaign/run-import.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { InputInvalid, NotFound } from '../../apps/api/src/lib/refusal.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { type CampaignStage, eventKinds, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

const load = (campaign: { id: string }, input: Partial<ImportPromptsInput>) =>
  importPrompts(stage.deps, stage.actor, { campaignId: campaign.id, format: 'csv', mode: 'replace', ...input });

const promptsOf = (campaign: { num: number }) =>
  stage.deps.db
    .selectFrom('prompts')
    .select(['n', 'key', 'slots', 'variables'])
    .where('campaign_num', '=', campaign.num)
    .orderBy('n')
    .execute();

async function upload(bytes: string | Buffer): Promise<string> {
  const id = newId('upload');
  const file = path.join(stage.deps.paths.uploads, id);
  await writeFile(file, bytes);
  return registerUpload(id, file);
}

async function registerUpload(id: string, file: string): Promise<string> {
  const { size } = await stat(file);
  const row = { id, workspace_id: stage.actor.workspaceId, file_name: 'prompts.csv', path: file, bytes: size };
  await stage.deps.db.insertInto('uploads').values(row).execute();
  return id;
}

/** Imports an upload and does the job's work; answers the row as it ended. */
async function runUpload(campaign: CampaignRow, uploadId: string, input: Partial<ImportPromptsInput> = {}) {
  const { promptImport } = await load(campaign, { uploadId, ...input });
  expect(promptImport).toMatchObject({ status: 'queued', row_count: null });
  await runImport(stage.deps, promptImport.id, new AbortController().signal);
  return stage.deps.db.selectFrom('imports').selectAll().where('id', '=', promptImport.id).executeTakeFirstOrThrow();
}

describe('small text', () => {
  test('replaces or appends, and its columns fill the variables', async () => {
    const campaign = await stage.create({ prompts: [{ text: 'Old', key: 'old' }] });
    const replaced = await load(campaign, { text: 'key,prompt,colour\na,A {{colour}} cup,red\nb,"Two, {{ colour }}",blue\n' });
    expect(replaced.promptImport).toMatchObject({ status: 'done', row_count: 2 });
    expect(await promptsOf(campaign)).toEqual([
      { n: 0, key: 'a', slots: { scene: 'A {{colour}} cup' }, variables: { colour: 'red' } },
      { n: 1, key: 'b', slots: { scene: 'Two, {{ colour }}' }, variables: { colour: 'blue' } },
    ]);
    await load(campaign, { mode: 'append', format: 'jsonl', text: '{"prompt":"Third","key":"c"}\n{"prompt":"Fourth"}' });
    expect((await promptsOf(campaign)).map(({ n, key }) => [n, key])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, null],
    ]);
    const planned = await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    const texts = await stage.deps.db
      .selectFrom('compiled_prompts')
      .select('text')
      .where('campaign_num', '=', planned.num)
      .orderBy('n')
      .execute();
    expect(texts.map(({ text }) => text)).toEqual(['A red cup', 'Two, blue', 'Third', 'Fourth']);
    expect(await eventKinds(stage.deps, campaign)).toContain('prompts.imported');
  });

  test('takes a planned campaign back to draft', async () => {
    const planned = await stage.plan();
    const { campaign } = await load(planned, { mode: 'append', text: 'prompt\nAnother\n' });
    expect(campaign).toMatchObject({ status: 'draft', plan_hash: null, variant_count: 0 });
    expect(await stage.counts(campaign)).toEqual({});
  });

  test('fills a template without a prompt column', async () => {
    const campaign = await stage.create({ prompts: [], template: { scene: 'A {{product}} on a table', lighting: '{{light}}' } });
    await load(campaign, { text: 'product;light\ncup;Soft light\nlamp;Hard light\n' });
    await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id });
    const texts = await stage.deps.db
      .selectFrom('compiled_prompts')
      .select('text')
      .where('campaign_num', '=', campaign.num)
      .orderBy('n')
      .execute();
    expect(texts.map(({ text }) => text)).toEqual(['A cup on a table. Soft light', 'A lamp on a table. Hard light']);
  });

  test.each([
    ['an unclosed quote', { text: 'key,prompt\na,fine\nb,"open\n' }, ImportRefused, { row: 3, column: 'prompt' }],
    ['a ragged row', { text: 'key,prompt\na,fine\nb\n' }, ImportRefused, { row: 3, column: 'prompt' }],
    ['a duplicate column', { text: 'prompt,prompt\na,b\n' }, ImportRefused, { row: 1, column: 'prompt' }],
    ['an empty prompt', { text: 'key,prompt\na,fine\nb, \n' }, ImportRefused, { row: 3, column: 'prompt' }],
    ['a repeated key', { text: 'key,prompt\na,fine\nb,fine\na,again\n' }, ImportRefused, { row: 4, column: 'key' }],
    ['a header alone', { text: 'key,prompt\n' }, ImportRefused, { row: 2, column: null }],
    ['an unknown variable', { text: 'key,prompt\na,A {{colour}} cup\n' }, UnknownVariable, { names: ['colour'] }],
    ['a broken line', { format: 'jsonl', text: '{"prompt":"fine"}\n{"prompt":\n' }, ImportRefused, { row: 2, column: null }],
    ['neither text nor upload', {}, InputInvalid, { field: 'text' }],
    ['both', { text: 'prompt\na\n', uploadId: 'upl_x' }, InputInvalid, { field: 'text' }],
    ['more than 512 KB', { text: `prompt\n${'x\n'.repeat(300_000)}` }, InputInvalid, { field: 'text' }],
    ['an upload of nobody', { uploadId: 'upl_gone' }, NotFound, {}],
  ] as const)('with %s is refused and nothing is imported', async (_what, input, refusal, facts) => {
    const campaign = await stage.create({ prompts: [{ text: 'Stays', key: 'stays' }] });
    const error = await load(campaign, input).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(refusal);
    expect(error).toMatchObject(facts);
    expect((await promptsOf(campaign)).map(({ key }) => key)).toEqual(['stays']);
    expect(await stage.deps.db.selectFrom('imports').select('id').where('campaign_num', '=', campaign.num).execute()).toEqual([]);
  });

  test('that repeats a key of the campaign is refused when appended', async () => {
    const campaign = await stage.create({ prompts: [{ text: 'Stays', key: 'stays' }] });
    await expect(load(campaign, { mode: 'append', text: 'key,prompt\nstays,x\n' })).rejects.toMatchObject({ row: 2, column: 'key' });
  });

  test('that makes too many variants is refused with what was wanted', async () => {
    const sizes = { sizes: ['720x1280', '1280x720'], seconds: [4, 8, 12, 16, 20] };
    const campaign = await stage.create({ prompts: [], ...sizes });
    const text = `prompt\n${'a\n'.repeat(10_001)}`;
    const error = await load(campaign, { text }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TooManyVariants);
    expect(error).toMatchObject({ wanted: 100_010, limit: 100_000 });
    expect(await promptsOf(campaign)).toEqual([]);
  });

  test('for a campaign that runs, or of somebody else, is refused', async () => {
    const running = await stage.launch();
    await expect(load(running, { text: 'prompt\na\n' })).rejects.toThrow(WrongStatus);
    const input = { campaignId: running.id, format: 'csv', mode: 'append', text: 'prompt\na\n' } as const;
    await expect(importPrompts(stage.deps, stage.stranger, input)).rejects.toThrow(NotFound);
  });
});

describe('an upload', () => {
  test('is imported by the job, once', async () => {
    const campaign = await stage.create({ prompts: [] });
    const uploadId = await upload('\uFEFFkey,prompt\na,一只猫\nb,A dog\n');
    const ended = await runUpload(campaign, uploadId);
    expect(ended).toMatchObject({ status: 'done', row_count: 2, refusal: null });
    expect(ended.ended_at).toBeInstanceOf(Date);
    await runImport(stage.deps, ended.id, new AbortController().signal);
    expect((await promptsOf(campaign)).map(({ slots }) => slots.scene)).toEqual(['一只猫', 'A dog']);
  });

  test('that is still being read holds the plan back', async () => {
    const campaign = await stage.create({ prompts: [{ text: 'a' }] });
    await load(campaign, { uploadId: await upload('prompt\nb\n') });
    await expect(planCampaign(stage.deps, stage.actor, { campaignId: campaign.id })).rejects.toThrow(/still being imported/);
  });

  test.each([
    ['UTF-16', Buffer.from('\uFEFFprompt\ncup\n', 'utf16le'), 'IMPORT_REFUSED', 1, null],
    ['Latin-1', Buffer.from('key,prompt\na,fine\nb,caf\xe9\n', 'latin1'), 'IMPORT_REFUSED', 3, 'prompt'],
    ['a NUL', 'key,prompt\na,x\0\n', 'IMPORT_REFUSED', 2, 'prompt'],
    ['an unknown variable', 'prompt\n{{colour}}\n', 'UNKNOWN_VARIABLE', null, null],
  ] as const)('with %s is refused, and the campaign says why', async (_what, bytes, code, row, column) => {
    const campaign = await stage.create({ prompts: [{ text: 'Stays' }] });
    const ended = await runUpload(campaign, await upload(bytes));
    expect(ended).toMatchObject({ status: 'refused', row_count: null, refusal: { code, row, column } });
    expect(ended.refusal!.message).toMatch(/Nothing was imported/);
    expect(await promptsOf(campaign)).toHaveLength(1);
    expect(await eventKinds(stage.deps, campaign)).toContain('prompts.import_refused');
  });

  test('whose file is gone, or whose campaign was launched meanwhile, is refused', async () => {
    const campaign = await stage.create({ prompts: [{ text: 'Stays' }] });
    const { promptImport } = await load(campaign, { uploadId: await upload('prompt\nb\n') });
    await stage.deps.db.updateTable('campaigns').set({ status: 'cancelled' }).where('id', '=', campaign.id).execute();
    await runImport(stage.deps, promptImport.id, new AbortController().signal);
    const ended = await stage.deps.db.selectFrom('imports').selectAll().where('id', '=', promptImport.id).executeTakeFirstOrThrow();
    expect(ended).toMatchObject({ status: 'refused', refusal: { code: 'WRONG_STATUS' } });
  });

  test('whose job died for good is ended by the sweep', async () => {
    const campaign = await stage.create({ prompts: [{ text: 'Stays' }] });
    const { promptImport } = await load(campaign, { uploadId: await upload('prompt\nb\n') });
    await sweepCampaigns(stage.deps);
    const { db } = stage.deps;
    const read = () => db.selectFrom('imports').selectAll().where('id', '=', promptImport.id).executeTakeFirstOrThrow();
    expect((await read()).status).toBe('queued');
    await sql`update imports set created_at = created_at - interval '61 minutes' where id = ${promptImport.id}`.execute(db);
    await sweepCampaigns(stage.deps);
    expect(await read()).toMatchObject({ status: 'refused', refusal: { code: 'IMPORT_REFUSED' } });
    expect(await planCampaign(stage.deps, stage.actor, { campaignId: campaign.id })).toMatchObject({ status: 'planned' });
  });

  test('of 100,000 prompts comes in whole; one more is refused and leaves nothing', { timeout: 120_000 }, async () => {
    const rows = Array.from({ length: 100_000 }, (_one, n) => `k${n},Scene number ${n} of a long file\n`).join('');
    const campaign = await stage.create({ prompts: [], sizes: [], seconds: [] });
    expect(await runUpload(campaign, await upload(`key,prompt\n${rows}`))).toMatchObject({ status: 'done', row_count: 100_000 });
    const more = await runUpload(campaign, await upload(`key,prompt\n${rows}more,One more\n`), { mode: 'replace' });
    expect(more).toMatchObject({ status: 'refused', refusal: { row: 100_002 } });
    const { count } = await stage.deps.db
      .selectFrom('prompts')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('campaign_num', '=', campaign.num)
      .executeTakeFirstOrThrow();
    expect(count).toBe(100_000);
  });
});

test('an uploaded file is kept for a day and then removed with its row', async () => {
  const [old, young] = [await upload('prompt\nA'), await upload('prompt\nB')];
  await stage.deps.db
    .updateTable('uploads')
    .set({ created_at: new Date(Date.now() - 25 * 3_600_000) })
    .where('id', '=', old)
    .execute();
  await sweepCampaigns(stage.deps);
  const rows = await stage.deps.db.selectFrom('uploads').select('id').where('id', 'in', [old, young]).execute();
  expect(rows).toEqual([{ id: young }]);
  const files = await readdir(stage.deps.paths.uploads);
  expect(files).toContain(young);
  expect(files).not.toContain(old);
});

/** Writes a beginning and then `megabytes` of lines. */
