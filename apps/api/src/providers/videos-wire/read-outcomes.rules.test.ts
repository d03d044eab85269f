import { describe, expect, it } from 'vitest';
import type { Sent } from './classify.rules.ts';
import { multipartBody } from './create-body.ts';
import { DIALECTS } from './dialects/dialects.ts';
import { readRetryAfter } from './http-answer.ts';
import { noteOf } from './note.ts';
import { readCheck, readPage, readRemoved } from './read-outcomes.rules.ts';

const { openai, litellm, sglang } = DIALECTS;
const video = { id: 'video_1', object: 'video', status: 'in_progress', progress: 10 };
const answered = (status: number, json?: unknown, retryAfterMs: number | null = null): Sent => ({
  kind: 'answer',
  answer: { status, json, retryAfterMs, date: new Date(0) },
});
const fault: Sent = { kind: 'fault', mayHaveLeft: true, note: 'the connection failed (ECONNRESET)' };

describe('check', () => {
  it.each([
    ['a Video', answered(200, video), 'found'],
    ['404', answered(404, { error: {} }), 'gone'],
    ['404 with a detail, as FastAPI says it', answered(404, { detail: 'Video not found' }), 'gone'],
    ['404 of a gateway that knows no route', answered(404, { message: 'no Route matched with those values' }), 'unanswered'],
    ['404 with a JSON text', answered(404, 'not found'), 'unanswered'],
    ['410', answered(410), 'gone'],
    ['HTML with 200', answered(200), 'unanswered'],
    ['another video', answered(200, { ...video, id: 'video_2' }), 'unanswered'],
    ['401', answered(401), 'unanswered'],
    ['429', answered(429), 'unanswered'],
    ['500', answered(500), 'unanswered'],
    ['302', answered(302), 'unanswered'],
    ['a reset', fault, 'unanswered'],
  ])('%s', (_name, sent, kind) => {
    expect(readCheck(openai, 'video_1', sent)).toMatchObject({ kind });
  });

  it('waits as long as it is told to', () => {
    expect(readCheck(openai, 'video_1', answered(429, null, 4_000))).toMatchObject({ kind: 'unanswered', retryAfterMs: 4_000 });
    expect(readCheck(openai, 'video_1', answered(429))).toMatchObject({ kind: 'unanswered', retryAfterMs: 5_000 });
  });

  it('keeps the id it asked with where a gateway answers another spelling', () => {
    expect(readCheck(litellm, 'video_long', answered(200, video))).toMatchObject({ kind: 'found', operation: { id: 'video_long' } });
  });

  it('takes a deleted video for gone', () => {
    expect(readCheck(sglang, 'video_1', answered(200, { ...video, status: 'deleted' }))).toEqual({ kind: 'gone' });
  });
});

describe('list', () => {
  const page = (more: object, count = 2) =>
    answered(200, { data: Array.from({ length: count }, (_, n) => ({ ...video, id: `video_${n}` })), ...more });

  it.each([
    ['has_more', page({ has_more: true, last_id: 'video_1' }), 'video_1'],
    ['has_more without last_id', page({ has_more: true }), 'video_1'],
    ['the end', page({ has_more: false, last_id: 'video_1' }), null],
    ['no has_more, a full page', page({}), 'video_1'],
    ['no has_more, a page that may be capped', page({}, 1), 'video_0'],
    ['no has_more, an empty page', page({}, 0), null],
    ['has_more over an empty page', page({ has_more: true, last_id: 'video_9' }, 0), 'video_9'],
  ])('%s', (_name, sent, nextAfter) => {
    expect(readPage(openai, sent)).toMatchObject({ kind: 'page', nextAfter, providerNow: new Date(0) });
  });

  it.each([
    ['HTML', answered(200)],
    ['500', answered(500)],
    ['404: this server has no list', answered(404)],
    ['a reset', fault],
  ])('%s answers nothing', (_name, sent) => {
    expect(readPage(openai, sent)).toMatchObject({ kind: 'unanswered' });
  });

  it('leaves out what is no Video, and says so', () => {
    expect(readPage(openai, answered(200, { data: [video, 7], has_more: false }))).toMatchObject({
      kind: 'page',
      operations: [{ id: 'video_1' }],
      nextAfter: null,
      leftOut: true,
    });
    expect(readPage(openai, answered(200, { data: [7] }))).toMatchObject({ kind: 'page', operations: [], leftOut: true, cut: true });
    expect(readPage(openai, page({ has_more: true }, 0))).toMatchObject({ kind: 'page', nextAfter: null, cut: true });
    expect(readPage(openai, page({ has_more: false }))).not.toHaveProperty('leftOut');
  });

  it.each([301, 401, 402, 403])('%d is a refusal of key or address', (status) => {
    expect(readPage(openai, answered(status))).toMatchObject({ kind: 'unanswered', refused: true });
  });

  it('of a gateway that spells ids in another way answers nothing', () => {
    const spelled = (modelId: string) =>
      `video_${Buffer.from(`litellm:custom_llm_provider:azure;model_id:${modelId};video_id:v1`).toString('base64')}`;
    const listed = (id: string) => readPage(litellm, answered(200, { data: [{ ...video, id }] }));
    expect(listed(spelled('sora-2'))).toMatchObject({ kind: 'page' });
    expect(listed(spelled(''))).toMatchObject({ kind: 'unanswered' });
  });
});

describe('remove', () => {
  it.each([
    [answered(200, { deleted: true }), 'removed'],
    [answered(204), 'removed'],
    [answered(404), 'removed'],
    [answered(410), 'removed'],
    [answered(400, { error: { code: 'video_not_finished' } }), 'unanswered'],
    [answered(500), 'unanswered'],
    [fault, 'unanswered'],
  ])('%j', (sent, kind) => {
    expect(readRemoved(sent)).toMatchObject({ kind });
  });
});

describe('retry-after', () => {
  const now = new Date('2026-11-03T10:00:00Z');
  it.each([
    [{ 'retry-after-ms': '150' }, 150],
    [{ 'retry-after-ms': '150.6', 'retry-after': '9' }, 151],
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Tue, 03 Nov 2026 10:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Tue, 03 Nov 2026 09:00:00 GMT' }, 1_000],
    [{ 'retry-after': '0' }, 1_000],
    [{ 'retry-after': 'Tue, 03 Nov 2026 09:00:30 GMT', date: 'Tue, 03 Nov 2026 09:00:00 GMT' }, 30_000],
    [{ 'retry-after': '999999' }, 3_600_000],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': 'later' }, null],
    [{}, null],
  ])('%j', (headers, expected) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

it('a form carries line breaks and foreign letters as they are', async () => {
  const prompt = 'first\nsecond\r\nthird 海 --dailies"';
  const { contentType, bytes } = multipartBody({ model: 'wan', prompt });
  expect(Buffer.from(bytes).toString()).toContain(`name="prompt"\r\n\r\n${prompt}\r\n`);
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  expect(form.get('model')).toBe('wan');
  expect(form.get('prompt')).toBe(prompt);
});

it('cuts a long note between characters', () => {
  expect(noteOf(`${'x'.repeat(299)}😀`).isWellFormed()).toBe(true);
});
