import { type ExecutionResult, GraphQLError } from 'graphql';

/** Results one reader may have waiting while it is read by pulling. */
const RESULTS_WAITING_MAX = 64;

/** What a field's results are: each a whole `state` that replaces the one before, or `changes` that add to it. */
export type LiveKind = 'state' | 'changes';

/** One result of a group, the same object for every reader, put into words once. */
export interface SharedResult {
  /** Carries `stringify`, which Yoga uses to put a server-sent event into words. */
  readonly result: ExecutionResult;
  readonly text: string;
  /** The text and the brace that ends the message it stands in, as UTF-8: shared by all sockets that send it. */
  readonly messageEnd: Buffer;
}

export function shareResult(result: ExecutionResult): SharedResult {
  let text: string | undefined;
  let messageEnd: Buffer | undefined;
  const shared = {
    result: Object.defineProperty({ ...result }, 'stringify', { value: () => shared.text }),
    get text() {
      return (text ??= JSON.stringify(result));
    },
    get messageEnd() {
      return (messageEnd ??= Buffer.from(`${shared.text}}`));
    },
  };
  return shared;
}

/** Where a group writes what it has, instead of waiting to be asked. */
export interface ResultSink {
  write(shared: SharedResult): void;
  /** Nothing follows: what was held back is due. */
  end(): void;
}

/** One reader of a group: results to pull, or, once a sink is given, written to it and only the end to wait for. */
export interface SharedReader extends AsyncGenerator<ExecutionResult, void, void> {
  readonly kind: LiveKind;
  writeTo(sink: ResultSink): void;
}

/** The group's side of a reader. */
export interface ReaderControl {
  reader: SharedReader;
  add(shared: SharedResult): void;
  /** Ends the reader once it has read what waits; with an error, that is thrown then. */
  end(error?: unknown): void;
}

/**
 * Makes a reader with a bounded buffer. A slow reader of states keeps the newest; one of changes ends with SLOW_READER, because it
 * would miss some. `leave` is called once, when the reader goes or ends.
 */
export function createSharedReader(kind: LiveKind, leave: () => void): ReaderControl {
  let waiting: SharedResult[] = [];
  let sink: ResultSink | null = null;
  let over = false;
  let failure: unknown;
  let wake: (() => void) | null = null;

  const end = (error?: unknown): void => {
    if (over) return;
    over = true;
    failure = error;
    sink?.end();
    leave();
    wake?.();
  };
  const add = (shared: SharedResult): void => {
    if (over) return;
    if (sink) return sink.write(shared);
    if (kind === 'state') waiting = [shared];
    else if (waiting.push(shared) > RESULTS_WAITING_MAX) {
      waiting = [];
      end(slowReader());
    }
    wake?.();
  };
  const reader: SharedReader = {
    kind,
    writeTo(given) {
      for (const shared of waiting.splice(0)) given.write(shared);
      sink = given;
    },
    async next() {
      while (waiting.length === 0 && !over) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const shared = waiting.shift();
      if (shared) return { done: false, value: shared.result };
      const thrown = failure;
      failure = undefined;
      if (thrown !== undefined) throw thrown;
      return { done: true, value: undefined };
    },
    async return() {
      waiting = [];
      end();
      return { done: true, value: undefined };
    },
    async throw(error: Error) {
      end();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      end();
    },
  };
  return { reader, add, end };
}

function slowReader(): GraphQLError {
  return new GraphQLError('This reader is too slow, and would miss changes. Read the page again, then subscribe again.', {
    extensions: { code: 'SLOW_READER' },
  });
}
