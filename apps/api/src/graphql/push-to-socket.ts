import type { WebSocket } from 'ws';
import type { ResultSink, SharedReader, SharedResult } from './shared-reader.ts';

/** A socket that has this much unsent is slow. */
const UNSENT_BYTES_MAX = 256 * 1024;
/** From here on the shared bytes go out as they are, as the second fragment of the message, instead of being copied for each socket. */
const FRAGMENT_FROM_BYTES = 2_048;
const LOOK_AGAIN_MS = 100;
/** RFC 6455's registry: try again later. Clients reconnect, and read the page again. */
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
export function pushToSocket(reader: SharedReader, socket: WebSocket, id: string): void {
  reader.writeTo(createSocketSink(reader, socket, `{"id":${JSON.stringify(id)},"type":"next","payload":`));
}

function createSocketSink(reader: SharedReader, socket: WebSocket, opening: string): ResultSink {
  let skipped: SharedResult | null = null;
  const lookAgain = (): void => {
    const newest = skipped;
    skipped = null;
    if (newest) write(newest);
  };
  const write = (shared: SharedResult): void => {
    if (socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount <= UNSENT_BYTES_MAX) return send(socket, opening, shared);
    if (reader.kind === 'changes') return socket.close(TRY_AGAIN_LATER, 'SLOW_READER: connect and read again');
    if (!skipped) setTimeout(lookAgain, LOOK_AGAIN_MS);
    skipped = shared;
  };
  const end = (): void => {
    if (skipped && socket.readyState === socket.OPEN) send(socket, opening, skipped);
    skipped = null;
  };
  return { write, end };
}

function send(socket: WebSocket, opening: string, shared: SharedResult): void {
  if (shared.text.length < FRAGMENT_FROM_BYTES) return socket.send(`${opening}${shared.text}}`);
  socket.send(opening, { fin: false });
  socket.send(shared.messageEnd, { fin: true, binary: false });
}
