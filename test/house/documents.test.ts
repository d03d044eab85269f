import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as words from '@dailies/schema';
import { describe, expect, it } from 'vitest';
import { listSources, ROOT } from './source-files.ts';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const markdownOf = (folder: string): string[] =>
  readdirSync(path.join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => path.posix.join(folder, name));

const DOCUMENTS = [...['.', 'docs', 'docs/decisions', 'apps/sandbox', 'test/bench'].flatMap(markdownOf), 'NOTICE', '.env.example'];
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
/** What npm runs without `run`. */
const SHORT_COMMANDS = ['npm start', 'npm test'];
/** A path of ours in a text: below a top folder, with a file ending, without a placeholder. */
const OWN_PATH = /`((?:apps|docs|migrations|packages|scripts|test)\/[\w./-]+\.(?:ts|tsx|mjs|md|graphql))`/g;

describe.each(DOCUMENTS)('%s', (document) => {
  const text = read(document);

  it('names commands that are there', () => {
    const named = [...text.matchAll(/npm run (?:-s |--silent )?([a-z][\w:-]*)(?! -w)/g)].map((found) => found[1]!);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    for (const command of SHORT_COMMANDS) if (text.includes(command)) expect(scripts).toHaveProperty(command.slice('npm '.length));
  });

  it('links to files that are there', () => {
    const linked = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1]!.split('#')[0]!);
    const ours = linked.filter((target) => target !== '' && !/^https?:/.test(target));
    expect(ours.filter((target) => !existsSync(path.join(ROOT, path.dirname(document), target)))).toEqual([]);
  });

  it('speaks of files that are there', () => {
    const spoken = [...text.matchAll(OWN_PATH)].map((found) => found[1]!);
    expect(spoken.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

it('.env.example lists what the API and the launcher read, and nothing else', () => {
  const config = read('apps/api/src/app/config.ts');
  const launcher = listSources('apps/api/src/local').map((file) => file.text);
  const readers = [config.matchAll(/text\('([A-Z_]+)'\)/g), ...launcher.map((text) => text.matchAll(/process\.env\['([A-Z_]+)'\]/g))];
  const names = new Set(readers.flatMap((found) => [...found].map((one) => one[1]!)));
  const listed = [...read('.env.example').matchAll(/^# ([A-Z_]+)=/gm)].map((found) => found[1]!);
  expect(names.size).toBeGreaterThan(10);
  expect(listed.toSorted()).toEqual([...names].toSorted());
});

it('GLOSSARY.md holds every word of the state machines', () => {
  const glossary = read('GLOSSARY.md');
  const lists = Object.entries(words).flatMap(([name, list]) => (/^[A-Z_]+S$/.test(name) && Array.isArray(list) ? (list as string[]) : []));
  expect(lists.length).toBeGreaterThan(60);
  const isThere = (word: string) => glossary.includes(`\`${word}\``) || new RegExp(`\\b${word}\\b`).test(glossary);
  expect(lists.filter((word) => !isThere(word))).toEqual([]);
});

describe('ARCHITECTURE.md', () => {
  const text = read('ARCHITECTURE.md');

  it('has every room', () => {
    const rooms = readdirSync(path.join(ROOT, 'apps/api/src'), { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? [one.name] : [],
    );
    const plan = text.slice(text.indexOf('## Floors of the API'), text.indexOf('| room |'));
    expect(rooms.filter((room) => !new RegExp(`^ .*\\b${room}\\b`, 'm').test(plan))).toEqual([]);
  });

  it('has every table', () => {
    const tables = [...read('apps/api/src/db/database.ts').matchAll(/^ {2}(\w+): \w+Table;$/gm)].map((found) => found[1]!);
    expect(tables.length).toBeGreaterThan(20);
    expect(tables.filter((table) => !text.includes(`\`${table}\``))).toEqual([]);
  });
});

it('CONTRIBUTING.md keeps each recipe within six steps', () => {
  const recipes = read('CONTRIBUTING.md').split(/^### /m).slice(1);
  expect(recipes.length).toBeGreaterThanOrEqual(7);
  expect(recipes.filter((recipe) => (recipe.match(/^\d+\. /gm) ?? []).length > 6)).toEqual([]);
});

it('docs/decisions lists every record, in order', () => {
  const records = readdirSync(path.join(ROOT, 'docs/decisions')).filter((name) => /^\d{4}-/.test(name));
  const listed = [...read('docs/decisions/README.md').matchAll(/\]\((\d{4}-[\w-]+\.md)\)/g)].map((found) => found[1]!);
  expect(listed).toEqual(records.toSorted());
  for (const record of records)
    expect(read(`docs/decisions/${record}`)).toMatch(/^# \d+\. .+\n\n\*\*Why\.\*\*[\s\S]+\*\*What\.\*\*[\s\S]+\*\*What follows\.\*\*/);
});

it('docs/api.md shows documents that the schema takes', async () => {
  const { buildSchema, parse, validate } = await import('graphql');
  const schema = buildSchema(read('packages/schema/schema.graphql'));
  const documents = [...read('docs/api.md').matchAll(/```graphql\n([\s\S]*?)```/g)].map((found) => found[1]!);
  expect(documents.length).toBeGreaterThan(0);
  expect(documents.flatMap((document) => validate(schema, parse(document)).map((error) => error.message))).toEqual([]);
});
