/** What helps against a cause of failure. */
export type Remedy = 'retry' | 'edit_prompts' | 'change_model';

/** Causes that lie in the model, whatever the prompt says. */
const OF_THE_MODEL = new Set(['model_gone', 'request_invalid']);

/** The one remedy offered first: the same again where that can help, another model where it is the model, else other words in a copy. */
export function remedyOf({ code, retryable }: { code: string; retryable: boolean }): Remedy {
  if (retryable) return 'retry';
  return OF_THE_MODEL.has(code) ? 'change_model' : 'edit_prompts';
}
