import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { migrateToLatest } from '../../apps/api/src/db/migrate.ts';
import { createLog } from '../../apps/api/src/lib/log.ts';
import { withFolderLock } from '../../apps/api/src/local/folder-lock.ts';
import { clusterFolder } from '../../apps/api/src/local/postgres-cluster.ts';
import { createPgBossQueue } from '../../apps/api/src/queue/pg-boss-queue.ts';
import { sharedFolder } from '../support/scratch.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
/** What a new cluster follows from. */
const SOURCES = ['package-lock.json', 'migrations/*.ts', 'apps/api/src/local/postgres-*.ts', 'apps/api/src/queue/*.ts'];

/**
 * Copies a cluster that holds the migrated database into `folder`. `make` starts a new one below a data folder and answers how to reach and to
 * stop it; it is called once for each state of the sources: to make a cluster takes three seconds of a processor, to copy it a tenth of one.
 */
export async function copyCluster(
  folder: string,
  make: (dataDir: string) => Promise<{ url: string; halt(): Promise<void> }>,
): Promise<void> {
  const template = path.join(sharedFolder('clusters'), hashOfSources());
  const whole = path.join(template, 'whole');
  mkdirSync(template, { recursive: true });
  await withFolderLock(template, async () => {
    if (existsSync(whole)) return;
    const made = await make(template);
    await migrateToLatest(made.url);
    const queue = await createPgBossQueue({ connectionString: made.url, log: createLog({ level: 'silent', secrets: [] }) });
    await queue.stop(1_000);
    await made.halt();
    writeFileSync(whole, '');
  });
  await promisify(execFile)('cp', ['-a', `${clusterFolder(template)}/.`, folder]);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of globSync(SOURCES, { cwd: ROOT }).sort()) hash.update(file).update(readFileSync(path.join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}
