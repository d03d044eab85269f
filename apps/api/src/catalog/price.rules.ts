import { type Micros, PRICE_STALE_DAYS } from '@dailies/schema';
import type { PriceRow } from '../db/tables/catalog.table.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Whether nobody has looked at a price for so long that it may have moved. Both are YYYY-MM-DD. */
export function isPriceStale(checkedOn: string, today: string): boolean {
  return (Date.parse(today) - Date.parse(checkedOn)) / DAY_MS > PRICE_STALE_DAYS;
}

/** What a second costs. `audio`: whether the clip keeps its sound, which may have a price of its own. */
export function secondMicrosOf(price: Pick<PriceRow, 'second_micros' | 'audio_second_micros'>, audio: boolean): Micros {
  return audio ? (price.audio_second_micros ?? price.second_micros) : price.second_micros;
}
