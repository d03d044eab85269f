import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestVideo } from '../../apps/api/src/media/digest-video.ts';
import { checkMp4Boxes } from '../../apps/api/src/media/mp4-boxes.ts';
import { makePoster, makeSprite } from '../../apps/api/src/media/pictures.ts';
import { probeVideo } from '../../apps/api/src/media/probe-video.ts';
import { removeAudio } from '../../apps/api/src/media/remove-audio.ts';
import { verifyVideo } from '../../apps/api/src/media/verify-video.ts';
import { makeClip } from '../support/make-clip.ts';

const expected = { width: 720, height: 1280, seconds: 4 };
let folder: string;
let good: string;
let bytes: Buffer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'dailies-media-'));
  good = path.join(folder, '雨中的城市 %d -i [片段].mp4');
  await makeClip(good, expected);
  bytes = readFileSync(good);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: Buffer | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Width and height of a JPEG, from its frame header (SOF0 or SOF2). */
function jpegSize(file: string): [number, number] {
  const jpeg = readFileSync(file);
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2)) {
    const marker = jpeg.readUInt16BE(at);
    if (marker === 0xffc0 || marker === 0xffc2) return [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
  }
  throw new Error('no frame header');
}

const zeroed = (from: number, length: number) => Buffer.from(bytes).fill(0, from, from + length);

test('a whole video is accepted and its facts are read, whatever its name', async () => {
  expect(await verifyVideo(good, { ...expected, bytes: bytes.length })).toEqual({
    ok: true,
    facts: {
      container: 'mp4',
      bytes: bytes.length,
      durationMs: 4000,
      width: 720,
      height: 1280,
      videoCodec: 'avc',
      frames: 32,
      fps: 8,
      audio: { codec: 'aac', channels: 1, sampleRate: 48_000 },
    },
  });
});

describe('a video that is not what was ordered is refused, with the reason', () => {
  test.for([0.999, 0.9, 0.6, 0.3, 0.01])('cut off at %d of its length', async (share) => {
    const file = write('cut.mp4', bytes.subarray(0, Math.floor(bytes.length * share)));
    expect(await verifyVideo(file, expected)).toMatchObject({ ok: false, code: 'truncated' });
    expect(await digestVideo({ path: file, outDir: path.join(folder, 'cut'), expected })).toMatchObject({ ok: false, code: 'truncated' });
  });

  test('cut off one byte before its end, index last', async () => {
    const whole = path.join(folder, 'index-last.mp4');
    await makeClip(whole, { ...expected, indexFirst: false });
    expect(await verifyVideo(whole, expected)).toMatchObject({ ok: true });
    const file = write('cut-index.mp4', readFileSync(whole).subarray(0, -1));
    expect(await verifyVideo(file, expected)).toMatchObject({ ok: false, code: 'truncated' });
  });

  test('whole in itself, but shorter than was announced', async () => {
    expect(await verifyVideo(good, { ...expected, bytes: bytes.length + 1 })).toMatchObject({ ok: false, code: 'truncated' });
  });

  test('right length and boxes, pictures overwritten', async () => {
    const mdat = bytes.indexOf('mdat') + 4;
    const file = write('overwritten.mp4', zeroed(mdat + 40_000, 60_000));
    expect((await checkMp4Boxes(file)).ok).toBe(true);
    expect(await verifyVideo(file, expected)).toMatchObject({ ok: false, code: 'undecodable' });
    const outDir = path.join(folder, 'overwritten');
    expect(await digestVideo({ path: file, outDir, expected, silent: true })).toMatchObject({ ok: false, code: 'undecodable' });
    expect(readdirSync(outDir)).toEqual([]);
  });

  test('index overwritten', async () => {
    const file = write('no-index.mp4', zeroed(bytes.indexOf('moov') + 8, 600));
    expect(await verifyVideo(file, expected)).toMatchObject({ ok: false, code: 'undecodable' });
  });

  test.for([
    ['empty', '', 'empty'],
    ['HTML', '<!doctype html><title>502 Bad Gateway</title>', 'not_mp4'],
    ['JSON', '{"error":{"message":"Video is not ready yet"}}', 'not_mp4'],
    ['a few bytes', '\0\0', 'not_mp4'],
    ['noise', Buffer.alloc(50_000, 0xa7), 'not_mp4'],
    ['only a header', '\0\0\0\x10ftypisom\0\0\0\0', 'truncated'],
  ] as const)('%s', async ([, content, code]) => {
    expect(await verifyVideo(write('not.mp4', content), expected)).toMatchObject({ ok: false, code });
  });

  test('other pixels, other seconds', async () => {
    expect(await verifyVideo(good, { ...expected, width: 1280, height: 720 })).toEqual({
      ok: false,
      code: 'wrong_size',
      message: 'The video is 720x1280 instead of the 1280x720 that were ordered.',
    });
    expect(await verifyVideo(good, { ...expected, seconds: 8 })).toMatchObject({ ok: false, code: 'wrong_duration' });
  });
});

