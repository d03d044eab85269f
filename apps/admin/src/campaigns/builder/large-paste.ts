import { IMPORT_INLINE_BYTES_MAX } from '@dailies/schema';
import type { DraftPrompts } from './draft.ts';
import { splitPrompts } from './split-prompts.ts';

/** Pasted prompts too large for a mutation, as the file they are then uploaded as; null for all others. */
export function largePaste(prompts: DraftPrompts): File | null {
  if (prompts.kind !== 'pasted' || prompts.text.length * 2 <= IMPORT_INLINE_BYTES_MAX) return null;
  const lines = splitPrompts(prompts.text, prompts.splitBy).map((prompt) => JSON.stringify({ prompt }));
  return new File([lines.join('\n')], 'pasted-prompts.jsonl');
}
