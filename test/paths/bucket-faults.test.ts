import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestBucket, type TestBucket } from '../support/bucket.ts';

const RATES = { status503: 0.3, resetUpload: 0.3, resetDownload: 0.4 };
let sandbox: TestBucket;

beforeEach(async () => {
  sandbox = await startTestBucket();
  await sandbox.client.createBucket('faulty');
});
afterEach(() => sandbox.close());

/** One try each at storing and reading 30 objects, in the given order; what happened, by name. */
async function runThrough(order: (names: string[]) => string[]): Promise<Record<string, string>> {
  const base = sandbox.server.url;
  const names = Array.from({ length: 30 }, (_, i) => `object-${i}`);
  const seen: Record<string, string> = {};
  for (const name of order(names)) {
    const say = (answer: Promise<string>): Promise<string> => answer.catch(() => 'reset');
    const put = await say(
      fetch(`${base}/upload/storage/v1/b/faulty/o?uploadType=media&name=${name}`, { method: 'POST', body: 'x'.repeat(50_000) }).then(
        async (answer) => (await answer.text(), String(answer.status)),
      ),
    );
    const get = await say(
      fetch(`${base}/storage/v1/b/faulty/o/${name}?alt=media`).then(async (answer) => `${answer.status} ${(await answer.text()).length}`),
    );
    seen[name] = `${put}, ${get}`;
  }
  sandbox.server.setFaults({ rates: {}, seed: 0 });
  await sandbox.client.bucket('faulty').deleteFiles();
  return seen;
}

it('repeats a run exactly by its seed, in whatever order the requests come', async () => {
  sandbox.server.setFaults({ rates: RATES, seed: 7 });
  const first = await runThrough((names) => names);
  sandbox.server.setFaults({ rates: RATES, seed: 7 });
  expect(await runThrough((names) => names.toReversed())).toEqual(first);
  sandbox.server.setFaults({ rates: RATES, seed: 8 });
  expect(await runThrough((names) => names)).not.toEqual(first);
  const all = Object.values(first).join(' ');
  for (const word of ['200 50000', '503', 'reset']) expect(all).toContain(word);
});

it('loses an answer now and then after the object is made, never a part of an object', async () => {
  sandbox.server.setFaults({ rates: { resetUpload: 1 }, seed: 1 });
  const outcomes = await runThrough((names) => names);
  const stored = Object.values(outcomes).filter((outcome) => outcome === 'reset, 200 50000');
  expect(stored.length).toBeGreaterThan(0);
  expect(stored.length).toBeLessThan(15);
  expect(new Set(Object.values(outcomes).map((outcome) => outcome.split(' ')[1]))).toEqual(new Set(['200', '404']));
});

it('ends when told', async () => {
  sandbox.server.setFaults({ rates: { status503: 1 }, seed: 1 });
  await expect(sandbox.client.getBuckets()).rejects.toMatchObject({ code: 503 });
  sandbox.server.setFaults({ rates: {}, seed: 0 });
  expect((await sandbox.client.getBuckets())[0]).toHaveLength(1);
});
