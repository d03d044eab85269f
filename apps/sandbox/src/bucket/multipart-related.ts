import { parseResource } from './call.ts';
import { gcsErrors } from './gcs-error.ts';
import type { Resource } from './gcs-wire.ts';

/** The two parts of a multipart upload: the resource, read whole, and the media, to be streamed once. */
export type RelatedParts = { resource: Resource; contentType: string | undefined; media: AsyncIterable<Buffer> };

const HEAD_BYTES_MAX = 1024 * 1024;

/**
 * Reads `multipart/related` of exactly two parts: JSON, then media (https://cloud.google.com/storage/docs/uploading-objects#uploading-an-object,
 * RFC 2387). Throws 400 on anything else; `media` throws where the closing boundary never comes.
 */
export async function readRelated(contentTypeHeader: string | undefined, source: AsyncIterable<Buffer>): Promise<RelatedParts> {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentTypeHeader ?? '');
  const name = boundary?.[1] ?? boundary?.[2];
  if (!/^multipart\/related/i.test(contentTypeHeader ?? '') || name === undefined) {
    throw gcsErrors.invalid('A multipart upload needs the content type multipart/related with a boundary.');
  }
  const reader = new DelimitedReader(source);
  await reader.readUntil(Buffer.from(`--${name}`));
  await reader.readUntil(Buffer.from('\r\n\r\n'));
  const delimiter = Buffer.from(`\r\n--${name}`);
  const resource = parseResource((await reader.readUntil(delimiter)).toString('utf8'));
  const head = (await reader.readUntil(Buffer.from('\r\n\r\n'))).toString('latin1');
  return { resource, contentType: /^content-type:\s*(.+?)\s*$/im.exec(head)?.[1], media: reader.streamUntil(delimiter) };
}

/** Reads a chunked source up to delimiters, holding no more than one chunk and one delimiter while streaming. */
class DelimitedReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** The bytes before the delimiter, which is consumed. At most 1 MiB. */
  async readUntil(delimiter: Buffer): Promise<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        const found = this.#held.subarray(0, at);
        this.#held = this.#held.subarray(at + delimiter.byteLength);
        return found;
      }
      if (this.#held.byteLength > HEAD_BYTES_MAX)
        throw gcsErrors.invalid('The metadata part of the multipart upload is longer than 1 MiB.');
      this.#held = Buffer.concat([this.#held, await this.#next()]);
    }
  }

  async *streamUntil(delimiter: Buffer): AsyncGenerator<Buffer> {
    for (;;) {
      const at = this.#held.indexOf(delimiter);
      if (at >= 0) {
        if (at > 0) yield this.#held.subarray(0, at);
        await this.#drain();
        return;
      }
      const safe = this.#held.byteLength - delimiter.byteLength + 1;
      if (safe > 0) {
        yield this.#held.subarray(0, safe);
        this.#held = this.#held.subarray(safe);
      }
      this.#held = Buffer.concat([this.#held, await this.#next()]);
    }
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (done) throw gcsErrors.invalid('The multipart body ended before its closing boundary.');
    return value;
  }

  async #drain(): Promise<void> {
    while (!(await this.#chunks.next()).done);
  }
}
