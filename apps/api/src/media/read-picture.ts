/** What a picture is, by its own bytes. Pixels. */
export interface PictureFacts {
  contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  width: number;
  height: number;
  /** False where the file ends before the picture does. */
  isWhole: boolean;
}

const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';
const PNG_CHUNK_FRAME_BYTES = 12;
const JPEG_END = Buffer.from([0xff, 0xd9]);

/** Reads type and pixels of a whole JPEG, PNG or WebP file; null for anything else. Never throws. */
export function readPicture(file: Buffer): PictureFacts | null {
  const found = readPng(file) ?? readJpeg(file) ?? readWebp(file);
  return found && found.width > 0 && found.height > 0 ? found : null;
}

function readPng(file: Buffer): PictureFacts | null {
  const isPng = file.length >= 24 && file.toString('latin1', 0, 8) === PNG_SIGNATURE && file.toString('latin1', 12, 16) === 'IHDR';
  return isPng ? { contentType: 'image/png', width: file.readUInt32BE(16), height: file.readUInt32BE(20), isWhole: hasPngEnd(file) } : null;
}

function hasPngEnd(file: Buffer): boolean {
  for (let at = 8; at + PNG_CHUNK_FRAME_BYTES <= file.length; at += PNG_CHUNK_FRAME_BYTES + file.readUInt32BE(at)) {
    if (file.toString('latin1', at + 4, at + 8) === 'IEND') return true;
  }
  return false;
}

/** Markers that begin a frame and so tell its size: SOF0 to SOF15 without DHT, JPG and DAC (source: ITU-T T.81, B.1). */
const isFrameMarker = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function readJpeg(file: Buffer): PictureFacts | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < file.length;) {
    if (file[at] !== 0xff) return null;
    const marker = file[at + 1]!;
    if (isFrameMarker(marker)) {
      const isWhole = file.lastIndexOf(JPEG_END) > at;
      return { contentType: 'image/jpeg', width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5), isWhole };
    }
    at += marker === 0xff ? 1 : 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

/** The three kinds of WebP keep their size in three places (source: RFC 9649, 2.5 to 2.7). */
function readWebp(file: Buffer): PictureFacts | null {
  if (file.length < 30 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP') return null;
  const common = { contentType: 'image/webp', isWhole: file.length >= 8 + file.readUInt32LE(4) } as const;
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8X':
      return { ...common, width: 1 + file.readUIntLE(24, 3), height: 1 + file.readUIntLE(27, 3) };
    case 'VP8 ':
      return { ...common, width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const packed = file.readUInt32LE(21);
      return { ...common, width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) };
    }
    default:
      return null;
  }
}
