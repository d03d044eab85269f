import type { EndpointRow } from '../db/tables/catalog.table.ts';
import { type EndpointUse, holdbackWords, sendRoom } from './endpoint-limits.rules.ts';

/** A shorter rest ends before anybody has read of it. */
const BACKOFF_TOLD_MS = 30_000;

/** Why cells wait at an endpoint that sends nothing, and what ends it, in words for a producer. */
export interface HoldupWords {
  because: string;
  nextStep: string;
  /** Somebody has to do something; else it goes on by itself. */
  needsPerson: boolean;
}

const BY_ITSELF = 'Nothing to do: it goes on by itself.';
const TRY_AGAIN = 'Then an administrator tries it again on the page Providers. The cells wait; nothing is lost.';

type Stopped = Pick<EndpointRow, 'status' | 'paused_because' | 'paused_by' | 'backoff_until' | 'read_back_waits'>;

/** What holds an endpoint up beyond its ordinary limits; null while it sends as fast as it may. */
export function holdupOf(endpoint: Stopped, use: EndpointUse, now: Date): HoldupWords | null {
  if (endpoint.status === 'paused') return { ...pausedWords(endpoint), needsPerson: true };
  if (endpoint.read_back_waits !== null) return { because: endpoint.read_back_waits, nextStep: BY_ITSELF, needsPerson: true };
  const { because } = sendRoom(use);
  const words = holdbackWords(use, because, now);
  if (because === 'backing_off') {
    const restMs = (endpoint.backoff_until?.getTime() ?? 0) - now.getTime();
    return restMs < BACKOFF_TOLD_MS ? null : { because: words!, nextStep: BY_ITSELF, needsPerson: false };
  }
  if (because === 'probing' || because === 'day') return { because: words!, nextStep: BY_ITSELF, needsPerson: false };
  return null;
}

function pausedWords({ paused_because: text, paused_by: by }: Stopped): { because: string; nextStep: string } {
  const said = text ?? 'nobody wrote down why';
  if (by !== null) {
    return { because: `An administrator paused it: ${said}`, nextStep: 'Ask them to resume it. The cells wait; nothing is lost.' };
  }
  if (/^HTTP 40[13]\b/.test(said)) {
    return { because: `The provider refuses our key (${said}).`, nextStep: `Set the right key. ${TRY_AGAIN}` };
  }
  if (/^HTTP 402\b/.test(said)) {
    return { because: `The provider’s account is out of money (${said}).`, nextStep: `Top it up there. ${TRY_AGAIN}` };
  }
  return { because: said, nextStep: `Correct what it names. ${TRY_AGAIN}` };
}
