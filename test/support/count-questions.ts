import type { Deps } from '../../apps/api/src/deps.ts';

/** Status requests made through these tools: pages of the list, and questions by id. */
export interface Questions {
  deps: Deps;
  pages: number;
  checks: number;
}

/** The same tools with every status request counted. */
export function countQuestions(deps: Deps): Questions {
  const questions: Questions = { deps, pages: 0, checks: 0 };
  questions.deps = {
    ...deps,
    providers: {
      get: async (id) => {
        const provider = await deps.providers.get(id);
        return {
          ...provider,
          list: (...args) => {
            questions.pages += 1;
            return provider.list(...args);
          },
          check: (...args) => {
            questions.checks += 1;
            return provider.check(...args);
          },
        };
      },
    },
  };
  return questions;
}
