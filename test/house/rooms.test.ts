import { describe, expect, it } from 'vitest';
import { isTest, listSources, type SourceFile } from './source-files.ts';

/** The floors of the API, lowest first. A room imports only from rooms below its own. */
const API_FLOORS: readonly (readonly string[])[] = [
  ['lib'],
  ['db', 'storage', 'media'],
  ['queue', 'events', 'providers', 'access'],
  ['deps'],
  ['graphql'],
  ['identity', 'catalog', 'library'],
  ['policy', 'ledger', 'clip'],
  ['campaign'],
  ['render', 'lineage'],
  ['review', 'retention'],
  ['share'],
  ['takedown', 'webhooks', 'kpi'],
  ['app'],
  ['local'],
  ['all-in-one', 'main', 'worker'],
  ['cli'],
];

/** The floors of the admin. */
const ADMIN_FLOORS: readonly (readonly string[])[] = [
  ['gql', 'ui'],
  ['clips'],
  ['campaigns', 'review', 'takedowns', 'costs', 'library', 'settings'],
  ['pages'],
  ['app'],
  ['main'],
];

/** Foreign packages with one door each. */
const SINGLE_DOORS: Record<string, RegExp> = {
  'pg-boss': /^apps\/api\/src\/queue\/pg-boss-queue\.ts$/,
  '@google-cloud/storage': /^apps\/api\/src\/storage\/gcs-storage\.ts$/,
  'google-auth-library': /^apps\/api\/src\/storage\/gcs-\w+\.ts$/,
  mediabunny: /^apps\/api\/src\/media\/probe-video\.ts$/,
  '@ffmpeg-installer/ffmpeg': /^apps\/(api|sandbox)\/src\/media\/ffmpeg\.ts$/,
};

function roomOf(file: string, base: string): string {
  return file
    .slice(base.length)
    .split('/')[0]!
    .replace(/\.tsx?$/, '');
}

function floorOf(floors: readonly (readonly string[])[], room: string): number {
  return floors.findIndex((rooms) => rooms.includes(room));
}

function wrongArrows(files: readonly SourceFile[], base: string, floors: readonly (readonly string[])[]): string[] {
  return files
    .filter((file) => !isTest(file.path))
    .flatMap((file) =>
      file.imports
        .filter((target) => target.startsWith(base))
        .filter((target) => {
          const [from, to] = [roomOf(file.path, base), roomOf(target, base)];
          return from !== to && floorOf(floors, to) >= floorOf(floors, from);
        })
        .map((target) => `${file.path} → ${target}`),
    );
}

function findCircle(files: readonly SourceFile[]): string[] | null {
  const known = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const walk = (file: SourceFile, trail: string[]): string[] | null => {
    if (state.get(file.path) === 'done') return null;
    if (state.get(file.path) === 'open') return [...trail.slice(trail.indexOf(file.path)), file.path];
    state.set(file.path, 'open');
    for (const target of file.imports) {
      const next = known.get(target);
      const circle = next && walk(next, [...trail, file.path]);
      if (circle) return circle;
    }
    state.set(file.path, 'done');
    return null;
  };
  for (const file of files) {
    const circle = walk(file, []);
    if (circle) return circle;
  }
  return null;
}

describe.each([
  ['apps/api/src/', API_FLOORS],
  ['apps/admin/src/', ADMIN_FLOORS],
] as const)('the rooms of %s', (base, floors) => {
  const files = listSources(base);

  it('all stand on a floor', () => {
    const rooms = new Set(files.map((file) => roomOf(file.path, base)));
    expect([...rooms].filter((room) => floorOf(floors, room) < 0)).toEqual([]);
  });

  it('import only from floors below', () => expect(wrongArrows(files, base, floors)).toEqual([]));
});

describe('the house', () => {
  const files = ['apps', 'packages', 'migrations'].flatMap(listSources);

  it('has no import circle', () => expect(findCircle(files)).toBeNull());

  it('lets packages/schema and migrations import nothing of ours', () => {
    const ours = files
      .filter((file) => /^(packages\/schema|migrations)\//.test(file.path))
      .flatMap((file) =>
        file.imports
          .filter((target) => target.startsWith('@dailies/') || target.startsWith('apps/'))
          .map((target) => `${file.path} → ${target}`),
      );
    expect(ours).toEqual([]);
  });

  it('keeps the apps apart: they meet on the wire', () => {
    const crossing = files.flatMap((file) => {
      const app = /^apps\/\w+\//.exec(file.path)?.[0];
      return file.imports
        .filter((target) => app && target.startsWith('apps/') && !target.startsWith(app))
        .map((target) => `${file.path} → ${target}`);
    });
    expect(crossing).toEqual([]);
  });

  it.each(Object.entries(SINGLE_DOORS))('lets %s in by one door', (name, door) => {
    const importers = files.filter(
      (file) => !isTest(file.path) && file.imports.some((target) => target === name || target.startsWith(`${name}/`)),
    );
    expect(importers.map((file) => file.path).filter((file) => !door.test(file))).toEqual([]);
  });

  it('reads the environment of the API in app/config only', () => {
    const readers = files.filter(
      (file) => file.path.startsWith('apps/api/src/') && !isTest(file.path) && /\bprocess\.env\b/.test(file.text),
    );
    expect(readers.map((file) => file.path).filter((file) => !/src\/(app\/config|local\/[\w-]+)\.ts$/.test(file))).toEqual([]);
  });

  it('takes clock, ids and chance through lib', () => {
    const rooms = /^apps\/api\/src\/(campaign|render|ledger|clip|library|catalog|identity|events|access)\//;
    const impatient = files.filter(
      (file) => rooms.test(file.path) && !isTest(file.path) && /\bDate\.now\(|new Date\(\)|randomUUID\(|Math\.random\(/.test(file.text),
    );
    expect(impatient.map((file) => file.path)).toEqual([]);
  });
});
