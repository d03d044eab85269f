/** Money is whole micro-dollars (1 USD = 1,000,000 micros), as a number below 2^53 (nine billion dollars). */
export type Micros = number;

export const MICROS_PER_DOLLAR = 1_000_000;

/** Whole micros of a decimal dollar text such as `0.10`; null when it is not one, or is finer than a micro. */
export function parseDollars(text: string): Micros | null {
  const found = /^(-?)(\d{1,10})(?:\.(\d{1,6}))?$/.exec(text.trim());
  if (!found) return null;
  const micros = Number(found[2]) * MICROS_PER_DOLLAR + Number((found[3] ?? '').padEnd(6, '0'));
  return found[1] ? -micros : micros;
}

/** `$1,234.50` for people; four digits after the point only when cents would hide money. */
export function formatMicros(micros: Micros): string {
  const digits = micros % 10_000 === 0 ? 2 : micros % 100 === 0 ? 4 : 6;
  const whole = Math.abs(micros) / MICROS_PER_DOLLAR;
  const text = whole.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${micros < 0 ? '−' : ''}$${text}`;
}
