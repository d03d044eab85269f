import { createServer } from 'node:net';
import { isBlockedPort } from './blocked-ports.ts';
import { StartRefusal } from './start-refusal.ts';

const PORTS_TRIED_MAX = 50;
const PORT_MAX = 65_535;

/** Whether we may listen there now. Port 0 asks the system for any free one. Answers the port, or null when it is taken. */
function tryPort(port: number, host: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(null) : reject(error),
    );
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : null));
    });
  });
}

/** A port of the loopback address that nobody listens on at this moment. */
export async function findFreePort(host = '127.0.0.1'): Promise<number> {
  const port = await tryPort(0, host);
  if (port === null)
    throw new StartRefusal('PORT_BUSY', `This machine has no free port left on ${host}. Close some programs and start again.`);
  return port;
}

/**
 * The port to listen on. A `fixed` one was asked for by name: when it is busy, or browsers do not open it, that is refused. A
 * default one moves to the next free.
 */
export async function listenPort({ wanted, fixed, host }: { wanted: number; fixed: boolean; host: string }): Promise<number> {
  if (fixed && isBlockedPort(wanted))
    throw new StartRefusal(
      'PORT_BLOCKED',
      `No browser opens port ${wanted}: it is kept for another protocol. Choose another one with PORT, 4000 for example.`,
    );
  const last = fixed ? wanted : Math.min(wanted + PORTS_TRIED_MAX - 1, PORT_MAX);
  for (let port = wanted; port <= last; port += 1) {
    const free = isBlockedPort(port) ? null : await tryPort(port, host);
    if (free !== null) return free;
  }
  throw new StartRefusal(
    'PORT_BUSY',
    fixed
      ? `Port ${wanted} on ${host} is taken by another program, or this user may not listen there. Choose another one with PORT, or leave PORT unset and a free one is found.`
      : `Ports ${wanted} to ${last} on ${host} are all taken. Choose a free one with PORT.`,
  );
}
