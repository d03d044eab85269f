import type { IncomingMessage } from 'node:http';
import type { BucketServer } from '../bucket/start-bucket.ts';
import type { Faults } from '../faults/faults.ts';
import { RATE_NAMES } from '../faults/rates.rules.ts';
import { sha256 } from '../lib/chance.ts';
import { json, type Reply } from '../lib/reply.ts';
import type { LedgerFilter, LedgerStore } from '../videos/ledger.store.ts';
import { readBody } from '../videos/read-body.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';

/** What the control room may ask of the bucket beside it. */
export type BucketControls = Pick<BucketServer, 'objectPath' | 'setFaults'>;

export type ControlDeps = { faults: Faults; ledger: LedgerStore; webhooks: Webhooks; bucket: BucketControls };

/**
 * The control room under `/sandbox`: open to programs on this machine, closed to web pages (no Origin, and a Host that is this machine's
 * own). It is no part of the wire.
 */
export async function answerControl(deps: ControlDeps, request: IncomingMessage, url: URL): Promise<Reply> {
  if (request.headers.origin !== undefined || !isLoopbackHost(request.headers.host)) {
    return complain(403, 'The sandbox controls answer programs on this machine only, not web pages.');
  }
  const [, room = '', ...path] = url.pathname.slice(1).split('/');
  const call = `${request.method} ${room}`;
  if (call === 'GET ' && path.length === 0) return json(200, readOverview(deps));
  if (call === 'GET ledger') return readLedger(deps, url.searchParams);
  if (call === 'GET webhooks') return json(200, { url: deps.webhooks.url(), ...deps.webhooks.readCounts() });
  if (call === 'PUT webhooks') return setWebhooks(deps, (await readBody(request)).fields['url']);
  if (call === 'GET faults') return json(200, deps.faults.settings());
  if (call === 'PUT faults') return setFaults(deps, (await readBody(request)).fields);
  if (call === 'DELETE faults') return resetFaults(deps);
  if (call === 'PUT bucket-faults') return setBucketFaults(deps, (await readBody(request)).fields);
  if (call === 'GET objects' && path.length >= 2) return findObject(deps, path);
  return complain(404, `No such control: ${request.method} ${url.pathname.slice(0, 120)}.`);
}

function readOverview(deps: ControlDeps) {
  const everything: LedgerFilter = { sinceMs: null, promptSha: null, fingerprint: null, videoId: null };
  return {
    ledger: deps.ledger.readCounts(everything),
    webhooks: deps.webhooks.readCounts(),
    faults: deps.faults.settings(),
    rates: RATE_NAMES,
  };
}

function readLedger({ ledger }: ControlDeps, query: URLSearchParams): Reply {
  const since = query.get('since');
  const sinceMs = since === null ? null : readTime(since);
  if (Number.isNaN(sinceMs)) return complain(400, 'since is unix milliseconds or an ISO time.');
  const prompt = query.get('prompt');
  const filter = {
    sinceMs,
    promptSha: prompt === null ? query.get('promptSha') : sha256(prompt),
    fingerprint: query.get('fingerprint'),
    videoId: query.get('videoId'),
  };
  return json(200, { ...ledger.readCounts(filter), entries: query.get('entries') === 'none' ? [] : ledger.list(filter) });
}

function setWebhooks({ webhooks }: ControlDeps, url: unknown): Reply {
  const isAddress = (text: unknown): text is string => typeof text === 'string' && URL.canParse(text) && /^https?:/.test(text);
  if (url !== null && !isAddress(url)) return complain(400, 'url is an http or https address, or null for none.');
  webhooks.setUrl(url);
  return json(200, { url: webhooks.url() });
}

function setFaults({ faults }: ControlDeps, body: Record<string, unknown>): Reply {
  const wrong = faults.change(body);
  return wrong === null ? json(200, faults.settings()) : complain(400, wrong);
}

function resetFaults({ faults }: ControlDeps): Reply {
  faults.reset();
  return json(200, faults.settings());
}

function setBucketFaults({ bucket }: ControlDeps, { rates = {}, seed = 0 }: Record<string, unknown>): Reply {
  const known = ['status503', 'resetUpload', 'resetDownload', 'slowMs'];
  const given = Object.entries(rates as object);
  const isRight = given.every(([name, value]) => known.includes(name) && typeof value === 'number' && value >= 0);
  if (!isRight || typeof seed !== 'number') return complain(400, `rates are numbers named ${known.join(', ')}; seed is a number.`);
  bucket.setFaults({ rates: Object.fromEntries(given), seed });
  return json(200, { rates, seed });
}

async function findObject(deps: ControlDeps, [bucket = '', ...name]: string[]): Promise<Reply> {
  const path = await deps.bucket.objectPath(decodeURIComponent(bucket), name.map(decodeURIComponent).join('/'));
  return path === null ? complain(404, 'No such object.') : json(200, { path });
}

const readTime = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text));

const isLoopbackHost = (host: string | undefined): boolean => /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? '');

const complain = (status: number, message: string): Reply => json(status, { error: { message } });
