import type { CombinedError } from 'urql';

/** A mutation's "no" as the API says it. */
export interface RefusalWords {
  code: string;
  message: string;
}

/**
 * Why an action did not happen, in words for a producer; null when it did. Reads the typed refusal of a mutation, or the error of a
 * request that never came through.
 */
export function refusalOf(answer: object | undefined, error: CombinedError | undefined): RefusalWords | null {
  if (error?.networkError)
    return { code: 'UNREACHABLE', message: 'The server can not be reached. Nothing was changed as far as we know; try again.' };
  if (error) return { code: 'FAILED', message: error.graphQLErrors.map(({ message }) => message).join(' ') };
  if (!answer) return { code: 'NO_ANSWER', message: 'The server gave no answer. Try again.' };
  if ('code' in answer && 'message' in answer) return { code: String(answer.code), message: String(answer.message) };
  return null;
}
