/** `DAILIES_CLOCK_SKEW_MS=600000 node --import ./skewed-clock.ts worker.ts`: this process's wall clock is wrong by so much. */
const skewMs = Number(process.env['DAILIES_CLOCK_SKEW_MS']);
const TrueDate = Date;

globalThis.Date = class extends TrueDate {
  constructor(...parts: unknown[]) {
    super(...((parts.length === 0 ? [TrueDate.now() + skewMs] : parts) as [number]));
  }
  static override now(): number {
    return TrueDate.now() + skewMs;
  }
} as DateConstructor;
