import { type Micros, orientationOf, parseSize } from '@dailies/schema';
import type { CatalogModel } from '../../catalog/catalog.store.ts';
import { secondMicrosOf } from '../../catalog/price.rules.ts';

/** A column of the matrix that shall be rendered by another model. */
export interface Column {
  n: number;
  modelId: string;
  size: string;
  seconds: number;
  /** Whether its clips keep their sound. */
  audio: boolean;
  priceMicros: Micros;
}

/** What a model can stand in with. */
export type StandIn = Pick<CatalogModel, 'id' | 'endpoint_id' | 'tier' | 'sizes' | 'seconds'>;

export type Difference = 'size' | 'seconds' | 'tier' | 'endpoint' | 'price';

/** How another model would render a column. Null `to`: it can not. */
export interface Equivalent {
  from: Column;
  to: { modelId: string; size: string; seconds: number; priceMicros: Micros | null } | null;
  differences: Difference[];
}

/**
 * The nearest that `standIn` offers to a column: the same frame, else the nearest number of pixels in the same orientation; the same length,
 * else the nearest, the longer of two. A frame of another orientation is no equivalent.
 */
export function equivalentOf(from: Column, was: Pick<StandIn, 'tier' | 'endpoint_id'>, standIn: StandIn): Equivalent {
  const size = nearestSize(
    from.size,
    standIn.sizes.map((one) => one.size),
  );
  const seconds = nearestSeconds(from.seconds, standIn.seconds);
  if (size === null || seconds === null) return { from, to: null, differences: [] };
  const price = standIn.sizes.find((one) => one.size === size)?.price ?? null;
  const priceMicros = price && secondMicrosOf(price, from.audio) * seconds;
  const differences: Difference[] = [];
  if (size !== from.size) differences.push('size');
  if (seconds !== from.seconds) differences.push('seconds');
  if (standIn.tier !== was.tier) differences.push('tier');
  if (standIn.endpoint_id !== was.endpoint_id) differences.push('endpoint');
  if (priceMicros !== from.priceMicros) differences.push('price');
  return { from, to: { modelId: standIn.id, size, seconds, priceMicros }, differences };
}

function nearestSize(size: string, offered: readonly string[]): string | null {
  if (offered.includes(size)) return size;
  const wanted = parseSize(size);
  if (!wanted) return null;
  const alike = offered.filter((one) => orientationOf(parseSize(one)!) === orientationOf(wanted));
  const distance = (one: string) => Math.abs(Math.log(pixelsOf(one) / pixelsOf(size)));
  return alike.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
}

function nearestSeconds(seconds: number, offered: readonly number[]): number | null {
  const distance = (one: number) => Math.abs(one - seconds);
  return offered.toSorted((one, other) => distance(one) - distance(other) || other - one)[0] ?? null;
}

function pixelsOf(size: string): number {
  const { width, height } = parseSize(size)!;
  return width * height;
}
