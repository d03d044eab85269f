import type { Look } from './look.ts';

/** What is burnt into a picture: the beginning of the prompt, and the id under it. */
export type Caption = { title: string; id: string };

export type CaptionLine = { text: string; filter: (textPath: string) => string };

export function layOutCaption(_caption: Caption, _look: Look): CaptionLine[] {
  return [];
}
