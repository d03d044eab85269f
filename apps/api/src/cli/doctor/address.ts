import { lookup } from 'node:dns/promises';
import { listenPort } from '../../local/free-port.ts';
import { broken, type Check, note, ok, sentenceOf, within } from './check.ts';

const ANSWER_WITHIN_MS = 2_000;
const LOOPBACK_HOSTS = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

export const port: Check = {
  name: 'Port',
  async examine({ config: { host, port } }) {
    try {
      const free = await listenPort({ ...port, host });
      if (free === port.wanted || port.wanted === 0) return ok(`${host}:${port.wanted === 0 ? 'any' : free} is free`);
      if (await isDailies(host, port.wanted)) return ok(`${host}:${port.wanted} is taken by Dailies itself`);
      return note(`${host}:${port.wanted} is taken; the next start uses ${free}`);
    } catch (error) {
      if (await isDailies(host, port.wanted)) return ok(`${host}:${port.wanted} is taken by Dailies itself`);
      return broken(sentenceOf(error), `lsof -nP -iTCP:${port.wanted} -sTCP:LISTEN   # who it is; or: unset PORT`);
    }
  },
};

async function isDailies(host: string, port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://${host}:${port}/healthz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    return answer.ok && ((await answer.json()) as { status?: unknown }).status === 'ok';
  } catch {
    return false;
  }
}

export const publicAddress: Check = {
  name: 'PUBLIC_URL',
  async examine({ config: { publicUrl, host } }) {
    if (publicUrl === null) return ok('unset: links name the address that is listened on');
    const url = new URL(publicUrl);
    if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
      return broken(`${publicUrl} has more than scheme, host and port.`, `export PUBLIC_URL=${url.origin}`);
    }
    const isLocal = LOOPBACK_HOSTS.has(url.hostname);
    if (isLocal) return ok(publicUrl);
    if (url.protocol === 'http:') return broken(`${publicUrl} would carry sessions in the clear.`, `export PUBLIC_URL=https://${url.host}`);
    try {
      await within(ANSWER_WITHIN_MS, `The name ${url.hostname}`, lookup(url.hostname));
    } catch (error) {
      return broken(
        `${url.hostname} has no address: ${sentenceOf(error)}.`,
        `getent hosts ${url.hostname}   # then correct DNS or PUBLIC_URL`,
      );
    }
    const behind = LOOPBACK_HOSTS.has(host) ? 'a proxy on this machine must pass it on' : `we listen on ${host}`;
    return note(`${publicUrl}; ${behind}. Until there is sign-in, only this machine itself is answered`);
  },
};
