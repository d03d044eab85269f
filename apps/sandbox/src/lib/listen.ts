import type { Server } from 'node:http';

/** Binds to 127.0.0.1; 0 = a free port. Answers the port. Rejects with the system's error (EADDRINUSE …). */
export function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/** Tries the remembered port first and falls back to a free one where another program took it. */
export async function listenNear(server: Server, port: { wanted: number | null; remembered: number | null }): Promise<number> {
  if (port.wanted !== null) return listen(server, port.wanted);
  if (port.remembered === null) return listen(server, 0);
  return listen(server, port.remembered).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE' || error.code === 'EACCES') return listen(server, 0);
    throw error;
  });
}
