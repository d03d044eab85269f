import { useEffect, useState } from 'react';

/** Grows by one every `everyMs` while the page can be seen: who depends on it asks again. */
export function useBeat(everyMs: number, active = true): number {
  const [beat, setBeat] = useState(0);
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => document.hidden || setBeat((count) => count + 1), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, active]);
  return beat;
}
