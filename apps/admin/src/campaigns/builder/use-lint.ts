import { useEffect, useMemo, useState } from 'react';
import { type LintContext, lintWaiting, type LintedPrompt, readFindings } from './linted-prompts.ts';

const SLICE_MS = 8;
const FRAME_MS = 16;
const IDLE_WITHIN_MS = 200;

/**
 * What the rules say of prompts, read in short slices while nothing else is to do: however many there are, typing goes on. A prompt that stays as
 * it was is not read again.
 */
export function useLint(parts: readonly string[], { audio, movesByPreset, reference }: LintContext): readonly LintedPrompt[] {
  const context = useMemo(() => ({ audio, movesByPreset, reference }), [audio, movesByPreset, reference]);
  const known = useMemo(() => readFindings(parts, context), [parts, context]);
  const [read, setRead] = useState({ of: known, linted: known });
  useEffect(() => {
    if (!known.some(({ isWaiting }) => isWaiting)) return undefined;
    return whileIdle(() => {
      const until = performance.now() + SLICE_MS;
      const isMore = lintWaiting(parts, context, () => performance.now() < until);
      setRead({ of: known, linted: readFindings(parts, context) });
      return isMore;
    });
  }, [parts, context, known]);
  return read.of === known ? read.linted : known;
}

/** Calls `work` in idle moments until it answers no; answers how to stop. */
function whileIdle(work: () => boolean): () => void {
  let stop: () => void;
  const ask = () => {
    stop = soon(() => work() && ask());
  };
  ask();
  return () => stop();
}

/** Once, in the next idle moment; where the browser knows none, a frame later. */
function soon(work: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(work, FRAME_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(work, { timeout: IDLE_WITHIN_MS });
  return () => cancelIdleCallback(handle);
}
