import { PROMPT_CHARS_MAX, promptFault } from '@dailies/schema';

export type SplitBy = 'line' | 'blank';

/** How a pasted text seems to be meant: with an empty line in it, prompts stand between empty lines; else each line is one. */
export function guessSplit(text: string): SplitBy {
  return /\S[^\n]*\n[ \t]*\n\s*\S/.test(unixLines(text)) ? 'blank' : 'line';
}

/** The prompts of a pasted text, without empty ones. Lines of one prompt stay lines. */
export function splitPrompts(text: string, by: SplitBy): string[] {
  const parts = by === 'line' ? unixLines(text).split('\n') : unixLines(text).split(/\n[ \t]*\n/);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}

/** The first prompt that can not be sent, in words; null when all can. */
export function findFault(prompts: readonly string[]): string | null {
  for (const [place, prompt] of prompts.entries()) {
    const fault = promptFault(prompt, PROMPT_CHARS_MAX);
    if (fault === 'too_long')
      return `Prompt ${place + 1} has ${prompt.length.toLocaleString('en-US')} characters; at most 32,000 can be sent.`;
    if (fault === 'nul' || fault === 'lone_surrogate') return `Prompt ${place + 1} contains a broken character. Type or paste it again.`;
  }
  return null;
}
