import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Deps } from '../deps.ts';
import { finishDoneCampaigns } from './finish-campaign.ts';
import { forgetOldKeys } from './idempotency.ts';
import { deleteOldUploads, listStalledImports } from './import.store.ts';
import { ImportRefused } from './refusals.ts';
import { pauseRetired } from './replan/pause-retired.ts';
import { refuseImport } from './run-import.ts';

/**
 * What makes campaigns come true when a hint was lost: pauses those whose model has retired, completes those that ended unseen, rings again for those not written or admitted to
 * the end, ends imports whose job died for good, and forgets idempotency keys and uploads of yesterday. Repeating it changes nothing.
 */
export async function sweepCampaigns(deps: Deps): Promise<void> {
  await pauseRetired(deps);
  await finishDoneCampaigns(deps);
  await forgetOldKeys(deps.db);
  for (const upload of await deleteOldUploads(deps.db)) await rm(path.resolve(deps.paths.uploads, upload.path), { force: true });
  for (const { id } of await listUnfinished(deps)) await deps.queue.ring('expandCampaign', { campaignId: id }, { key: id });
  for (const { id } of await listStalledImports(deps.db)) {
    const refusal = new ImportRefused('The import did not finish. Import the file again.', { row: null, column: null });
    await refuseImport(deps, id, refusal);
  }
}

function listUnfinished(deps: Deps): Promise<{ id: string }[]> {
  return deps.db
    .selectFrom('campaigns')
    .select('id')
    .where((is) =>
      is.or([
        is.and([is('status', 'in', ['planned', 'cancelled']), is('expanded_count', '<', is.ref('variant_count'))]),
        is.and([is('status', 'in', ['running', 'paused']), is('admitted_count', '<', is.ref('variant_count'))]),
      ]),
    )
    .execute();
}
