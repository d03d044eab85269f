import type { Provider } from '../providers/provider.ts';

export interface MeteredProvider extends Provider {
  /** Status requests made so far. */
  readonly asked: number;
  /** The same, for a question that has to be asked to its end: it is counted all the same, so that later looks save what it took too much. */
  overdrawn(): Provider;
}

const USED_UP = { kind: 'unanswered', note: 'the status requests of this minute are used up', retryAfterMs: null } as const;

/** A provider that answers no more than `requestsMax` questions about renders; what is over is left unasked. */
export function meterProvider(provider: Provider, requestsMax: number): MeteredProvider {
  let asked = 0;
  const mayAsk = () => asked < requestsMax && (asked += 1) > 0;
  const count = () => void (asked += 1);
  return {
    overdrawn: () =>
      requestsMax <= 0
        ? { ...provider, check: () => Promise.resolve(USED_UP), list: () => Promise.resolve(USED_UP) }
        : {
            ...provider,
            check: (operationId, signal) => (count(), provider.check(operationId, signal)),
            list: (page, signal) => (count(), provider.list(page, signal)),
          },
    capabilities: provider.capabilities,
    get asked() {
      return asked;
    },
    start: (request, signal) => provider.start(request, signal),
    check: async (operationId, signal) => (mayAsk() ? provider.check(operationId, signal) : USED_UP),
    list: async (page, signal) => (mayAsk() ? provider.list(page, signal) : USED_UP),
    openOutput: (operationId, from, signal) => provider.openOutput(operationId, from, signal),
    remove: (operationId, signal) => provider.remove(operationId, signal),
  };
}
