import { describe, expect, it } from 'vitest';
import type { FfmpegRun } from './ffmpeg.ts';
import type { MediaFacts } from './probe-video.ts';
import { judgeDecoding } from './verify-video.ts';

const facts = { frames: 32, durationMs: 4_000, width: 720, height: 1280, audio: null } as unknown as MediaFacts;
const whole: FfmpegRun = { ok: true, exitCode: 0, timedOut: false, stdout: 'frame=32\nprogress=end\n', errorText: '' };

describe('a run of ffmpeg', () => {
  it('that decoded every picture proves the video', () => {
    expect(judgeDecoding(whole, facts)).toBeNull();
  });

  it.each([
    ['too few pictures', { stdout: 'frame=20\n' }],
    ['a complaint about the pictures', { errorText: '[h264 @ 0x55] error while decoding MB 3 7' }],
    ['a failure', { ok: false, exitCode: 69 }],
    ['no end in time', { ok: false, exitCode: null, timedOut: true }],
  ])('with %s refuses the video', (_name, change) => {
    expect(judgeDecoding({ ...whole, ...change }, facts)).toMatchObject({ ok: false, code: 'undecodable' });
  });

  it.each([
    ['a full disk', { ok: false, exitCode: 228, errorText: 'av_interleaved_write_frame(): No space left on device' }],
    ['no memory', { ok: false, exitCode: 244, errorText: '[h264 @ 0x55] Cannot allocate memory' }],
    ['a signal from outside', { ok: false, exitCode: null }],
  ])('ended by %s says nothing of the video', (_name, change) => {
    expect(() => judgeDecoding({ ...whole, ...change }, facts)).toThrow(/tried again/);
  });
});