describe('pictures', () => {
  test.for([
    { width: 720, height: 1280, seconds: 4, poster: [360, 640], sheet: [720, 160], tiles: [8, 1, 8] },
    { width: 1280, height: 720, seconds: 12, poster: [640, 360], sheet: [1280, 270], tiles: [8, 3, 24] },
    { width: 320, height: 320, seconds: 1, poster: [320, 320], sheet: [640, 160], tiles: [4, 1, 4] },
  ])('of $width x $height, $seconds s', async ({ width, height, seconds, poster, sheet, tiles }) => {
    const file = path.join(folder, 'shape.mp4');
    await makeClip(file, { width, height, seconds });
    const outDir = path.join(folder, '画面');
    const made = await digestVideo({ path: file, outDir, expected: { width, height, seconds } });
    if (!made.ok) throw new Error(made.message);
    expect([made.poster.width, made.poster.height]).toEqual(poster);
    expect(jpegSize(made.poster.path)).toEqual(poster);
    const { columns, rows, frames } = made.sprite;
    expect([columns, rows, frames]).toEqual(tiles);
    expect(jpegSize(made.sprite.path)).toEqual(sheet);
    expect([columns * made.sprite.tileWidth, rows * made.sprite.tileHeight]).toEqual(sheet);
  });

  test('one alone, again the same', async () => {
    const outPath = path.join(folder, 'alone.jpg');
    const first = await makePoster({ videoPath: good, outPath });
    const pixels = readFileSync(outPath);
    await makePoster({ videoPath: good, outPath });
    expect(readFileSync(outPath).equals(pixels)).toBe(true);
    expect(first).toMatchObject({ path: outPath, width: 360, height: 640, bytes: pixels.length });
    const sprite = await makeSprite({ videoPath: good, outPath: path.join(folder, 'sprite.jpg') });
    expect(sprite).toMatchObject({ columns: 8, rows: 1, frames: 8, secondsPerTile: 0.5 });
  });
});

describe('sound', () => {
  test('is removed while the video is digested, and the pictures stay as they are', async () => {
    const outDir = path.join(folder, 'silent');
    const made = await digestVideo({ path: good, outDir, expected, silent: true });
    if (!made.ok) throw new Error(made.message);
    expect(made.videoPath).toBe(path.join(outDir, 'silent.mp4'));
    expect(made.facts).toMatchObject({ audio: null, frames: 32, durationMs: 4000 });
    expect(await verifyVideo(made.videoPath, expected)).toMatchObject({ ok: true });
  });

  test('of a silent video needs no removing', async () => {
    const mute = path.join(folder, 'mute.mp4');
    await makeClip(mute, { ...expected, audio: false });
    const made = await digestVideo({ path: mute, outDir: path.join(folder, 'mute'), expected, silent: true });
    expect(made).toMatchObject({ ok: true, videoPath: mute, facts: { audio: null } });
  });

  test('is removed on its own', async () => {
    const outPath = path.join(folder, 'removed.mp4');
    expect(await removeAudio({ videoPath: good, outPath })).toMatchObject({ audio: null, frames: 32 });
    expect((await checkMp4Boxes(outPath)).ok).toBe(true);
  });
});

test('a file that only names other files opens none of them', async () => {
  const list = path.join(folder, 'list');
  mkdirSync(list, { recursive: true });
  const file = write('list/playlist.mp4', `ffconcat version 1.0\nfile '${good}'\n`);
  await expect(makePoster({ videoPath: file, outPath: path.join(list, 'poster.jpg') })).rejects.toThrow(/index cannot be read/);
  expect(readdirSync(list)).toEqual(['playlist.mp4']);
  await expect(probeVideo(file)).rejects.toThrow();
});
