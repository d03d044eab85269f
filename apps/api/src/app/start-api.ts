import { seedCatalog } from '../catalog/seed-catalog.ts';
import { seedIdentity } from '../identity/seed-identity.ts';
import { seedLibrary } from '../library/seed-library.ts';
import { hintOperation } from '../render/hint-operation.ts';
import type { BuiltDeps } from './build-deps.ts';
import type { ResolvedConfig } from './config.ts';
import { createProviderWebhooks } from './provider-webhooks.ts';
import { createApp } from './server.ts';

/** Rows that every installation stands on; repeating it changes nothing. */
export async function seedInstallation({ deps }: BuiltDeps, config: ResolvedConfig): Promise<void> {
  await seedIdentity(deps);
  await seedLibrary(deps);
  await seedCatalog(deps, {
    baseUrl: config.videos.baseUrl,
    dialect: config.videos.dialect,
    isSandbox: config.videos.isSandbox,
    secretName: 'VIDEOS_API_KEY',
    webhookSecretName: config.videos.webhookSecret === null ? null : 'VIDEOS_WEBHOOK_SECRET',
  });
}
