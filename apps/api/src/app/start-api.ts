import { pauseProviderChanged } from '../campaign/pause-provider-changed.ts';
import { readProviderChange } from '../catalog/provider-change.ts';
import { DEFAULT_ENDPOINT_ID, seedCatalog } from '../catalog/seed-catalog.ts';
import { seedIdentity } from '../identity/seed-identity.ts';
import { seedLibrary } from '../library/seed-library.ts';
import { hintOperation } from '../render/hint-operation.ts';
import type { BuiltDeps } from './build-deps.ts';
import type { ResolvedConfig } from './config.ts';
import { createProviderWebhooks } from './provider-webhooks.ts';
import { createApp } from './server.ts';

export interface RunningApi {
  /** The admin's address. */
  url: string;
  /** GraphQL over HTTP, SSE and WebSocket. */
  graphqlUrl: string;
  /** Where the default provider endpoint announces finished videos. */
  webhookUrl: string;
  close(): Promise<void>;
}

/** Seeds the rows that every installation stands on and serves the API. Port 0 takes any free one. */
export async function startApi(built: BuiltDeps, config: ResolvedConfig, port: number): Promise<RunningApi> {
  const { deps, readSecret } = built;
  await seedInstallation(built, config);
  const handleProviderWebhook = createProviderWebhooks(deps, {
    readSecret,
    hint: (endpointId, operationId, said) => hintOperation(deps, endpointId, { operationId, said }),
  });
  const app = createApp({ deps, config, handleProviderWebhook });
  await app.listen(port, config.host);
  const url = config.publicUrl ?? app.url;
  return { url, graphqlUrl: `${app.url}/graphql`, webhookUrl: `${app.url}/webhooks/videos/default`, close: () => app.close() };
}

async function seedInstallation({ deps }: BuiltDeps, { videos }: ResolvedConfig): Promise<void> {
  await seedIdentity(deps);
  await seedLibrary(deps);
  // Campaigns stand still before the other provider is there: a process that dies in between leaves them paused.
  const change = await readProviderChange(deps.db, DEFAULT_ENDPOINT_ID, videos);
  if (change) await pauseProviderChanged(deps, DEFAULT_ENDPOINT_ID, change);
  await seedCatalog(deps, {
    baseUrl: videos.baseUrl,
    dialect: videos.dialect,
    isSandbox: videos.isSandbox,
    secretName: 'VIDEOS_API_KEY',
    webhookSecretName: videos.webhookSecret === null ? null : 'VIDEOS_WEBHOOK_SECRET',
    limits: videos.limits,
  });
}
