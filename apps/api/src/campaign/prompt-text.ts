import { isUtf8 } from 'node:buffer';

/** Text of a prompt file as it streams in. After the last piece, `fault` says why the bytes could not be read on, or is null. */
export interface TextSource {
  pieces: AsyncIterable<string>;
  fault(): string | null;
}

/** Stands in the text where reading stopped, so that the row and the column that hold the bad byte are known. */
export const BROKEN_BYTE = '\uFFFD';

const SNIFFED_BYTES = 4_096;
const SAVE_AS_UTF8 = 'Save it again as “CSV UTF-8” (or as plain UTF-8 text) and import that.';

/** Text that is already decoded. A byte order mark is dropped. */
export function textSourceOf(text: string): TextSource {
  const broken = text.search(/\p{Surrogate}/u);
  async function* pieces(): AsyncGenerator<string> {
    const start = text.startsWith('\uFEFF') ? 1 : 0;
    yield broken < 0 ? text.slice(start) : text.slice(start, broken) + BROKEN_BYTE;
  }
  return { pieces: pieces(), fault: () => (broken < 0 ? null : 'It holds a broken character (half of an emoji, perhaps). Type it again.') };
}

/** Decodes UTF-8 as it streams and stops at the first byte that is not. A byte order mark is dropped. */
export function decodeUtf8(bytes: AsyncIterable<Uint8Array>): TextSource {
  let fault: string | null = null;
  async function* pieces(): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let carried: Uint8Array = new Uint8Array();
    let isFirst = true;
    for await (const chunk of bytes) {
      if (isFirst) fault = otherKindOfFile(chunk);
      if (fault) {
        yield BROKEN_BYTE;
        return;
      }
      isFirst = false;
      const whole = carried.length > 0 ? Buffer.concat([carried, chunk]) : chunk;
      const cut = whole.length - unfinishedTail(whole);
      if (!isUtf8(whole.subarray(0, cut))) {
        fault = `It is not UTF-8 text. ${SAVE_AS_UTF8}`;
        yield decoder.decode(whole.subarray(0, validLength(whole))) + BROKEN_BYTE;
        return;
      }
      yield decoder.decode(whole.subarray(0, cut), { stream: true });
      carried = whole.subarray(cut);
    }
    if (carried.length > 0) {
      fault = `It ends in the middle of a character. ${SAVE_AS_UTF8}`;
      yield BROKEN_BYTE;
    }
  }
  return { pieces: pieces(), fault: () => fault };
}

/** Names the files that people take for text; null for what may be UTF-8. */
function otherKindOfFile(first: Uint8Array): string | null {
  const [a, b, c, d] = first;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return `It is UTF-16 text. ${SAVE_AS_UTF8}`;
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4)
    return 'It is a spreadsheet or ZIP file. Export the sheet as “CSV UTF-8” and import that.';
  const sniffed = first.subarray(0, SNIFFED_BYTES);
  const zeros = sniffed.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return zeros > sniffed.length / 4 ? `It looks like UTF-16 text. ${SAVE_AS_UTF8}` : null;
}

/** Bytes at the end that begin a character which the next chunk ends: 0 to 3. */
function unfinishedTail(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

/** Length of the longest valid beginning. */
function validLength(bytes: Uint8Array): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    const head = bytes.subarray(0, middle);
    if (isUtf8(head.subarray(0, middle - unfinishedTail(head)))) valid = middle;
    else invalid = middle;
  }
  const head = bytes.subarray(0, valid);
  return valid - unfinishedTail(head);
}
