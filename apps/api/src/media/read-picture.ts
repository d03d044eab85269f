/** What a picture is, by its own first bytes. Pixels. */
export interface PictureFacts {
  contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  width: number;
  height: number;
}

/** Bytes that are enough to read a picture's facts: a JPEG may carry a whole profile before its frame. */
export const PICTURE_HEAD_BYTES = 1024 * 1024;

/** Reads type and pixels of a JPEG, PNG or WebP from its beginning; null for anything else. Never throws. */
export function readPicture(head: Buffer): PictureFacts | null {
  const found = readPng(head) ?? readJpeg(head) ?? readWebp(head);
  return found && found.width > 0 && found.height > 0 ? found : null;
}

function readPng(head: Buffer): PictureFacts | null {
  if (head.length < 24 || head.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || head.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { contentType: 'image/png', width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
}

/** Markers of a JPEG that begin a frame and so tell its size: SOF0 to SOF15 without DHT, JPG and DAC (source: ITU-T T.81, B.1). */
const isFrameMarker = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readJpeg(head: Buffer): PictureFacts | null {
  if (head.length < 4 || head.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < head.length;) {
    if (head[at] !== 0xff) return null;
    const marker = head[at + 1]!;
    if (isFrameMarker(marker)) {
      return { contentType: 'image/jpeg', width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    }
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(at + 2);
  }
  return null;
}

/** The three kinds of WebP keep their size in three places (source: RFC 9649, 2.5 to 2.7). */
function readWebp(head: Buffer): PictureFacts | null {
  if (head.length < 30 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WEBP') return null;
  const contentType = 'image/webp';
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { contentType, width: 1 + head.readUIntLE(24, 3), height: 1 + head.readUIntLE(27, 3) };
    case 'VP8 ':
      return { contentType, width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = head.readUInt32LE(21);
      return { contentType, width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    default:
      return null;
  }
}
