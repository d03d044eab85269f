import type { Extra } from 'graphql-ws/use/ws';
import type { ResultSink, SharedReader, SharedResult } from './shared-reader.ts';

/** A socket that has this much unsent is slow. */
const UNSENT_BYTES_MAX = 256 * 1024;
const LOOK_AGAIN_MS = 100;
/** WebSocket's registered code to try again later: clients connect again, and read the page again. */
const TRY_AGAIN_LATER = 1013;

/** Whether an operation's result is read together with others. */
export function isSharedReader(result: unknown): result is SharedReader {
  return typeof result === 'object' && result !== null && 'writeTo' in result;
}

/**
 * Writes a shared subscription's results straight to its socket as graphql-transport-ws `next` messages: per socket only the id is its
 * own. A socket that is too slow skips states until it has caught up, then gets the newest; one that would miss changes is closed
 * with 1013 SLOW_READER.
 */
export function pushToSocket(reader: SharedReader, connection: Extra, id: string): void {
  const { socket } = connection;
  const opening = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  let skipped: SharedResult | null = null;

  const write = (shared: SharedResult): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount <= UNSENT_BYTES_MAX) return send(connection, opening, shared);
    if (reader.kind === 'changes') return socket.close(TRY_AGAIN_LATER, 'SLOW_READER: connect and read again');
    if (!skipped) setTimeout(lookAgain, LOOK_AGAIN_MS);
    skipped = shared;
  };
  const lookAgain = (): void => {
    const newest = skipped;
    skipped = null;
    if (newest) write(newest);
  };
  const end = (): void => {
    if (skipped && socket.readyState === socket.OPEN) send(connection, opening, skipped);
    skipped = null;
  };
  reader.writeTo({ write, end } satisfies ResultSink);
}

/** Two fragments of one message, in one write: what is shared goes out as it is, from the same memory for every socket. */
function send({ socket, request }: Extra, opening: string, shared: SharedResult): void {
  request.socket.cork();
  socket.send(opening, { fin: false });
  socket.send(shared.messageEnd, { fin: true, binary: false });
  request.socket.uncork();
}
