/**
 * A generator as a subscription's source: ending the subscription aborts `signal` at once, where the `return` of a generator alone would wait behind a
 * `next` that may never come.
 */
export function liveSource<Value>(run: (signal: AbortSignal) => AsyncGenerator<Value>): AsyncIterableIterator<Value> {
  const ended = new AbortController();
  const values = run(ended.signal);
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => values.next(),
    async return() {
      ended.abort();
      await values.return(undefined);
      return { done: true, value: undefined };
    },
  };
}
