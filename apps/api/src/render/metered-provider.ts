import type { CheckOutcome, ListOutcome, Provider } from '../providers/provider.ts';

export interface MeteredProvider extends Provider {
  /** Status requests made so far. */
  readonly asked: number;
  /** The rest that the provider asked for in an answer (`retry-after`); 0 while it asked for none. Milliseconds. */
  readonly restMs: number;
  /** The same, for a question that has to be asked to its end: it is counted all the same, so that later looks save what it took too much. */
  overdrawn(): Provider;
}

type Unasked = Extract<CheckOutcome, { kind: 'unanswered' }>;

const USED_UP: Unasked = { kind: 'unanswered', note: 'the status requests of this minute are used up', retryAfterMs: null, unasked: true };

/** What is said of a question that is not asked, because the provider wants to be left alone for so long. */
function resting(restMs: number): Unasked {
  return { kind: 'unanswered', note: 'the provider asked for a rest', retryAfterMs: restMs, unasked: true };
}

/**
 * A provider that answers no more than `requestsMax` questions about renders, and none once it has asked for a rest; what is over is left unasked.
 * `restMs`: a rest it has asked for before.
 */
export function meterProvider(provider: Provider, requestsMax: number, restMs = 0): MeteredProvider {
  let asked = 0;
  let askedForMs = 0;
  const refuse = (isUsedUp: boolean): Unasked | null => {
    const leftMs = Math.max(restMs, askedForMs);
    if (leftMs > 0) return resting(leftMs);
    return isUsedUp ? USED_UP : null;
  };
  const ask = async <Outcome extends CheckOutcome | ListOutcome>(question: () => Promise<Outcome>): Promise<Outcome> => {
    asked += 1;
    const outcome = await question();
    if (outcome.kind === 'unanswered') askedForMs = Math.max(askedForMs, outcome.retryAfterMs ?? 0);
    return outcome;
  };
  const questions = (isUsedUp: () => boolean): Pick<Provider, 'check' | 'list'> => ({
    check: async (operationId, signal) => refuse(isUsedUp()) ?? ask(() => provider.check(operationId, signal)),
    list: async (page, signal) => refuse(isUsedUp()) ?? ask(() => provider.list(page, signal)),
  });
  return {
    ...questions(() => asked >= requestsMax),
    overdrawn: () => ({ ...provider, ...questions(() => requestsMax <= 0) }),
    capabilities: provider.capabilities,
    get asked() {
      return asked;
    },
    get restMs() {
      return askedForMs;
    },
    start: (request, signal) => provider.start(request, signal),
    openOutput: (operationId, from, signal) => provider.openOutput(operationId, from, signal),
    remove: (operationId, signal) => provider.remove(operationId, signal),
  };
}
