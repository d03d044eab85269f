import { orientationOf, parseSize } from '@dailies/schema';
import type { CatalogModel } from '../catalog/catalog.store.ts';
import { InputInvalid } from '../lib/refusal.ts';

/** Where and how a preview is rendered. */
export interface PreviewChoice {
  modelIds: string[];
  sizes: string[];
  seconds: number[];
}

type Candidate = Pick<CatalogModel, 'id' | 'endpoint_id' | 'tier' | 'retires_on' | 'sizes' | 'seconds'>;

/**
 * The cheapest way to see a campaign: a standard model (at the campaign's own endpoint if it has one there), its shortest length, and for each
 * size of the campaign the smallest frame of the same orientation. `today` is YYYY-MM-DD.
 * Throws InputInvalid where no standard model that is still offered has a price.
 */
export function previewChoice(
  models: readonly Candidate[],
  wanted: { modelIds: readonly string[]; sizes: readonly string[] },
  today: string,
): PreviewChoice {
  const endpoints = new Set(models.filter(({ id }) => wanted.modelIds.includes(id)).map((model) => model.endpoint_id));
  const standard = models.filter(
    ({ tier, retires_on, sizes, seconds }) =>
      tier === 'standard' && (retires_on === null || retires_on > today) && sizes.some(({ price }) => price !== null) && seconds.length > 0,
  );
  const model = standard.find(({ endpoint_id }) => endpoints.has(endpoint_id)) ?? standard[0];
  if (!model)
    throw new InputInvalid('modelIds', 'There is no standard model with a price to preview on. Ask an administrator to enter one.');
  const offered = model.sizes.filter(({ price }) => price !== null).map(({ size }) => size);
  const sizes = [...new Set((wanted.sizes.length > 0 ? wanted.sizes : offered.slice(0, 1)).map((size) => smallestLike(size, offered)))];
  return { modelIds: [model.id], sizes, seconds: [Math.min(...model.seconds)] };
}

function smallestLike(size: string, offered: readonly string[]): string {
  const pixels = (one: string) => {
    const { width, height } = parseSize(one)!;
    return width * height;
  };
  const orientation = (one: string) => orientationOf(parseSize(one)!);
  const alike = offered.filter((one) => orientation(one) === orientation(size));
  return (alike.length > 0 ? alike : [...offered]).toSorted((one, other) => pixels(one) - pixels(other))[0]!;
}
