import pg from 'pg';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createDoorbell, runLoop } from '../lib/run-loop.ts';
import { EVENTS_CHANNEL } from './sequencer.ts';

const RECONNECT_MS = 100;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Hears the sequencer's NOTIFY on a connection of its own and calls `look`, also after every (re)connection and every `pollMs`:
 * a lost NOTIFY costs time and nothing else. `look` runs one at a time. Resolves when `signal` has aborted and the connection is closed.
 */
export async function runListener(options: {
  connectionString: string;
  pollMs: number;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  look: () => Promise<void>;
}): Promise<void> {
  const { clock, log, signal } = options;
  const doorbell = createDoorbell();
  const looking = runLoop({
    name: 'listener.look',
    backoffMs: RECONNECT_MS,
    clock,
    log,
    signal,
    doorbell,
    work: async () => {
      await options.look();
      return options.pollMs;
    },
  });
  const listening = runLoop({
    name: 'listener.connection',
    backoffMs: RECONNECT_MS,
    clock,
    log,
    signal,
    work: async () => {
      await hear(options.connectionString, () => doorbell.ring(), signal, log);
      return RECONNECT_MS;
    },
  });
  await Promise.all([looking, listening]);
}

/** Listens until `signal` aborts or the connection is lost; throws when there was none. */
async function hear(connectionString: string, ring: () => void, signal: AbortSignal, log: Log): Promise<void> {
  const client = new pg.Client({
    connectionString,
    application_name: 'dailies-listener',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  const over = Promise.withResolvers<Error | null>();
  const stop = (): void => over.resolve(null);
  client.on('notification', ring);
  client.on('error', over.resolve);
  client.on('end', () => over.resolve(new Error('the listening connection ended')));
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    await client.query(`listen ${EVENTS_CHANNEL}`);
    ring();
    const lost = signal.aborted ? null : await over.promise;
    if (lost) log.warn({ event: 'listener.cut', err: lost });
  } finally {
    signal.removeEventListener('abort', stop);
    await client.end().catch(() => undefined);
  }
}
