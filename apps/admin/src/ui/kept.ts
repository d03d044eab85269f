import { useState } from 'react';

/** The value, or the last one there was under the same key: what was loaded stays on the page when asking again fails. */
export function useKept<Value>(value: Value | null | undefined, key: string): Value | undefined {
  const [kept, setKept] = useState<{ key: string; value: Value } | null>(null);
  if (value != null && (kept?.value !== value || kept.key !== key)) setKept({ key, value });
  return value ?? (kept?.key === key ? kept.value : undefined);
}
