import { expect, it } from 'vitest';
import { REFERENCE_BYTES_MAX } from '@dailies/schema';
import { plainPng } from '../media/plain-picture.ts';
import { readPicture } from '../media/read-picture.ts';
import { checkPicture, PictureInvalid } from './picture.rules.ts';

const png = plainPng({ width: 720, height: 1280, colour: [9, 9, 9] });
const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108050002d003012200021101031101ffda00000102ffd9', 'hex');
const webp = (kind: string, size: string): Buffer => {
  const body = Buffer.concat([Buffer.from(`WEBP${kind}`), Buffer.from('0a000000', 'hex'), Buffer.from(size, 'hex'), Buffer.alloc(12)]);
  const head = Buffer.from('RIFF....');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};

it.each([
  ['PNG', png, 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['WebP, extended', webp('VP8X', '00000000cf0200ff0400'), 'image/webp'],
  ['WebP, lossy', webp('VP8 ', '0000009d012ad0020005'), 'image/webp'],
  ['WebP, lossless', webp('VP8L', '2fcfc23f010000000000'), 'image/webp'],
])('%s: type and pixels are read from the bytes', (_name, file, contentType) => {
  expect(checkPicture(file)).toEqual({ contentType, width: 720, height: 1280, isWhole: true });
});

it.each([
  ['text', Buffer.from('a picture, honestly'), 'no JPEG, PNG or WebP'],
  ['a GIF', Buffer.from('GIF89a'.padEnd(60, '\0')), 'no JPEG, PNG or WebP'],
  ['nothing', Buffer.alloc(0), 'no JPEG, PNG or WebP'],
  ['a cut PNG', png.subarray(0, png.length - 12), 'breaks off'],
  ['a cut JPEG', jpeg.subarray(0, jpeg.length - 1), 'breaks off'],
  ['a cut WebP', webp('VP8X', '00000000cf0200ff0400').subarray(0, 31), 'breaks off'],
  ['a stamp', plainPng({ width: 63, height: 64, colour: [0, 0, 0] }), '63 × 64'],
  ['a poster', plainPng({ width: 4097, height: 64, colour: [0, 0, 0] }), '4097 × 64'],
  ['too many bytes', Buffer.alloc(REFERENCE_BYTES_MAX + 1), 'at most 10 MB'],
])('%s is refused in words', (_name, file, words) => {
  expect(() => checkPicture(file)).toThrow(PictureInvalid);
  expect(() => checkPicture(file)).toThrow(words);
});

it('no beginning of a picture makes the reader throw', () => {
  for (const file of [png, jpeg, webp('VP8L', '2fcfc23f010000000000')]) {
    for (let length = 0; length < Math.min(file.length, 80); length += 1) expect(() => readPicture(file.subarray(0, length))).not.toThrow();
  }
});
