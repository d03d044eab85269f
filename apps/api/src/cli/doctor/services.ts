import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Config } from '../../app/config.ts';
import { type LocalPostgres, startLocalPostgres } from '../../local/start-local-postgres.ts';
import { type LocalSandbox, startLocalSandbox } from '../../local/start-local-sandbox.ts';

/**
 * The embedded services, started or adopted once for all checks. Where the data folder has none yet they are tried in a folder that is
 * thrown away, so that looking changes nothing. `stop` ends what was started here and nothing else.
 */
export interface Services {
  postgres(): Promise<LocalPostgres>;
  sandbox(): Promise<LocalSandbox>;
  stop(): Promise<void>;
}

export function openServices(config: Pick<Config, 'dataDir'>): Services {
  const folders: string[] = [];
  const started: Promise<{ stop(): Promise<void> }>[] = [];
  const folderFor = async (service: string): Promise<string> => {
    if (existsSync(path.join(config.dataDir, service))) return config.dataDir;
    const folder = await mkdtemp(path.join(tmpdir(), 'dailies-doctor-'));
    folders.push(folder);
    return folder;
  };
  const once = <Service extends { stop(): Promise<void> }>(start: () => Promise<Service>): (() => Promise<Service>) => {
    let service: Promise<Service> | undefined;
    return () => {
      if (service === undefined) started.push((service = start()));
      return service;
    };
  };
  return {
    postgres: once(async () => startLocalPostgres({ dataDir: await folderFor('postgres') })),
    sandbox: once(async () => startLocalSandbox({ dataDir: await folderFor('sandbox') })),
    async stop() {
      for (const service of started.toReversed()) {
        const running = await service.catch(() => null);
        await running?.stop();
      }
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
