import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { formatMicros } from '@dailies/schema';
import { readConfig } from '../app/config.ts';
import { openDatabase } from '../db/database.ts';
import { type LedgerDifference, RULES, verifyLedger } from '../ledger/verify-ledger.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { startLocalPostgres } from '../local/start-local-postgres.ts';

const USAGE = 'npm run ledger -- verify [--json]';

/** Recomputes every balance from the entries and the rows they speak of. Exit code 0 when all agree, 1 with each difference named. */
await refuseKindly(async () => {
  const { values, positionals } = parseArgs({ options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'verify') return sayAndFail(USAGE, 2);
  const config = readConfig({ quietly: true });
  if (config.databaseUrl === null && !existsSync(path.join(config.dataDir, 'postgres'))) {
    return sayAndFail(`There is no database in ${config.dataDir} yet. Set DATABASE_URL or DAILIES_DATA_DIR to verify another.`, 1);
  }
  const postgres = config.databaseUrl === null ? await startLocalPostgres({ dataDir: config.dataDir }) : null;
  const database = openDatabase({ url: config.databaseUrl ?? postgres!.url, connectionsMax: 1, onIdleError: () => undefined });
  try {
    const differences = await verifyLedger(database.db);
    const { entries } = await database.db
      .selectFrom('ledger_entries')
      .select(({ fn }) => fn.countAll<number>().as('entries'))
      .executeTakeFirstOrThrow();
    if (values.json) process.stdout.write(`${JSON.stringify({ ok: differences.length === 0, entries, differences })}\n`);
    else process.stdout.write(`${linesOf(entries, differences).join('\n')}\n`);
    if (differences.length > 0) process.exitCode = 1;
  } finally {
    await database.close();
    await postgres?.stop();
  }
});

function linesOf(entries: number, differences: readonly LedgerDifference[]): string[] {
  const broken = new Set(differences.map((one) => one.what));
  const rules = Object.entries(RULES).map(
    ([what, sentence]) => `${broken.has(what as keyof typeof RULES) ? 'DIFFERS' : '   ok  '}  ${sentence}`,
  );
  const named = differences.map(
    ({ what, subject, keptMicros, expectedMicros }) =>
      `${what.padEnd(9)} ${subject}: ${formatMicros(keptMicros)} where ${formatMicros(expectedMicros)} is expected`,
  );
  const verdict = differences.length === 0 ? 'every balance agrees' : `${differences.length} differences`;
  return [...rules, '', ...named, `${entries} entries, ${verdict}.`];
}

function sayAndFail(sentence: string, exitCode: number): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = exitCode;
}
