import { CLIP_SECONDS_MAX, isVideoSize, SIDE_PIXELS_MAX, SIDE_PIXELS_MIN } from '@dailies/schema';

/** What a person typed as a list: the values, each once, or why one of them can not be. */
export type ReadList<Value> = { values: readonly Value[]; error: string | null };

/** `1280x720, 832 × 480` as sizes; also with × and spaces, as pages of providers write them. */
export function readSizes(text: string): ReadList<string> {
  const words = wordsOf(text.replaceAll(/\s*[x×X*]\s*/g, 'x'));
  const unfit = words.find((word) => !isVideoSize(word));
  const error =
    unfit === undefined ? null : `“${unfit}” is no size: two even numbers from ${SIDE_PIXELS_MIN} to ${SIDE_PIXELS_MAX}, such as 1280x720.`;
  return { values: words, error };
}

/** `4, 8s 12 s` as lengths in seconds, shortest first. */
export function readSeconds(text: string): ReadList<number> {
  const words = wordsOf(text.replaceAll(/(\d)\s*s(?:ec(?:onds)?)?\b/gi, '$1'));
  const unfit = words.find((word) => !/^\d+$/.test(word) || Number(word) < 1 || Number(word) > CLIP_SECONDS_MAX);
  const error = unfit === undefined ? null : `“${unfit}” is no length: whole seconds from 1 to ${CLIP_SECONDS_MAX}.`;
  return { values: words.map(Number).toSorted((a, b) => a - b), error };
}

function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((word) => word !== ''))];
}
