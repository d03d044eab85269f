import { readFileSync } from 'node:fs';
import type { Dialect } from '@dailies/schema';
import { expect, it } from 'vitest';
import { systemClock } from '../../apps/api/src/lib/clock.ts';
import { productionTiming } from '../../apps/api/src/lib/timing.ts';
import type { Provider } from '../../apps/api/src/providers/provider.ts';
import { createVideosWire } from '../../apps/api/src/providers/videos-wire/videos-wire.ts';
import { answer, startRawServer } from '../support/raw-server.ts';

/** One answer as servers of this wire give it, and what must be made of it. `body` as text, or as JSON. */
interface OddAnswer {
  name: string;
  dialect: Dialect;
  call: 'start' | 'check' | 'list' | 'openOutput' | 'remove';
  status: number;
  headers: Record<string, string>;
  body: unknown;
  expect: object;
}

const answers = JSON.parse(readFileSync(new URL('../fixtures/odd-answers.json', import.meta.url), 'utf8')) as OddAnswer[];
const REQUEST = { renderId: 'rnd_1', model: 'sora-2', prompt: 'A harbour', seconds: 4, size: '720x1280', audio: false };

const CALLS: Record<OddAnswer['call'], (provider: Provider) => Promise<unknown>> = {
  start: (provider) => provider.start(REQUEST),
  check: (provider) => provider.check('video_1'),
  list: (provider) => provider.list({ after: null, limit: 2 }),
  openOutput: (provider) => provider.openOutput('video_1', { start: 0, etag: null }),
  remove: (provider) => provider.remove('video_1'),
};

it.each(answers)('$dialect, $call: $name', async ({ dialect, call, status, headers, body, expect: expected }) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const server = await startRawServer((_request, socket) => socket.end(answer(status, text, headers)));
  try {
    const provider = createVideosWire({ baseUrl: server.url, apiKey: 'sk-canary', dialect, timing: productionTiming, clock: systemClock });
    const outcome = await CALLS[call](provider);
    expect(outcome).toMatchObject(expected);
    expect(JSON.stringify(outcome)).not.toContain('sk-canary');
    if (call === 'start') expect(server.requests).toHaveLength(1);
  } finally {
    await server.stop();
  }
});
