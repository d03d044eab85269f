const DOLLARS_PATTERN = /^\$?\s*(\d{1,7}(?:,\d{3})*)(?:\.(\d{1,6}))?$/;

/** `120`, `$1,200.50` as whole micro-dollars; null for anything else. */
export function readDollars(text: string): number | null {
  const found = DOLLARS_PATTERN.exec(text.trim());
  if (!found) return null;
  return Number(found[1]!.replaceAll(',', '')) * 1_000_000 + Number((found[2] ?? '').padEnd(6, '0'));
}
