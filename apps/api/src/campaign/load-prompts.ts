import type { Trx } from '../db/database.ts';
import type { CampaignRow, PromptRow } from '../db/tables/campaigns.table.ts';
import type { ImportRow } from '../db/tables/imports.table.ts';
import { checkPromptSource, shapeOfBrief } from './brief.rules.ts';
import { compileVariantPrompt, type PromptSource } from './compile-prompts.ts';
import { checkStep } from './campaign.rules.ts';
import { readPromptCsv } from './prompt-csv.ts';
import { readPromptJsonl } from './prompt-jsonl.ts';
import type { PromptRowRead } from './prompt-rows.ts';
import type { TextSource } from './prompt-text.ts';
import { countPrompts, deletePrompts, insertPrompts, PROMPT_BATCH } from './prompt.store.ts';
import { ImportRefused, PromptInvalid, UnknownVariable } from './refusals.ts';
import { backToDraft } from './update-campaign.ts';

/** Characters held before they are written, however few rows they are. */
const BATCH_CHARS = 2_000_000;

/**
 * Reads a prompt file into a locked campaign, a batch at a time, and takes it back to draft. Answers how many prompts came. A refusal thrown here
 * must undo the transaction: nothing is imported by halves. Throws ImportRefused, UnknownVariable, TooManyVariants, WrongStatus.
 */
export async function loadPrompts(
  trx: Trx,
  campaign: CampaignRow,
  file: { source: TextSource } & Pick<ImportRow, 'format' | 'mode'>,
): Promise<number> {
  checkStep('update', campaign.status);
  const { brief } = campaign;
  const hasTemplate = brief.template !== null;
  if (file.mode === 'replace') await deletePrompts(trx, campaign.num);
  const first = await countPrompts(trx, campaign.num);
  const rows = file.format === 'csv' ? readPromptCsv(file.source, hasTemplate) : readPromptJsonl(file.source);

  let count = 0;
  let chars = 0;
  let batch: { row: number; prompt: PromptSource }[] = [];
  const flush = async () => {
    const repeated = await insertPrompts(
      trx,
      campaign.num,
      batch.map(({ prompt }) => prompt),
    );
    if (repeated.length > 0) throw keyRepeated(batch.find(({ prompt }) => prompt.n === repeated[0])!);
    batch = [];
    chars = 0;
  };
  for await (const read of rows) {
    const prompt = { n: first + count, key: read.key, slots: read.slots, variables: read.variables };
    checkPrompt(read, prompt, brief.template);
    batch.push({ row: read.row, prompt });
    count += 1;
    chars += Object.values(read.variables).reduce((sum, value) => sum + value.length, read.slots.scene?.length ?? 0);
    if (batch.length >= PROMPT_BATCH || chars >= BATCH_CHARS) await flush();
  }
  await flush();
  if (count === 0) throw new ImportRefused('The file has a header and no prompts.', { row: 2, column: null });
  shapeOfBrief(brief, first + count);
  await backToDraft(trx, campaign);
  return count;
}

/** A prompt that can not be sent is a fault of its row. */
function checkPrompt(read: PromptRowRead, prompt: PromptSource, template: PromptRow['slots'] | null): void {
  try {
    checkPromptSource(prompt, template !== null);
    compileVariantPrompt(prompt, template, null);
  } catch (error) {
    if (error instanceof PromptInvalid) throw new ImportRefused(`Row ${read.row}: ${error.message}`, { row: read.row, column: 'prompt' });
    if (error instanceof UnknownVariable) throw new UnknownVariable(`Row ${read.row}: ${error.message} Nothing was imported.`, error.names);
    throw error;
  }
}

function keyRepeated({ row, prompt }: { row: number; prompt: PromptSource }): ImportRefused {
  return new ImportRefused(`Row ${row} has the key “${prompt.key}”, which another prompt has already. Keys must differ.`, {
    row,
    column: 'key',
  });
}
