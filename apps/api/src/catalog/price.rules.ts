import { PRICE_STALE_DAYS } from '@dailies/schema';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whether nobody has looked at a price for so long that it may have moved. Both are YYYY-MM-DD. */
export function isPriceStale(checkedOn: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(checkedOn)) / DAY_MS > PRICE_STALE_DAYS;
}
