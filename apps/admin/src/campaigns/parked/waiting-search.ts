import { PARKED_CAUSES } from '@dailies/schema';
import type { CauseWord } from './parked-words.ts';

/** What the address of `/waiting` says: its filters. */
export interface WaitingSearch {
  cause?: CauseWord;
  /** Global ids. */
  endpoint?: string;
  campaign?: string;
}

const CAUSE_WORDS = PARKED_CAUSES.map((cause) => cause.toUpperCase() as CauseWord);

/** Reads the filters out of an address; what is not understood is left out. */
export function readWaitingSearch(raw: Record<string, unknown>): WaitingSearch {
  const cause = CAUSE_WORDS.find((word) => word === raw['cause']);
  const textOf = (key: string) => (typeof raw[key] === 'string' ? raw[key].trim() : '');
  const [endpoint, campaign] = [textOf('endpoint'), textOf('campaign')];
  return { ...(cause && { cause }), ...(endpoint !== '' && { endpoint }), ...(campaign !== '' && { campaign }) };
}
