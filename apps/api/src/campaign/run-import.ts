import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { Refusal } from '../lib/refusal.ts';
import { lockCampaignOfJob } from './campaign.store.ts';
import { endImport, findUpload, lockQueuedImport } from './import.store.ts';
import { recordImported } from './import-prompts.ts';
import { loadPrompts } from './load-prompts.ts';
import { decodeUtf8 } from './prompt-text.ts';
import { ImportRefused } from './refusals.ts';

/** The job behind an uploaded prompt file: all of it in one transaction, or a refusal that the import row keeps. Repeating it changes nothing. */
export async function runImport(deps: Deps, importId: string, signal: AbortSignal): Promise<void> {
  try {
    await importUpload(deps, importId, signal);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await refuseImport(deps, importId, error);
  }
  deps.events.ring();
}

async function importUpload(deps: Deps, importId: string, signal: AbortSignal): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const row = await lockQueuedImport(trx, importId);
    const campaign = row && (await lockCampaignOfJob(trx, await campaignIdOf(deps, row.campaign_num)));
    if (!campaign) return;
    const upload = row.upload_id === null ? null : await findUpload(trx, campaign.workspace_id, row.upload_id);
    if (!upload) throw new ImportRefused('The uploaded file is gone. Upload it again.', { row: null, column: null });
    const bytes = createReadStream(path.resolve(deps.paths.uploads, upload.path), { signal });
    const rowCount = await loadPrompts(trx, campaign, { source: decodeUtf8(bytes), format: row.format, mode: row.mode });
    await recordImported(trx, campaign, rowCount);
    await endImport(trx, importId, { status: 'done', rowCount });
  });
}

async function campaignIdOf(deps: Deps, campaignNum: number): Promise<string> {
  return (await deps.db.selectFrom('campaigns').select('id').where('num', '=', campaignNum).executeTakeFirstOrThrow()).id;
}

/** Ends an import that waits with what it was refused for; one that ended already stays. */
export async function refuseImport(deps: Deps, importId: string, refusal: Refusal): Promise<void> {
  const at = refusal instanceof ImportRefused ? { row: refusal.row, column: refusal.column } : { row: null, column: null };
  await deps.db.transaction().execute(async (trx) => {
    const row = await endImport(trx, importId, { status: 'refused', refusal: { code: refusal.code, message: refusal.message, ...at } });
    if (!row) return;
    const campaign = await trx.selectFrom('campaigns').selectAll().where('num', '=', row.campaign_num).executeTakeFirstOrThrow();
    await recordEvents(trx, [
      {
        workspaceId: campaign.workspace_id,
        campaignNum: campaign.num,
        kind: 'prompts.import_refused',
        subject: campaign.id,
        facts: { code: refusal.code, message: refusal.message, ...at },
      },
    ]);
  });
}
