import { expandCampaignChunks } from '../campaign/expand-campaign.ts';
import { runImport } from '../campaign/run-import.ts';
import type { Deps } from '../deps.ts';
import { recordPrompts } from '../lineage/record-prompts.ts';
import type { JobHandlers } from '../queue/queue.ts';
import { cancelRenders } from '../render/cancel-renders.ts';
import { dispatchEndpoint } from '../render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../render/reconcile-endpoint.ts';
import { removeProviderCopy } from '../render/remove-provider-copy.ts';
import { serveReuses } from '../render/serve-reuses.ts';
import { storeOutput } from '../render/store-output.ts';

/** Who does which job: one handler each, or this does not compile. */
export function jobHandlers(deps: Deps): JobHandlers {
  return {
    importPrompts: ({ importId }, signal) => runImport(deps, importId, signal),
    expandCampaign: ({ campaignId }, signal) => expandCampaignChunks(deps, campaignId, signal),
    dispatchEndpoint: ({ endpointId }, signal) => dispatchEndpoint(deps, endpointId, signal),
    reconcileEndpoint: ({ endpointId }, signal) => reconcileEndpoint(deps, endpointId, signal),
    storeOutput: ({ renderId }, signal) => storeOutput(deps, renderId, signal),
    removeProviderCopy: ({ renderId }, signal) => removeProviderCopy(deps, renderId, signal),
    serveReuses: (_nothing, signal) => serveReuses(deps, signal),
    recordPrompts: ({ campaignId }, signal) => recordPrompts(deps, campaignId, signal),
    cancelRenders: ({ campaignId }, signal) => cancelRenders(deps, campaignId, signal),
  };
}
