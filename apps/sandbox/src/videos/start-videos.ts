import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import { answerControl, type BucketControls } from '../control/control-routes.ts';
import { openFaults } from '../faults/faults.ts';
import type { Identity } from '../identity.ts';
import { listenNear } from '../lib/listen.ts';
import { answer, json, type Reply } from '../lib/reply.ts';
import { openMedia } from '../media/media.ts';
import type { SandboxOptions } from '../options.ts';
import { openWebhooks } from '../webhooks/webhooks.ts';
import { inTransaction } from './database.ts';
import type { VideosDeps } from './deps.ts';
import { DIALECTS } from './dialects/dialects.ts';
import { openFiles } from './files.ts';
import { openLedgerStore } from './ledger.store.ts';
import { openRateLimit } from './rate-limit.ts';
import { answerWire } from './routes.ts';
import { openScheduler } from './scheduler.ts';
import { openVideosStore } from './videos.store.ts';
import { Refused, serverError } from './wire-error.ts';

const KEEP_ALIVE_MS = 65_000;
const BURNT_A_SECOND = 2;
const SWEEP_MS = 10 * 60_000;

export type VideosServer = { videosUrl: string; controlUrl: string; port: number; stop(): Promise<void> };

/** Starts the Videos wire and its control room on 127.0.0.1, and takes up every unfinished render of the data folder. */
export async function startVideos(
  db: DatabaseSync,
  options: Omit<SandboxOptions, 'videosPort' | 'bucketPort'>,
  port: { wanted: number | null; remembered: number | null },
  identity: Identity,
  bucket: BucketControls,
): Promise<VideosServer> {
  const videos = openVideosStore(db);
  const faults = openFaults(db, options.seed);
  const media = openMedia(options);
  const webhooks = openWebhooks({ db, faults, secret: identity.webhookSecret, url: options.webhookUrl });
  const scheduler = openScheduler({
    videos,
    media,
    capacity: options.capacity,
    burntASecond: options.studio === 'thrifty' ? 0 : BURNT_A_SECOND,
    onEnd(video, end) {
      inTransaction(db, () => {
        if (videos.moveToEnded(video.id, end)) webhooks.announce(video, end.state);
      });
      webhooks.wake();
    },
  });
  const deps: VideosDeps = {
    db,
    dialect: DIALECTS[options.dialect],
    pace: { seed: options.seed, speed: options.speed },
    videos,
    ledger: openLedgerStore(db),
    faults,
    media,
    scheduler,
    rateLimit: openRateLimit(options.rpm),
  };
  const files = openFiles(db, media);

  async function reply(request: IncomingMessage, requestId: string): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (url.pathname === '/sandbox' || url.pathname.startsWith('/sandbox/')) {
      return answerControl({ ...deps, webhooks, bucket }, request, url);
    }
    return answerWire(deps, files, identity.videosKey, request, url, requestId);
  }

  const calls = new Set<Promise<void>>();
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    const requestId = `req_${randomUUID().replaceAll('-', '')}`;
    response.setHeader('x-request-id', requestId);
    response.setHeader('date', new Date(Date.now() + faults.settings().clockSkewSeconds * 1000).toUTCString());
    const call = reply(request, requestId)
      .catch((error: unknown) => explain(deps, error))
      .then((said) => answer(request, response, said))
      .catch((error: unknown) => {
        report(error);
        response.destroy();
      })
      .finally(() => calls.delete(call));
    calls.add(call);
  });
  await media.sweepDrafts();
  await media.sweepBurnt(videos);
  const sweeping = setInterval(() => void media.sweepBurnt(videos).catch(report), SWEEP_MS).unref();
  const listening = await listenNear(server, port);
  scheduler.resume();
  webhooks.wake();
  const address = `http://127.0.0.1:${listening}`;
  return {
    videosUrl: `${address}/v1`,
    controlUrl: `${address}/sandbox`,
    port: listening,
    async stop() {
      clearInterval(sweeping);
      scheduler.stop();
      await Promise.all([close(server), webhooks.stop(), media.stop()]);
      await Promise.all(calls);
    },
  };
}

function explain(deps: VideosDeps, error: unknown): Reply {
  const refusal = error instanceof Refused ? error : serverError();
  if (!(error instanceof Refused)) report(error);
  return json(refusal.wire.status, deps.dialect.errorBody(refusal.wire), refusal.wire.headers);
}

function report(error: unknown): void {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
