import { describe, expect, it } from 'vitest';
import { DIALECTS } from './dialects/dialects.ts';
import { operationOf } from './operation.rules.ts';
import { decodePage, decodeVideo } from './video-wire.ts';

const video = { id: 'video_1', object: 'video', status: 'queued' };
const stateOf = (json: unknown, dialect: keyof typeof DIALECTS = 'openai') => operationOf(DIALECTS[dialect], decodeVideo(json)!)?.state;

describe('a Video is read tolerantly', () => {
  it('whole', () => {
    const whole = {
      ...video,
      model: 'sora-2',
      progress: 33,
      prompt: 'A harbour',
      created_at: 1_790_000_000,
      completed_at: null,
      expires_at: 1_790_003_600,
      seconds: '8',
      size: '720x1280',
      remixed_from_video_id: null,
      error: null,
    };
    expect(decodeVideo(whole)).toEqual({
      id: 'video_1',
      status: 'queued',
      progressPercent: 33,
      model: 'sora-2',
      prompt: 'A harbour',
      seconds: 8,
      size: '720x1280',
      createdAt: new Date(1_790_000_000_000),
      completedAt: null,
      expiresAt: new Date(1_790_003_600_000),
      costMicros: null,
      error: null,
    });
  });

  it.each([
    ['nothing but id and object', { id: 'v', object: 'video' }],
    ['nothing but id and status', { id: 'v', status: 'queued' }],
    ['fields nobody has heard of', { ...video, usage: { cost: 1 }, nested: { deep: [] } }],
    ['an id of 2,000 characters', { ...video, id: 'v'.repeat(2_000) }],
    ['a base64 id', { ...video, id: 'video_YWJj+/ZGVm==' }],
    ['fields of the wrong type', { ...video, model: 7, prompt: [], seconds: {}, size: 3, progress: 'half', created_at: 'yesterday' }],
  ])('%s', (_name, json) => {
    expect(decodeVideo(json)).toMatchObject({ id: json.id });
  });

  it.each([
    ['null', null],
    ['a text', 'video_1'],
    ['a list', [video]],
    ['an empty object', {}],
    ['no id', { object: 'video', status: 'queued' }],
    ['a number for an id', { ...video, id: 1 }],
    ['an empty id', { ...video, id: '' }],
    ['an id with a line break', { ...video, id: 'video_1\r\nX: y' }],
    ['an id that climbs a path', { ...video, id: '..' }],
    ['an id with a space', { ...video, id: 'video 1' }],
    ['an id of 2,001 characters', { ...video, id: 'v'.repeat(2_001) }],
    ['an id alone', { id: 'video_1' }],
    ['an event', { id: 'evt_1', object: 'event', type: 'video.completed' }],
    ['a receipt of deletion', { id: 'video_1', object: 'video.deleted', deleted: true }],
    ['an error', { error: { message: 'no', code: 'x' } }],
  ])('%s is no Video', (_name, json) => {
    expect(decodeVideo(json)).toBeNull();
  });

  it.each([
    [{ seconds: 4 }, { seconds: 4 }],
    [{ seconds: '4' }, { seconds: 4 }],
    [{ seconds: '4.0' }, { seconds: 4 }],
    [{ seconds: '4s' }, { seconds: 4 }],
    [{ seconds: '' }, { seconds: null }],
    [{ size: '720X1280' }, { size: '720x1280' }],
    [{ size: '720 × 1280' }, { size: '720x1280' }],
    [{ size: '720*1280' }, { size: '720x1280' }],
    [{ size: '720p' }, { size: null }],
    [{ progress: '41.9' }, { progressPercent: 41 }],
    [{ progress: 140 }, { progressPercent: 100 }],
    [{ progress: -1 }, { progressPercent: 0 }],
    [{ created_at: '1790000000' }, { createdAt: new Date(1_790_000_000_000) }],
    [{ created_at: 1_790_000_000.25 }, { createdAt: new Date(1_790_000_000_250) }],
    [{ created_at: 1_790_000_000_000 }, { createdAt: new Date(1_790_000_000_000) }],
    [{ completed_at: 1_790_000_060 }, { completedAt: new Date(1_790_000_060_000) }],
    [{ created_at: '2026-09-21T14:13:20Z' }, { createdAt: new Date(1_790_000_000_000) }],
    [{ expires_at: 1_790_000_000_000_000 }, { expiresAt: null }],
    [
      { prompt: 'a\u0000b\ud83d', model: 'x\u0000' },
      { prompt: 'a b\ufffd', model: 'x ' },
    ],
    [{ seconds: '5.04' }, { seconds: 5.04 }],
    [{ usage: { cost: 0.4 } }, { costMicros: 400_000 }],
    [{ usage: { cost: '0.125' } }, { costMicros: 125_000 }],
    [{ usage: { cost: -1 } }, { costMicros: null }],
    [{ usage: { cost: 40_000 } }, { costMicros: null }],
    [{ usage: 'none' }, { costMicros: null }],
    [{ error: { code: 500, message: 'oom' } }, { error: { code: '500', message: 'oom', param: null } }],
    [{ error: 'plain text' }, { error: { code: null, message: null, param: null } }],
  ])('%j', (fields, expected) => {
    expect(decodeVideo({ ...video, ...fields })).toMatchObject(expected);
  });
});

