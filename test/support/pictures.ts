import { crc32 } from 'node:zlib';
import { plainPng } from '../../apps/api/src/media/plain-picture.ts';

const END_CHUNK_BYTES = 12;

/** A PNG of one colour in the asked pixels, made as heavy as asked by a chunk that no reader shows. */
export function heavyPng(pixels: { width: number; height: number }, bytes: number): Buffer {
  const png = plainPng({ ...pixels, colour: [40, 40, 200] });
  const body = Buffer.concat([Buffer.from('paDd', 'latin1'), Buffer.alloc(bytes, 7)]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(bytes, 0);
  frame.writeUInt32BE(crc32(body), 4);
  const end = png.length - END_CHUNK_BYTES;
  return Buffer.concat([png.subarray(0, end), frame.subarray(0, 4), body, frame.subarray(4), png.subarray(end)]);
}
