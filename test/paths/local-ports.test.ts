import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { findFreePort, listenPort } from '../../apps/api/src/local/free-port.ts';

const host = '127.0.0.1';
let taken: Server | undefined;

afterEach(() => {
  taken?.close();
});

async function takePort(): Promise<number> {
  const port = await findFreePort();
  taken = createServer();
  await new Promise<void>((resolve) => taken?.listen(port, host, resolve));
  return port;
}

test('a busy default port moves to the next free one', async () => {
  const port = await takePort();
  const moved = await listenPort({ wanted: port, fixed: false, host });
  expect(moved).toBeGreaterThan(port);
  expect(moved).toBeLessThan(port + 50);
});

test('a busy port that was asked for is refused in words', async () => {
  const port = await takePort();
  await expect(listenPort({ wanted: port, fixed: true, host })).rejects.toMatchObject({
    code: 'PORT_BUSY',
    message: expect.stringContaining(`Port ${port}`) as string,
  });
});

test('a free port is kept, and port 0 asks for any', async () => {
  const port = await findFreePort();
  expect(await listenPort({ wanted: port, fixed: true, host })).toBe(port);
  expect(await listenPort({ wanted: 0, fixed: true, host })).toBeGreaterThan(0);
});