describe('status words', () => {
  it.each([
    ['queued', { kind: 'pending', phase: 'queued' }],
    ['in_progress', { kind: 'pending', phase: 'running' }],
    ['completed', { kind: 'succeeded', expiresAt: null, completedAt: null }],
    ['expired', { kind: 'expired' }],
    ['processing', { kind: 'unknown', word: 'processing' }],
    ['cooking', { kind: 'unknown', word: 'cooking' }],
    ['constructor', { kind: 'unknown', word: 'constructor' }],
    ['a\u0000b\n', { kind: 'unknown', word: 'a b' }],
    [null, { kind: 'unknown', word: '(none)' }],
  ])('%s', (status, expected) => {
    expect(stateOf({ ...video, status })).toMatchObject(expected);
  });

  it('of one dialect only', () => {
    expect(stateOf({ ...video, status: 'processing' }, 'litellm')).toMatchObject({ kind: 'pending', phase: 'running' });
    expect(stateOf({ ...video, status: 'deleted' }, 'sglang')).toBeUndefined();
    expect(stateOf({ ...video, status: 'deleted' }, 'openai')).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['moderation_blocked', 'moderation_blocked'],
    ['sentinel_block', 'moderation_blocked'],
    ['server_error', 'provider_error'],
    [500, 'provider_error'],
    [null, 'provider_error'],
  ])('failed with %s', (code, expected) => {
    const failed = { ...video, status: 'failed', error: { code, message: 'Some words' } };
    expect(stateOf(failed)).toMatchObject({ kind: 'failed', failure: { code: expected } });
  });

  it('failed without a reason', () => {
    expect(stateOf({ ...video, status: 'failed' })).toEqual({
      kind: 'failed',
      failure: { code: 'provider_error', note: 'the provider gave no reason' },
    });
  });
});

describe('a list page', () => {
  it('is read with and without its later fields', () => {
    expect(decodePage({ object: 'list', data: [video], has_more: true, last_id: 'video_1' })).toMatchObject({
      hasMore: true,
      lastId: 'video_1',
    });
    expect(decodePage({ data: [video] })).toMatchObject({ hasMore: null, lastId: null, videos: [{ id: 'video_1' }] });
    expect(decodePage({ data: [] })).toMatchObject({ videos: [] });
  });

  it('is read without entries that are no videos, which are counted', () => {
    expect(decodePage({ data: [video, { object: 'video' }, 7] })).toMatchObject({ videos: [{ id: 'video_1' }], leftOut: 2 });
    expect(decodePage({ data: [video] })).toMatchObject({ leftOut: 0 });
  });

  it('is none without entries', () => {
    expect(decodePage({ object: 'list' })).toBeNull();
    expect(decodePage([video])).toBeNull();
  });
});
