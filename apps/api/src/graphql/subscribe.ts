import { createSourceEventStream, execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import { type Context, freshContext } from './context.ts';

/** Runs one subscription: each event is executed with loaders of its own, and ending the answer ends the source at once. */
export async function subscribeAfresh(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!isAsyncIterable(source)) return source;
  const executeEvent = (event: unknown): Promise<ExecutionResult> =>
    Promise.resolve(execute({ ...args, rootValue: event, contextValue: freshContext(args.contextValue as Context) }));
  return mapEvents(source, executeEvent);
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

/** NOTE: no async generator, whose `return` would wait behind a `next` that may never come. */
function mapEvents<Event, Answer>(source: AsyncIterable<Event>, map: (event: Event) => Promise<Answer>): AsyncIterableIterator<Answer> {
  const events = source[Symbol.asyncIterator]();
  const ended: IteratorResult<Answer> = { done: true, value: undefined };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const step = await events.next();
      return step.done ? ended : { done: false, value: await map(step.value) };
    },
    async return() {
      await events.return?.();
      return ended;
    },
    async throw(error) {
      await events.return?.();
      throw error;
    },
  };
}
