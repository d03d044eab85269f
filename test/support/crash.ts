import type { Deps } from '../../apps/api/src/deps.ts';
import type { Provider } from '../../apps/api/src/providers/provider.ts';

/** The process that dies here: everything after it is as if it had never run. */
export class Died extends Error {}

export const die = (): never => {
  throw new Died('the process died here');
};

/** The same tools with another provider behind every endpoint. */
export async function withProvider(deps: Deps, change: (real: Provider) => Partial<Provider>): Promise<Deps> {
  const real = await deps.providers.get('default');
  const provider: Provider = {
    capabilities: real.capabilities,
    start: (request, signal) => real.start(request, signal),
    check: (id, signal) => real.check(id, signal),
    list: (page, signal) => real.list(page, signal),
    openOutput: (id, from, signal) => real.openOutput(id, from, signal),
    remove: (id, signal) => real.remove(id, signal),
    ...change(real),
  };
  return { ...deps, providers: { get: async () => provider } };
}

/** The same tools on a database that calls `before` ahead of every transaction and `after` behind every commit, with its number from 1. */
export function withTransactions(deps: Deps, hooks: { before?: (n: number) => void; after?: (n: number) => void }): Deps {
  let count = 0;
  const db = new Proxy(deps.db, {
    get(target, name) {
      if (name !== 'transaction') return bound(target, name);
      return () => {
        const builder = target.transaction();
        return new Proxy(builder, {
          get(inner, key) {
            if (key !== 'execute') return bound(inner, key);
            return async (work: Parameters<typeof builder.execute>[0]) => {
              const n = (count += 1);
              hooks.before?.(n);
              const answer = await inner.execute(work);
              hooks.after?.(n);
              return answer;
            };
          },
        });
      };
    },
  });
  return { ...deps, db };
}

function bound(target: object, name: string | symbol): unknown {
  const value: unknown = Reflect.get(target, name, target);
  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
}
