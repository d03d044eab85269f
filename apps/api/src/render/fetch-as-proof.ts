import path from 'node:path';
import { type Micros, OUTPUT_BYTES_MAX } from '@dailies/schema';
import type { Deps } from '../deps.ts';
import { checkMp4Boxes } from '../media/mp4-boxes.ts';
import type { Provider } from '../providers/provider.ts';
import { downloadOutput } from '../providers/safe-download.ts';
import { learnFinished } from './learn-durations.ts';
import { returnUnproved, type StorableRender } from './output.store.ts';
import { readReportsCost, recordReportsCost } from './reading.store.ts';
import { settleRenders } from './settle-renders.ts';

/**
 * Fetches the output of a running render that a webhook calls finished. A whole MP4 proves it, by the provider's own authenticated answer, and
 * costs no question; the render is then finished and paid as if it had been asked for. Anything else proves nothing: null, and it is asked for.
 * Only a provider whose answers say what a video cost is asked for that.
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
  const bill = await readBill(deps, provider, render, signal);
  const changes = [{ renderId, ...bill, dueInMs: deps.timing.storeRetryMs }];
  const moved = await deps.db
    .transaction()
    .execute((trx) => settleRenders(trx, deps, campaign, { from: 'running', to: 'succeeded', changes }));
  if (moved.length > 0) {
    deps.log.info({ event: 'render.succeeded', renderId, campaignId: campaign.id, count: 1 });
    await learnFinished(deps, endpointId, [{ modelId: render.modelId, seconds: render.seconds, tookMs: render.ageMs }]);
  }
  return { file, bytes: output.bytes };
}

/** What the video cost: its price, unless this provider is one whose answers say it. */
async function readBill(
  { db }: Deps,
  provider: Provider,
  { endpointId, operationId, holdMicros }: StorableRender,
  signal: AbortSignal,
): Promise<{ costMicros: Micros; outputExpiresAt?: Date | null }> {
  const reports = await readReportsCost(db, endpointId);
  const outcome = reports === false ? null : await provider.check(operationId, signal);
  if (outcome?.kind !== 'found' || outcome.operation.state.kind !== 'succeeded') return { costMicros: holdMicros };
  const { costMicros = null, expiresAt } = outcome.operation.state;
  if (reports === null) await recordReportsCost(db, endpointId, costMicros !== null);
  return { costMicros: costMicros ?? holdMicros, outputExpiresAt: expiresAt };
}
