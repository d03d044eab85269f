import type { EndpointLevel } from '@dailies/schema';
import type { Capabilities } from './provider.ts';

/**
 * How far an endpoint can prove what became of a send whose answer was lost. The generated column `endpoints.level` is its twin in SQL, over
 * what a probe found and what the dialect promises.
 */
export function levelOf(
  capabilities: Pick<Capabilities, 'honoursIdempotencyKey' | 'echoesRequestId' | 'lists' | 'listEchoesPrompt'>,
): EndpointLevel {
  if (capabilities.honoursIdempotencyKey) return 'L0';
  if (capabilities.echoesRequestId) return 'L1';
  if (!capabilities.lists) return 'L4';
  return capabilities.listEchoesPrompt ? 'L2' : 'L3';
}

/** What a level means for a person who reads it. */
export const LEVEL_IN_WORDS: Record<EndpointLevel, string> = {
  L0: 'a create may be repeated under its idempotency key',
  L1: 'the list names the request of every video',
  L2: 'a lost answer is found again by reading the list',
  L3: 'the list shows no prompts: one create at a time may be in doubt',
  L4: 'no list: a lost answer waits for a person',
};
