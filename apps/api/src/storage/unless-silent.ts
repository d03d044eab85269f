/** The bucket took a request and sent nothing for too long. Final for now: to wait once more would only hold up who asks. */
export class BucketSilent extends Error {
  readonly code = 'BUCKET_SILENT';

  constructor(silentMs: number) {
    super(`The bucket sent nothing for ${silentMs / 1000} seconds. Check its address, and ask again later.`);
    this.name = 'BucketSilent';
  }
}

/** What `work` answers; BucketSilent where it takes longer than `silentMs`, and its signal is aborted. */
export async function unlessSilent<Value>(silentMs: number, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const broken = new AbortController();
  const { promise: silence, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const silent = new BucketSilent(silentMs);
    reject(silent);
    broken.abort(silent);
  }, silentMs);
  try {
    return await Promise.race([work(broken.signal), silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** Passes chunks on; where the next one takes longer than `silentMs` the source is closed and BucketSilent thrown. A slow reader is no silence. */
export async function* chunksUnlessSilent<Chunk>(
  source: AsyncIterable<Chunk> & { destroy(): unknown },
  silentMs: number,
): AsyncGenerator<Chunk> {
  const chunks = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await unlessSilent(silentMs, () => chunks.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    source.destroy();
  }
}
