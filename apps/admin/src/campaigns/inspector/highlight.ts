/** A piece of a compiled prompt; `from` names the slot of the preset it came from, null where the author wrote it. */
export interface PromptPiece {
  text: string;
  from: string | null;
}

/** Cuts a compiled prompt where fragments of a preset stand in it. A fragment that can not be found (its variables were filled) is passed over. */
export function highlightFragments(prompt: string, fragments: readonly { slot: string; text: string }[]): PromptPiece[] {
  const found = fragments
    .map(({ slot, text }) => ({ slot, length: text.trim().length, start: text.trim() === '' ? -1 : prompt.lastIndexOf(text.trim()) }))
    .filter(({ start }) => start >= 0)
    .sort((a, b) => a.start - b.start);
  const pieces: PromptPiece[] = [];
  let at = 0;
  for (const { slot, start, length } of found) {
    if (start < at) continue;
    if (start > at) pieces.push({ text: prompt.slice(at, start), from: null });
    pieces.push({ text: prompt.slice(start, start + length), from: slot });
    at = start + length;
  }
  if (at < prompt.length) pieces.push({ text: prompt.slice(at), from: null });
  return pieces;
}
