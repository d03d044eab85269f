import { IMPORT_INLINE_BYTES_MAX } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { ImportRow } from '../db/tables/imports.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { newId } from '../lib/new-id.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { checkStep } from './campaign.rules.ts';
import { getCampaign, lockCampaign } from './campaign.store.ts';
import { endImport, findUpload, insertImport } from './import.store.ts';
import { loadPrompts } from './load-prompts.ts';
import { textSourceOf } from './prompt-text.ts';

export interface ImportPromptsInput {
  campaignId: string;
  format: 'csv' | 'jsonl';
  mode: 'replace' | 'append';
  /** The file itself, when small; else the upload that holds it. */
  text?: string | null | undefined;
  uploadId?: string | null | undefined;
}

/**
 * Imports prompts from a CSV or JSON Lines file: small text at once, an upload by the job, whose end the import row tells. All of the file or
 * nothing. Throws NotAllowed, NotFound, WrongStatus, InputInvalid, ImportRefused, UnknownVariable, TooManyVariants.
 */
export async function importPrompts(
  deps: Deps,
  actor: Actor,
  input: ImportPromptsInput,
): Promise<{ campaign: CampaignRow; promptImport: ImportRow }> {
  allow(actor, 'campaign.write');
  checkSource(input);
  const promptImport = await deps.db.transaction().execute(async (trx) => {
    const campaign = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    checkStep('update', campaign.status);
    if (input.uploadId && !(await findUpload(trx, actor.workspaceId, input.uploadId))) throw new NotFound('upload');
    const row = await insertImport(trx, {
      id: newId('job', deps.clock.now().getTime()),
      campaign_num: campaign.num,
      upload_id: input.uploadId ?? null,
      format: input.format,
      mode: input.mode,
      status: 'queued',
    });
    if (input.uploadId) {
      await deps.queue.enqueue(trx, 'importPrompts', { importId: row.id });
      return row;
    }
    const { format, mode } = input;
    const rowCount = await loadPrompts(trx, campaign, { source: textSourceOf(input.text ?? ''), format, mode });
    await recordImported(trx, campaign, rowCount, actor.userId);
    return (await endImport(trx, row.id, { status: 'done', rowCount }))!;
  });
  deps.events.ring();
  return { campaign: await getCampaign(deps.db, actor.workspaceId, input.campaignId), promptImport };
}

export async function recordImported(
  trx: Parameters<typeof recordEvents>[0],
  campaign: CampaignRow,
  rowCount: number,
  actorId?: string,
): Promise<void> {
  await recordEvents(trx, [
    {
      workspaceId: campaign.workspace_id,
      campaignNum: campaign.num,
      kind: 'prompts.imported',
      subject: campaign.id,
      facts: { rows: rowCount },
      ...(actorId === undefined ? {} : { actorId }),
    },
  ]);
}

function checkSource(input: ImportPromptsInput): void {
  if ((input.text == null) === (input.uploadId == null)) {
    throw new InputInvalid('text', 'Give either the text of the file or the id of an upload.');
  }
  if (Buffer.byteLength(input.text ?? '') > IMPORT_INLINE_BYTES_MAX) {
    throw new InputInvalid(
      'text',
      `This text is larger than ${IMPORT_INLINE_BYTES_MAX / 1024} KB. Upload it as a file and import the upload.`,
    );
  }
}
