import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '../app/config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { resolveConfig } from '../local/resolve-config.ts';
import { findRenderId } from './trace-render/find-render.ts';
import { linesOfTrace, type Outside } from './trace-render/print-trace.ts';
import { readTrace, type Trace } from './trace-render/read-trace.ts';
import { findObjectFile, readWitness } from './trace-render/witness.ts';

const USAGE = 'npm run trace -- rnd_…   (or a variant cmp_….7, a clip clp_…, an id of the API, an id of the provider; --json for programs)';

/** One render's life on one screen. Local services that do not run are started for the look and stopped again. */
await refuseKindly(async () => {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [word] = positionals;
  if (word === undefined || positionals.length > 1) return sayAndFail(`Which render? ${USAGE}`, 2);
  const config = readConfig({ quietly: true });
  if (config.databaseUrl === null && !existsSync(path.join(config.dataDir, 'postgres'))) {
    return sayAndFail(
      `There is no database in ${config.dataDir} yet. Run \`npm run demo\` first, or set DATABASE_URL or DAILIES_DATA_DIR.`,
      1,
    );
  }
  const services = await resolveConfig(config);
  const database = openDatabase({ url: services.config.databaseUrl, connectionsMax: 2, onIdleError: () => undefined });
  try {
    const trace = await findTrace(database, word);
    if (trace === null) return sayAndFail(`No render is known by "${word}". ${USAGE}`, 1);
    const outside = await lookOutside(trace, services.sandbox?.controlUrl ?? null);
    if (values.json)
      process.stdout.write(`${JSON.stringify({ ...trace, ...outside, files: Object.fromEntries(outside.files) }, hexOfBuffers)}\n`);
    else process.stdout.write(`${linesOfTrace(trace, outside).join('\n')}\n`);
  } finally {
    await database.close();
    await services.stop();
  }
});

async function findTrace({ db }: Database, word: string): Promise<Trace | null> {
  const renderId = await findRenderId(db, word);
  return renderId === null ? null : readTrace(db, renderId);
}

async function lookOutside({ render, clip }: Trace, controlUrl: string | null): Promise<Outside> {
  const files = new Map<string, string>();
  if (controlUrl === null) return { witness: null, files };
  for (const file of clip?.files ?? []) {
    const found = await findObjectFile(controlUrl, file.bucket, file.object_key);
    if (found !== null) files.set(file.object_key, found);
  }
  return { witness: await readWitness(controlUrl, render), files };
}

/** Checksums read as hexadecimal. JSON sees a Buffer as the object its toJSON made. */
function hexOfBuffers(_name: string, value: unknown): unknown {
  const isBuffer = typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value;
  return isBuffer ? Buffer.from(value.data as number[]).toString('hex') : value;
}

function sayAndFail(sentence: string, exitCode: number): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = exitCode;
}
