import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../apps/api/src/db/database.ts';
import { type Clock, systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { EndpointUnusable } from '../../apps/api/src/providers/endpoint-unusable.ts';
import type { ProviderRegistry } from '../../apps/api/src/providers/provider.ts';
import { createProviderRegistry } from '../../apps/api/src/providers/registry.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres.ts';

let clone: TestDatabase;
let database: Database;
let registry: ProviderRegistry;
let nowMs = 0;
const secrets: Record<string, string> = { KEY: 'sk-canary-one', BROKEN: 'sk-canary\nnext: line', NONE: '' };
const lines: unknown[] = [];
const clock: Clock = { ...systemClock, monotonicMs: () => nowMs };

beforeAll(async () => {
  clone = await cloneDatabase();
  database = openDatabase({ url: clone.url, connectionsMax: 2, onIdleError: () => {} });
  const keep = (line: unknown) => void lines.push(line);
  const log = { info: keep, warn: keep, error: keep, debug: keep } as never;
  registry = createProviderRegistry({ db: database.db, readSecret: (name) => secrets[name], clock, timing: productionTiming, log });
  const row = { base_url: 'http://127.0.0.1:1/v1', dialect: 'openai', in_flight_max: 1 } as const;
  await database.db
    .insertInto('endpoints')
    .values([
      { ...row, id: 'sound', name: 'Sound', secret_name: 'KEY' },
      { ...row, id: 'keyless', name: 'Keyless', secret_name: 'NONE' },
      { ...row, id: 'unset', name: 'Studio', secret_name: 'STUDIO_KEY' },
      { ...row, id: 'broken', name: 'Broken', secret_name: 'BROKEN' },
      { ...row, id: 'file', name: 'File', secret_name: 'KEY', base_url: 'file:///etc/passwd' },
      { ...row, id: 'password', name: 'Password', secret_name: 'KEY', base_url: 'https://me:canary@videos.example/v1' },
    ])
    .execute();
});
afterAll(async () => {
  await database.close();
  await clone.drop();
});

it('keeps a provider while its row and key stay the same', async () => {
  const first = await registry.get('sound');
  nowMs += 60_000;
  expect(await registry.get('sound')).toBe(first);
  expect(await registry.get('keyless')).not.toBe(first);
});

it('takes up an edited row, a probed capability and a rotated key within seconds', async () => {
  const edit = (columns: object) => database.db.updateTable('endpoints').set(columns).where('id', '=', 'sound').execute();
  const first = await registry.get('sound');
  expect(first.capabilities.lists).toBe(true);
  await edit({ capabilities: JSON.stringify({ lists: false, removes: 'perhaps', other: 1 }) });
  expect(await registry.get('sound')).toBe(first);
  nowMs += 3_000;
  const second = await registry.get('sound');
  expect(second.capabilities).toEqual({ ...first.capabilities, lists: false });
  await edit({ dialect: 'vllm-omni' });
  nowMs += 3_000;
  const third = await registry.get('sound');
  expect(third.capabilities.switchesAudio).toBe(true);
  secrets['KEY'] = 'sk-canary-two';
  nowMs += 3_000;
  expect(await registry.get('sound')).not.toBe(third);
});

it.each([
  ['unset', 'The key of “Studio” is missing: nothing is sent to it. Set STUDIO_KEY in the environment and start again.'],
  ['broken', /The key of “Broken” holds a space, a line break/],
  ['file', /The address of “File” can not be used/],
  ['password', /The address of “Password” can not be used/],
  ['nowhere', /There is no provider endpoint “nowhere”/],
])('says in plain words why %s can not be used, and what to do', async (endpointId, sentence) => {
  const refusal = await registry.get(endpointId).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(EndpointUnusable);
  expect(refusal).toMatchObject({ code: 'ENDPOINT_UNUSABLE' });
  expect((refusal as Error).message).toMatch(sentence);
  expect((refusal as Error).message).not.toContain('canary');
});

it('a key that is set after all is found at once', async () => {
  secrets['STUDIO_KEY'] = 'sk-canary-studio';
  expect((await registry.get('unset')).capabilities.lists).toBe(true);
  expect(JSON.stringify(lines)).not.toContain('canary');
});
