import { rm } from 'node:fs/promises';
import path from 'node:path';
import { startAllInOne } from '../../all-in-one.ts';
import type { Config } from '../../app/config.ts';
import { productionTiming } from '../../lib/timing.ts';
import { ApiRefused } from '../graphql-client.ts';

/** The sandbox of a server that is started here: renders take seconds, and one that is stuck is given up after one minute. */
const SPEED = 20;
const RENDER_WINDOW_MS = 60_000;
const ANSWER_WITHIN_MS = 1_000;

/** A server that scenarios are played on. `stop` is null where it was running already. */
export interface Server {
  url: string;
  graphqlUrl: string;
  stop: (() => Promise<void>) | null;
}

/** The server at `url`, or the one that runs on the port of this configuration; else one is started. Throws ApiRefused where none answers at `url`. */
export async function openServer(config: Config, url: string | null): Promise<Server> {
  const running = url ?? `http://127.0.0.1:${config.port.wanted}`;
  if (await isDailies(running)) return { url: running, graphqlUrl: `${running}/graphql`, stop: null };
  if (url === null) return startServer(config);
  throw new ApiRefused('SERVER_ABSENT', `No Dailies answers at ${url}. Start one with npm start, or leave --api out.`);
}

/** A server on a data folder that is emptied first, whatever else runs. */
export async function openEmptyServer(config: Config): Promise<Server> {
  const dataDir = path.join(config.dataDir, 'seed-empty');
  await rm(dataDir, { recursive: true, force: true });
  return startServer({ ...config, dataDir, databaseUrl: null, port: { ...config.port, fixed: false } });
}

async function startServer(config: Config): Promise<Server> {
  const timing = { ...productionTiming, renderWindowMs: RENDER_WINDOW_MS };
  // Failures that a scenario asks for are no news.
  const logLevel = config.logLevel === 'error' ? 'fatal' : config.logLevel;
  const { api, stop } = await startAllInOne({ ...config, logLevel }, { sandbox: { speed: SPEED }, timing });
  return { url: api.url, graphqlUrl: api.graphqlUrl, stop };
}

async function isDailies(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.ok && ((await answer.json()) as { status?: unknown }).status === 'ok';
  } catch {
    return false;
  }
}
