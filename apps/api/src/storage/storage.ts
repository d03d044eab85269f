/** An object as the bucket holds it. `crc32c` is base64 of the big-endian checksum; `generation` names exactly these bytes. */
export type StoredObject = {
  bucket: string;
  key: string;
  bytes: number;
  crc32c: string;
  generation: string;
  /** What was laid beside the bytes. */
  metadata: Record<string, string>;
};

/** Inclusive byte positions; without `end`, to the last byte. */
export type ReadRange = { start: number; end?: number };

/** The bucket of this deployment. Every call retries what can be retried; what it throws is final for now. */
export interface Storage {
  /** Makes the bucket where it is missing. */
  ensureBucket(): Promise<void>;
  /**
   * Stores a local file under a name that is written once. If the name is taken, bytes and checksum are compared: the same → answered as stored,
   * others → {@link ObjectDiffers}. Safe to repeat after any break: never a half object, never a second one.
   */
  putFile(input: {
    key: string;
    path: string;
    contentType: string;
    crc32c: string;
    bytes: number;
    metadata?: Record<string, string>;
  }): Promise<StoredObject>;
  stat(key: string): Promise<StoredObject | null>;
  /** A stream of one generation's bytes that survives broken connections; a whole read is checked against the object's crc32c. */
  openRead(key: string, range?: ReadRange): Promise<NodeJS.ReadableStream>;
  /**
   * A V4 signed GET URL. It ends at `expiresAt` or up to five minutes before (never after), so that the same page asks for the same URL and a
   * browser's cache holds. `downloadName` makes it a download.
   */
  signedUrl(input: { key: string; expiresAt: Date; downloadName?: string; contentType?: string }): Promise<string>;
  /** Deletes an object, with `generation` only while it is that one; one that is not there counts as deleted. */
  remove(key: string, generation?: string): Promise<void>;
  list(prefix: string): AsyncIterable<StoredObject>;
}

/** The bucket holds other bytes under this name. Nothing was written; a person has to look. */
export class ObjectDiffers extends Error {
  readonly code = 'OBJECT_DIFFERS';
  /** Of what is there. */
  readonly generation: string;

  constructor(key: string, generation: string) {
    super(`The bucket already holds other bytes under ${key}. Nothing was overwritten; compare the two before storing again.`);
    this.generation = generation;
    this.name = 'ObjectDiffers';
  }
}

/** There is no such object. */
export class ObjectMissing extends Error {
  readonly code = 'OBJECT_MISSING';

  constructor(key: string) {
    super(`The bucket has no object ${key}. It may have been removed.`);
    this.name = 'ObjectMissing';
  }
}
