import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../lib/refusal.ts';

/** A caller as its connection and its request show it; for a WebSocket, the request is the upgrade. */
export interface Peer {
  remoteAddress: string | undefined;
  /** The port of ours that was called. */
  localPort: number | undefined;
  headers: IncomingHttpHeaders;
}

/** Answered as 401. Until people can sign in, this machine's own user is the only one who is known. */
export class NotSignedIn extends Refusal {
  readonly code = 'NOT_SIGNED_IN';
}

const LOOPBACK_PATTERN = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;
const LOCAL_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const HTTP_PORT = 80;

/**
 * Whether a caller acts as the administrator of the local workspace: a peer on this machine, which speaks to us by a local name and our
 * port, from no foreign page and through no proxy. The Host rule ends DNS rebinding, the Origin rule ends foreign pages and WebSocket
 * hijack, and a proxy's headers say that the caller is somebody else. Answers null when all hold, else what to tell the caller.
 */
export function refusalOfPeer(peer: Peer): NotSignedIn | null {
  const { headers } = peer;
  if (!LOOPBACK_PATTERN.test(peer.remoteAddress ?? '')) {
    return new NotSignedIn('Dailies has no sign-in yet and answers only this machine. Call it from there, by http://127.0.0.1.');
  }
  const host = headers.host?.toLowerCase() ?? '';
  if (!namesOf(peer.localPort).includes(host)) {
    return new NotSignedIn('Dailies answers only to the names 127.0.0.1, localhost and [::1] with its own port. Open it by one of these.');
  }
  if (headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${host}`) {
    return new NotSignedIn('This request comes from the page of another site. Open Dailies itself and try again there.');
  }
  if (isForeignFetch(headers['sec-fetch-site'])) {
    return new NotSignedIn('This request was made by another site’s page. Open Dailies itself and try again there.');
  }
  if (Object.keys(headers).some(isProxyHeader)) {
    return new NotSignedIn('This request came through a proxy, so that its sender is not known. Call Dailies directly on this machine.');
  }
  return null;
}

function namesOf(port: number | undefined): string[] {
  const withPort = LOCAL_NAMES.map((name) => `${name}:${port}`);
  return port === HTTP_PORT ? [...withPort, ...LOCAL_NAMES] : withPort;
}

/** Browsers say where a request was made; `same-site` is another port of this machine and as foreign as any. */
function isForeignFetch(site: string | string[] | undefined): boolean {
  return site === 'cross-site' || site === 'same-site';
}

function isProxyHeader(name: string): boolean {
  return name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded');
}
