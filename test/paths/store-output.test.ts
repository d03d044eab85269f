import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Deps } from '../../apps/api/src/deps.ts';
import { hashFile } from '../../apps/api/src/lib/hash-file.ts';
import { clipIdOf } from '../../apps/api/src/lib/new-id.ts';
import type { OutputOutcome } from '../../apps/api/src/providers/provider.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { reconcileEndpoint } from '../../apps/api/src/render/reconcile-endpoint.ts';
import { storeOutput } from '../../apps/api/src/render/store-output.ts';
import { clipFileKey } from '../../apps/api/src/storage/object-keys.ts';
import { ObjectDiffers, type StoredObject } from '../../apps/api/src/storage/storage.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { startApp, type TestApp } from '../support/start-app.ts';

const MORE_TRIES_THAN_ALLOWED = 8;
const { signal } = new AbortController();

let app: TestApp;
let deps: Deps;
let renderId: string;
beforeAll(async () => {
  app = await startApp({ worker: false });
  deps = app.built.deps;
});
afterAll(() => app.stop());

/** A render that the provider has finished and nobody has stored. */
beforeEach(async () => {
  const planned = await planCampaign(app.client, { prompts: ['Rain runs down a tram window.'] });
  await launchCampaign(app.client, planned);
  await dispatchEndpoint(deps, 'default', signal);
  ({ id: renderId } = await deps.db.selectFrom('renders').where('status', '=', 'running').select('id').executeTakeFirstOrThrow());
  while ((await statusOf()) === 'running') await reconcileEndpoint(deps, 'default', signal);
});

async function statusOf(): Promise<string> {
  const { status } = await deps.db.selectFrom('renders').where('id', '=', renderId).select('status').executeTakeFirstOrThrow();
  return status;
}

/** Tries to store with tools that fail, as often as the queue and the sweep would. */
async function tryInVain(tools: Deps, stop: AbortSignal = signal): Promise<void> {
  for (let n = 0; n < MORE_TRIES_THAN_ALLOWED; n += 1) await storeOutput(tools, renderId, stop).catch(() => undefined);
}

function whereOutputsAnswer(outcome: OutputOutcome): Deps {
  return {
    ...deps,
    providers: { get: async (id) => ({ ...(await deps.providers.get(id)), openOutput: () => Promise.resolve(outcome) }) },
  };
}

it('loses no paid video to workers that drain', async () => {
  await tryInVain(deps, AbortSignal.abort());
  expect(await statusOf()).toBe('succeeded');
  await storeOutput(deps, renderId, signal);
  expect(await statusOf()).toBe('stored');
});

it('loses no paid video to a bucket that is away', async () => {
  await tryInVain({ ...deps, storage: { ...deps.storage, putFile: () => Promise.reject(new Error('503')) } });
  await tryInVain(deps, AbortSignal.abort());
  expect(await statusOf()).toBe('succeeded');
});

it('rests as long as the provider asks before it fetches again', async () => {
  await storeOutput(whereOutputsAnswer({ kind: 'unanswered', note: 'HTTP 503', retryAfterMs: 900_000 }), renderId, signal);
  const { rows } = await sql<{ rest: number }>`
    select extract(epoch from due_at - dailies_now())::float8 as rest from renders where id = ${renderId}`.execute(deps.db);
  expect(rows[0]!.rest).toBeGreaterThan(850);
  expect(rows[0]!.rest).toBeLessThanOrEqual(900);
  expect(await statusOf()).toBe('succeeded');
});

it('asks for an output that can not be reached as long as a render may last, and then says so', async () => {
  const away = whereOutputsAnswer({ kind: 'not_ready' });
  await tryInVain(away);
  expect(await statusOf()).toBe('succeeded');
  await sql`update renders set changed_at = changed_at - interval '2 hours' where id = ${renderId}`.execute(deps.db);
  await tryInVain(away);
  expect(await statusOf()).toBe('failed');
});

it('asks again for a video that its provider does not know for a while, until the time is over for which it was promised', async () => {
  const forgetful = whereOutputsAnswer({ kind: 'not_known' });
  await tryInVain(forgetful);
  expect(await statusOf()).toBe('succeeded');
  await sql`update renders set output_expires_at = dailies_now() - interval '1 minute' where id = ${renderId}`.execute(deps.db);
  await tryInVain(forgetful);
  expect(await statusOf()).toBe('expired');
});

it('replaces what a try that never committed left in the bucket', async () => {
  const place = await deps.db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .where('r.id', '=', renderId)
    .select(['c.workspace_id as workspaceId', 'c.id as campaignId'])
    .executeTakeFirstOrThrow();
  const left = path.join(app.folder, 'left.mp4');
  await writeFile(left, 'the file of another build of ffmpeg');
  const { bytes, crc32c } = await hashFile(left);
  const key = clipFileKey({ ...place, clipId: clipIdOf(renderId) }, 'video');
  await deps.storage.putFile({ key, path: left, contentType: 'video/mp4', bytes, crc32c });
  await storeOutput(deps, renderId, signal);
  expect(await statusOf()).toBe('stored');
  expect((await deps.storage.stat(key))?.bytes).toBeGreaterThan(bytes);
});

it('leaves what another try has committed meanwhile, though its bytes differ', async () => {
  let own: StoredObject | undefined;
  const outrun = {
    ...deps,
    storage: {
      ...deps.storage,
      putFile: async (file: Parameters<Deps['storage']['putFile']>[0]) => {
        if (own) return deps.storage.putFile(file);
        await storeOutput(deps, renderId, signal);
        own = (await deps.storage.stat(file.key))!;
        await writeFile(file.path, 'the file of another build of ffmpeg');
        return deps.storage.putFile({ ...file, ...(await hashFile(file.path)) });
      },
    },
  };
  await expect(storeOutput(outrun, renderId, signal)).rejects.toThrow(ObjectDiffers);
  expect(await deps.storage.stat(own!.key)).toEqual(own);
  await deps.storage.remove(own!.key, '1');
  expect(await deps.storage.stat(own!.key)).toEqual(own);
});
