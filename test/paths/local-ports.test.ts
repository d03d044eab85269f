import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { isBlockedPort } from '../../apps/api/src/local/blocked-ports.ts';
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

test('a port that browsers do not open is refused in words, and passed over by default', async () => {
  await expect(listenPort({ wanted: 4190, fixed: true, host })).rejects.toMatchObject({
    code: 'PORT_BLOCKED',
    message: expect.stringContaining('port 4190') as string,
  });
  expect(await listenPort({ wanted: 6665, fixed: false, host })).toBeGreaterThan(6669);
});

test('the ports that count as blocked are those that `fetch` blocks', async () => {
  const blocked = Array.from({ length: 10_100 }, (_one, port) => port).filter(isBlockedPort);
  expect(blocked.length).toBeGreaterThan(80);
  for (const port of blocked) await expect(fetch(`http://${host}:${port}/`)).rejects.toMatchObject({ cause: { message: 'bad port' } });
});
