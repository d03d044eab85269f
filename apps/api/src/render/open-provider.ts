import type { Deps } from '../deps.ts';
import { EndpointUnusable } from '../providers/endpoint-unusable.ts';
import type { Provider } from '../providers/provider.ts';
import { closeEndpoint } from './endpoint.store.ts';

/** The endpoint's provider; null, with the endpoint paused and the reason on its row, when its settings can not be used. */
export async function openProvider(deps: Deps, endpointId: string): Promise<Provider | null> {
  try {
    return await deps.providers.get(endpointId);
  } catch (error) {
    if (!(error instanceof EndpointUnusable)) throw error;
    if (await closeEndpoint(deps.db, endpointId, error.message))
      deps.log.error({ event: 'endpoint.unusable', endpointId, because: error.message });
    return null;
  }
}
