import { open, type FileHandle } from 'node:fs/promises';

/** What lies at the top level of the file, in order: `moov`, `mdat` and so on, with the place and length of each in bytes. */
export type Mp4Box = { type: string; offset: number; bytes: number };
export type Mp4BoxCheck =
  | { ok: true; bytes: number; boxes: Mp4Box[]; isFastStart: boolean }
  | { ok: false; code: 'empty' | 'not_mp4' | 'truncated'; reason: string };

const HEADER_BYTES = 8;
const LONG_HEADER_BYTES = 16;
/** Real files have some ten; a fragmented one has two a fragment. */
const BOXES_MAX = 20_000;
const PRINTABLE_TYPE = /^[\x20-\x7e\xa9]{4}$/;

async function readHeader(file: FileHandle, offset: number, fileBytes: number): Promise<Mp4Box | null> {
  const header = Buffer.alloc(LONG_HEADER_BYTES);
  const { bytesRead } = await file.read(header, 0, LONG_HEADER_BYTES, offset);
  if (bytesRead < HEADER_BYTES) return null;
  const type = header.toString('latin1', 4, 8);
  const size = header.readUInt32BE(0);
  if (size === 0) return { type, offset, bytes: fileBytes - offset };
  if (size !== 1) return { type, offset, bytes: size };
  return bytesRead < LONG_HEADER_BYTES ? null : { type, offset, bytes: Number(header.readBigUInt64BE(8)) };
}

/**
 * Walks the boxes of an MP4 (ISO/IEC 14496-12, 4.2) from the first byte to the last: it begins with `ftyp`, holds `moov` and `mdat`, and
 * every box ends inside the file. A prober reads `moov` and believes it, so it passes a file whose pictures are cut off; this does not.
 */
export async function checkMp4Boxes(path: string): Promise<Mp4BoxCheck> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return size === 0 ? { ok: false, code: 'empty', reason: 'the file has no bytes' } : await walk(file, size);
  } finally {
    await file.close();
  }
}

async function walk(file: FileHandle, fileBytes: number): Promise<Mp4BoxCheck> {
  const boxes: Mp4Box[] = [];
  for (let offset = 0; offset < fileBytes;) {
    const box = await readHeader(file, offset, fileBytes);
    const isFirst = boxes.length === 0;
    if (isFirst && box?.type !== 'ftyp') return { ok: false, code: 'not_mp4', reason: 'the file does not begin with an MP4 header (ftyp)' };
    if (!box) return { ok: false, code: 'truncated', reason: `the file ends inside a box header at byte ${offset}` };
    if (!PRINTABLE_TYPE.test(box.type) || box.bytes < HEADER_BYTES) {
      return { ok: false, code: 'not_mp4', reason: `no MP4 box begins at byte ${offset}` };
    }
    if (offset + box.bytes > fileBytes) {
      return { ok: false, code: 'truncated', reason: `${box.type} needs ${offset + box.bytes - fileBytes} bytes more than the file has` };
    }
    boxes.push(box);
    if (boxes.length > BOXES_MAX) return { ok: false, code: 'not_mp4', reason: `the file has more than ${BOXES_MAX} boxes` };
    offset += box.bytes;
  }
  return judge(boxes, fileBytes);
}

function judge(boxes: Mp4Box[], bytes: number): Mp4BoxCheck {
  const moov = boxes.findIndex((box) => box.type === 'moov');
  const mdat = boxes.findIndex((box) => box.type === 'mdat');
  if (moov < 0) return { ok: false, code: 'truncated', reason: 'the index of the film (moov) is missing' };
  if (mdat < 0) return { ok: false, code: 'truncated', reason: 'the pictures of the film (mdat) are missing' };
  return { ok: true, bytes, boxes, isFastStart: moov < mdat };
}
