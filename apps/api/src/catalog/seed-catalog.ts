import type { Dialect } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import { HOSTED_MODELS_ENDED, PUBLISHED_SECONDS, SANDBOX_SECONDS, SOURCES, VIDEO_MODELS } from './catalog-seeds.ts';
import { nameOfProvider } from './provider-change.ts';
import { offerSeeded, probeEndpoint, retireSeeded, seedModel, type StoodBefore, upsertEndpoint } from './seed.store.ts';

export const DEFAULT_ENDPOINT_ID = 'default';
const HISTORIC_ENDPOINT_ID = 'openai-historic';

const SANDBOX_IN_FLIGHT_MAX = 64;
const HOSTED_IN_FLIGHT_MAX = 8;

/** The endpoint the environment describes. It names its secrets; the row never holds them. */
export interface DefaultEndpoint {
  /** Includes `/v1`. */
  baseUrl: string;
  dialect: Dialect;
  isSandbox: boolean;
  secretName: string;
  webhookSecretName: string | null;
  /** Of its key, where the environment names them. */
  limits?: { requestsPerMinute?: number; inFlightMax?: number; dayMax?: number } | undefined;
}

/**
 * Makes the catalogue say what the environment offers and what the product knows. Runs at every start; repeating it changes nothing, and
 * undoes nothing that a person changed or added.
 */
export async function seedCatalog(deps: Pick<Deps, 'db'>, endpoint: DefaultEndpoint): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const { requestsPerMinute, inFlightMax, dayMax } = endpoint.limits ?? {};
    const stood = await upsertEndpoint(
      trx,
      {
        id: DEFAULT_ENDPOINT_ID,
        name: nameOfProvider(endpoint),
        base_url: endpoint.baseUrl,
        dialect: endpoint.dialect,
        secret_name: endpoint.secretName,
        webhook_secret_name: endpoint.webhookSecretName,
        is_sandbox: endpoint.isSandbox,
        ...(requestsPerMinute === undefined ? {} : { requests_per_minute: requestsPerMinute }),
        ...(inFlightMax === undefined ? {} : { in_flight_max: inFlightMax }),
        ...(dayMax === undefined ? {} : { day_max: dayMax }),
      },
      {
        status: 'active',
        paused_because: null,
        requests_per_minute: null,
        in_flight_max: endpoint.isSandbox ? SANDBOX_IN_FLIGHT_MAX : HOSTED_IN_FLIGHT_MAX,
        day_max: null,
      },
    );
    await probeEndpoint(trx, DEFAULT_ENDPOINT_ID);
    await seedDefaultModels(trx, endpoint, stood);

    await upsertEndpoint(
      trx,
      {
        id: HISTORIC_ENDPOINT_ID,
        name: 'OpenAI Videos API (shut down)',
        base_url: 'https://api.openai.com/v1',
        dialect: 'openai',
        secret_name: 'OPENAI_API_KEY',
        webhook_secret_name: null,
        is_sandbox: false,
      },
      {
        status: 'paused',
        paused_because: `The provider shut this service down on ${HOSTED_MODELS_ENDED}.`,
        requests_per_minute: null,
        in_flight_max: HOSTED_IN_FLIGHT_MAX,
        day_max: null,
      },
    );
    for (const model of VIDEO_MODELS) {
      const historic = { seconds: PUBLISHED_SECONDS, source: SOURCES.historic, retiresOn: HOSTED_MODELS_ENDED };
      await seedModel(trx, { ...model, endpointId: HISTORIC_ENDPOINT_ID, ...historic }, false);
    }
  });
}

/** Models of the published wire at the address of the environment: where it serves them, and only there. */
async function seedDefaultModels(trx: Trx, endpoint: DefaultEndpoint, stood: StoodBefore | null): Promise<void> {
  const servedBefore = stood !== null && servesPublished({ isSandbox: stood.is_sandbox, dialect: stood.dialect });
  if (!servesPublished(endpoint)) {
    if (servedBefore) await retireSeeded(trx, DEFAULT_ENDPOINT_ID);
    return;
  }
  if (stood && !servedBefore) await offerSeeded(trx, DEFAULT_ENDPOINT_ID);
  const source = endpoint.isSandbox ? SOURCES.sandbox : SOURCES.hosted;
  const seconds = endpoint.isSandbox ? SANDBOX_SECONDS : PUBLISHED_SECONDS;
  const isAnother = stood !== null && !(stood.isSame && servedBefore);
  for (const model of VIDEO_MODELS) {
    await seedModel(trx, { ...model, endpointId: DEFAULT_ENDPOINT_ID, seconds, source, retiresOn: null }, isAnother);
  }
}

/** The sandbox plays the published models in every dialect; a server of an open model, or a gateway, has models of its own. */
function servesPublished({ isSandbox, dialect }: Pick<DefaultEndpoint, 'isSandbox' | 'dialect'>): boolean {
  return isSandbox || dialect === 'openai';
}
