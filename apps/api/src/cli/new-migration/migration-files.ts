/** A migration file that is about to be made, and the index that lists it. */
export interface MigrationFiles {
  /** `0008-review-notes`: its frozen name. */
  name: string;
  text: string;
  index: string;
}

/** Words that can not name a migration; the sentence is for the person who typed them. */
export class WordsUnusable extends Error {}

const WORDS_MIN = 2;
const NAME_CHARS_MAX = 60;

/** The next migration for these words, and `migrations/index.ts` with it listed last. `taken` are the names that are there. Throws WordsUnusable. */
export function draftMigration(words: readonly string[], taken: readonly string[], index: string): MigrationFiles {
  const parts = words.flatMap((word) => word.toLowerCase().split(/[^a-z0-9]+/)).filter((part) => part !== '');
  const slug = parts.join('-');
  if (parts.length < WORDS_MIN || !/^[a-z]/.test(slug) || slug.length > NAME_CHARS_MAX) {
    throw new WordsUnusable('Say in two or more words what changes, beginning with a letter: npm run new:migration review notes');
  }
  const number = String(Math.max(0, ...taken.map((name) => Number.parseInt(name, 10))) + 1).padStart(4, '0');
  const name = `${number}-${slug}`;
  const camel = parts.map((part, place) => (place === 0 ? part : part[0]!.toUpperCase() + part.slice(1))).join('');
  const identifier = index.includes(`* as ${camel} from`) ? `${camel}${number}` : camel;
  return { name, text: skeletonOf(parts[0]!), index: addToIndex(index, name, identifier) };
}

function addToIndex(index: string, name: string, identifier: string): string {
  const importLine = `import * as ${identifier} from './${name}.ts';\n`;
  const lastImport = index.lastIndexOf('import * as ');
  const afterImports = index.indexOf('\n', lastImport) + 1;
  const listEnd = index.lastIndexOf('};');
  if (lastImport < 0 || listEnd < afterImports) throw new Error('migrations/index.ts has no longer the shape that this command writes to');
  const before = index.slice(0, afterImports);
  return `${before}${importLine}${index.slice(afterImports, listEnd)}  '${name}': ${identifier},\n${index.slice(listEnd)}`;
}

/** Up and down in the style of the others: plain SQL, frozen in time, importing nothing of ours. Both run as they stand. */
function skeletonOf(noun: string): string {
  return `import { type Kysely, sql } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql\`
    -- create table ${noun}s (
    --   id text primary key,
    --   created_at timestamptz not null default dailies_now()
    -- )
    \`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql\`
    -- drop table ${noun}s
    \`.execute(db);
}
`;
}
