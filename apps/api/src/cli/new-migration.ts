import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { draftMigration, WordsUnusable } from './new-migration/migration-files.ts';

/** `npm run new:migration words here`: writes the next numbered migration and lists it in migrations/index.ts. */
const folder = path.resolve(import.meta.dirname, '../../../../migrations');
const indexFile = path.join(folder, 'index.ts');

try {
  const taken = readdirSync(folder).filter((file) => /^\d{4}-.*\.ts$/.test(file));
  const draft = draftMigration(process.argv.slice(2), taken, readFileSync(indexFile, 'utf8'));
  writeFileSync(path.join(folder, `${draft.name}.ts`), draft.text, { flag: 'wx' });
  writeFileSync(indexFile, draft.index);
  process.stdout.write(
    `migrations/${draft.name}.ts\n` +
      'Next: write up and down, add apps/api/src/db/tables/<table>.table.ts and name it in db/database.ts, then npm run house.\n',
  );
} catch (error) {
  if (!(error instanceof WordsUnusable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
