import path from 'node:path';
import { OUTPUT_BYTES_MAX } from '@dailies/schema';
import type { Deps } from '../deps.ts';
import { checkMp4Boxes } from '../media/mp4-boxes.ts';
import { downloadOutput } from '../providers/safe-download.ts';
import { learnFinished } from './learn-durations.ts';
import { returnUnproved, type StorableRender } from './output.store.ts';
import { settleRenders } from './settle-renders.ts';

/**
 * Fetches the output of a running render that a webhook calls finished. A whole MP4 proves it, by the provider's own authenticated answer, and
 * costs no question; the render is then finished and paid as if it had been asked for. Anything else proves nothing: null, and it is asked for.
 */
export async function fetchAsProof(
  deps: Deps,
  render: StorableRender,
  folder: string,
  signal: AbortSignal,
): Promise<{ file: string; bytes: number } | null> {
  const { id: renderId, endpointId, operationId, campaign } = render;
  const file = path.join(folder, 'output.mp4');
  const provider = await deps.providers.get(endpointId);
  const output = await downloadOutput({ provider, operationId, path: file, bytesMax: OUTPUT_BYTES_MAX, signal });
  const isWhole = output.kind === 'downloaded' && (await checkMp4Boxes(file)).ok;
  if (!isWhole) {
    deps.log.info({ event: 'render.hint_unproved', renderId, saw: output.kind });
    await returnUnproved(deps.db, renderId);
    return null;
  }
  const changes = [{ renderId, costMicros: render.holdMicros, dueInMs: deps.timing.storeRetryMs }];
  const moved = await deps.db
    .transaction()
    .execute((trx) => settleRenders(trx, deps, campaign, { from: 'running', to: 'succeeded', changes }));
  if (moved.length > 0) {
    deps.log.info({ event: 'render.succeeded', renderId, campaignId: campaign.id, count: 1 });
    await learnFinished(deps, endpointId, [{ modelId: render.modelId, seconds: render.seconds, tookMs: render.ageMs }]);
  }
  return { file, bytes: output.bytes };
}
