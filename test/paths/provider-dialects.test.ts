import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DIALECTS } from '@dailies/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import { plainPng } from '../../apps/api/src/media/plain-picture.ts';
import type { Operation, Provider, StartRequest } from '../../apps/api/src/providers/provider.ts';
import { downloadOutput } from '../../apps/api/src/providers/safe-download.ts';
import { createVideosWire } from '../../apps/api/src/providers/videos-wire/videos-wire.ts';
import { heavyPng } from '../support/pictures.ts';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.ts';

const timing = { ...productionTiming, sendTimeoutMs: 5_000 };
const PROMPT = 'Slow pan over a harbour.\nSecond line, “quoted” & <b>海边的早晨</b> 🌊 \\ {{x}}';

describe.each(DIALECTS)('%s', (dialect) => {
  let sandbox: TestSandbox;
  let provider: Provider;
  let renders = 0;
  const request = (fields: Partial<StartRequest> = {}): StartRequest => {
    renders += 1;
    const standard = { renderId: `rnd_${renders}`, model: 'sora-2', prompt: PROMPT, seconds: 4, size: '720x1280', audio: false };
    return { ...standard, ...fields };
  };
  const wire = (apiKey: string, pace = timing): Provider =>
    createVideosWire({ baseUrl: sandbox.ready.videosUrl, apiKey, dialect, timing: pace, clock: systemClock });
  const ledgerOf = (prompt: string): Promise<{ creates: number; started: number }> =>
    sandbox.control(`/ledger?entries=none&prompt=${encodeURIComponent(prompt)}`);

  beforeAll(async () => {
    sandbox = await startTestSandbox({ dialect });
    provider = wire(sandbox.ready.videosKey);
  });
  afterAll(() => sandbox.stop());

  async function start(fields: Partial<StartRequest> = {}): Promise<Operation> {
    const outcome = await provider.start(request(fields));
    if (outcome.kind !== 'accepted') throw new Error(`${outcome.kind}: ${JSON.stringify(outcome)}`);
    return outcome.operation;
  }

  async function ended(id: string): Promise<Operation> {
    for (;;) {
      const outcome = await provider.check(id);
      if (outcome.kind !== 'found') throw new Error(outcome.kind);
      if (outcome.operation.state.kind !== 'pending') return outcome.operation;
      await systemClock.sleep(20);
    }
  }

  it('create, retrieve, download, delete', async () => {
    const { id } = await start();
    expect(await ended(id)).toMatchObject({
      id,
      model: 'sora-2',
      prompt: provider.capabilities.listEchoesPrompt ? PROMPT : null,
      seconds: 4,
      size: '720x1280',
      state: { kind: 'succeeded' },
    });

    const file = path.join(tmpdir(), `dailies-${dialect}-${process.pid}.mp4`);
    const output = await downloadOutput({ provider, operationId: id, path: file, bytesMax: 50_000_000 });
    expect(output).toMatchObject({ kind: 'downloaded' });
    expect(readFileSync(file).subarray(4, 8).toString()).toBe('ftyp');
    rmSync(file);

    if (!provider.capabilities.removes) return expect(await provider.remove(id)).toEqual({ kind: 'unsupported' });
    expect(await provider.remove(id)).toEqual({ kind: 'removed' });
    expect(await provider.remove(id)).toEqual({ kind: 'removed' });
    expect(await provider.check(id)).toEqual({ kind: 'gone' });
    expect(await provider.openOutput(id, { start: 0, etag: null })).toEqual({ kind: 'not_known' });
  });

  it('lists newest first, page by page, echoing what was asked', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) ids.push((await start({ prompt: `${PROMPT} ${n}` })).id);
    const found: Operation[] = [];
    for (let after: string | null = null, pages = 0; found.length < 5; pages += 1) {
      const page = await provider.list({ after, limit: 2 });
      if (page.kind !== 'page') throw new Error(page.note);
      expect(page.operations.length).toBeLessThanOrEqual(2);
      expect(Math.abs(page.providerNow!.getTime() - Date.now())).toBeLessThan(5_000);
      found.push(...page.operations);
      after = page.nextAfter;
      expect(pages).toBeLessThan(5);
    }
    expect(found.slice(0, 5).map(({ id }) => id)).toEqual(ids.toReversed());
    const echo = provider.capabilities.listEchoesPrompt ? { prompt: `${PROMPT} 4` } : {};
    expect(found[0]).toMatchObject({ ...echo, model: 'sora-2', seconds: 4, size: '720x1280', createdAt: expect.any(Date) });
  });

  it('a list that does not say whether more follows is read to its end', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push((await start({ prompt: `Without has_more ${n}` })).id);
    await sandbox.control('/faults', { method: 'PUT', body: { rates: { listWithoutHasMore: 1 }, seed: 1 } });
    const found: string[] = [];
    for (let after: string | null = null, pages = 0; pages === 0 || after !== null; pages += 1) {
      const page = await provider.list({ after, limit: 2 });
      if (page.kind !== 'page') throw new Error(page.note);
      found.push(...page.operations.map(({ id }) => id));
      after = page.nextAfter;
    }
    await sandbox.control('/faults', { method: 'DELETE' });
    expect(found.slice(0, 3)).toEqual(ids.toReversed());
    expect(new Set(found).size).toBe(found.length);
  });

  it.each([
    ['a small one', plainPng({ width: 720, height: 1280, colour: [200, 40, 40] })],
    ['one of more than a megabyte', heavyPng({ width: 720, height: 1280 }, 1_200_000)],
  ])('a reference image arrives byte for byte: %s', async (name, bytes) => {
    const reference = { bytes, contentType: 'image/png', width: 720, height: 1280 } as const;
    const prompt = `${PROMPT} from a picture: ${name}`;
    const { id } = await start({ prompt, reference });
    expect((await ended(id)).state.kind).toBe('succeeded');
    const { entries } = await sandbox.control<{ entries: { kind: string; reference: string | null }[] }>(
      `/ledger?prompt=${encodeURIComponent(prompt)}`,
    );
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(entries.map(({ kind, reference: kept }) => [kind, kept])).toEqual([
      ['create', sha256],
      ['start', sha256],
    ]);
  });

  it('a reference image of other pixels is refused before anything starts', async () => {
    const reference = {
      bytes: plainPng({ width: 64, height: 64, colour: [0, 0, 0] }),
      contentType: 'image/png',
      width: 64,
      height: 64,
    } as const;
    const prompt = 'A picture of the wrong size';
    const outcome = await provider.start(request({ prompt, reference }));
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'request_invalid' } });
    expect(await ledgerOf(prompt)).toMatchObject({ started: 0 });
  });

  it('the last page says so', async () => {
    const page = await provider.list({ after: null, limit: 100 });
    expect(page).toMatchObject({ kind: 'page', nextAfter: null });
  });

  it.each([
    ['[[sentinel]]', { kind: 'refused', failure: { code: 'prompt_refused' } }, 0],
    ['[[model-gone]]', { kind: 'refused', failure: { code: 'model_gone' } }, 0],
    ['[[429]]', { kind: 'throttled', retryAfterMs: 1_000 }, 0],
    ['[[500]]', { kind: 'ambiguous' }, 0],
    ['[[500:after]]', { kind: 'ambiguous' }, 1],
    ['[[reset]]', { kind: 'ambiguous' }, 0],
    ['[[reset:after]]', { kind: 'ambiguous' }, 1],
    ['[[lose-response]]', { kind: 'ambiguous' }, 1],
    ['[[garbage]]', { kind: 'ambiguous' }, 1],
    ['[[garbage:html]]', { kind: 'ambiguous' }, 1],
    ['[[garbage:id]]', { kind: 'ambiguous' }, 1],
  ])('%s: one create, and the truth about it', async (token, expected, started) => {
    const prompt = `A quiet harbour ${token}`;
    if (dialect === 'vllm-omni' && token === '[[sentinel]]') expected = { kind: 'refused', failure: { code: 'request_invalid' } };
    expect(await provider.start(request({ prompt }))).toMatchObject(expected);
    expect(await ledgerOf(prompt)).toMatchObject({ creates: 1, started });
  });

  it('an answer that takes too long is ambiguous, and was one create', async () => {
    const prompt = 'A quiet harbour [[delay:2s]]';
    const hurried = wire(sandbox.ready.videosKey, { ...timing, sendTimeoutMs: 500 });
    expect(await hurried.start(request({ prompt }))).toMatchObject({ kind: 'ambiguous' });
    await expect.poll(() => ledgerOf(prompt)).toMatchObject({ creates: 1 });
  });

  it('a job that fails says why', async () => {
    const { id } = await start({ prompt: 'A quiet harbour [[fail:moderation]]' });
    const code = dialect === 'openai' || dialect === 'litellm' ? 'moderation_blocked' : 'provider_error';
    expect((await ended(id)).state).toMatchObject({ kind: 'failed', failure: { code } });
    const other = await start({ prompt: 'A quiet harbour [[fail:server]]' });
    expect((await ended(other.id)).state).toMatchObject({ kind: 'failed', failure: { code: 'provider_error' } });
  });

  it('a status nobody knows is reported as it is', async () => {
    const { id } = await start({ prompt: 'A quiet harbour [[unknown-status]]' });
    expect((await ended(id)).state).toEqual({ kind: 'unknown', word: 'on_hold' });
  });

  it('expired content is gone', async () => {
    const { id } = await start({ prompt: 'A quiet harbour [[expire]]' });
    await ended(id);
    expect(await provider.openOutput(id, { start: 0, etag: null })).toEqual({ kind: 'gone' });
  });

  it('content asked for too early is not ready', async () => {
    const { id } = await start({ prompt: 'A quiet harbour [[stall:90%]]' });
    expect(await provider.openOutput(id, { start: 0, etag: null })).toEqual({ kind: 'not_ready' });
  });

  it('a cut download goes on to the end', async () => {
    const { id } = await start({ prompt: 'A quiet harbour [[truncate:60%]]' });
    await ended(id);
    const file = path.join(tmpdir(), `dailies-${dialect}-${process.pid}-cut.mp4`);
    const output = await downloadOutput({ provider, operationId: id, path: file, bytesMax: 50_000_000 });
    expect(output).toMatchObject({ kind: 'downloaded', bytes: readFileSync(file).length });
    rmSync(file);
  });

  it('a video nobody knows is gone', async () => {
    expect(await provider.check('video_nobody')).toEqual({ kind: 'gone' });
  });

  it('a wrong key is a matter of configuration, and is not repeated in what we say', async () => {
    const stranger = wire('sk-wrong-canary-1234');
    const outcome = await stranger.start(request());
    expect(outcome).toMatchObject({ kind: 'misconfigured' });
    expect(await stranger.list({ after: null, limit: 1 })).toMatchObject({ kind: 'unanswered' });
    expect(JSON.stringify(outcome)).not.toContain('canary');
  });

  it('a request that can not be is refused', async () => {
    expect(await provider.start(request({ size: '0x0' }))).toMatchObject({ kind: 'refused', failure: { code: 'request_invalid' } });
  });

  it('a running job is aborted where the dialect can, and left alone where it can not', async () => {
    if (!provider.capabilities.removes) return;
    const { id } = await start({ prompt: 'Waves at night [[stall:90%]]' });
    expect((await provider.remove(id)).kind).toBe(dialect === 'openai' ? 'unanswered' : 'removed');
  });
});
