import { orientationOf, parseSize } from '@dailies/schema';
import type { CatalogModel } from '../catalog/catalog.store.ts';
import type { ReferenceImageRow } from '../db/tables/library.table.ts';
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
 * size of the campaign the smallest frame of the same orientation; a reference image keeps its own pixels, because it becomes the first frame.
 * `today` is YYYY-MM-DD. Throws InputInvalid where no standard model that is still offered has a price, or none has the picture's size.
 */
export function previewChoice(
  models: readonly Candidate[],
  wanted: { modelIds: readonly string[]; sizes: readonly string[] },
  today: string,
  reference: Pick<ReferenceImageRow, 'name' | 'width' | 'height'> | null = null,
): PreviewChoice {
  const endpoints = new Set(models.filter(({ id }) => wanted.modelIds.includes(id)).map((model) => model.endpoint_id));
  const standard = models.filter(
    ({ tier, retires_on, sizes, seconds }) =>
      tier === 'standard' && (retires_on === null || retires_on > today) && sizes.some(({ price }) => price !== null) && seconds.length > 0,
  );
  if (standard.length === 0)
    throw new InputInvalid('modelIds', 'There is no standard model with a price to preview on. Ask an administrator to enter one.');
  const pixels = reference && `${reference.width}x${reference.height}`;
  const fitting = pixels === null ? standard : standard.filter((one) => pricedSizesOf(one).includes(pixels));
  const model = fitting.find(({ endpoint_id }) => endpoints.has(endpoint_id)) ?? fitting[0];
  if (!model) {
    throw new InputInvalid(
      'referenceId',
      `The reference image “${reference!.name}” has ${pixels} pixels, and no standard model with a price renders that size. Take a picture of another size, or launch without a preview.`,
    );
  }
  const offered = pixels === null ? pricedSizesOf(model) : [pixels];
  const sizes = [...new Set((wanted.sizes.length > 0 ? wanted.sizes : offered.slice(0, 1)).map((size) => smallestLike(size, offered)))];
  return { modelIds: [model.id], sizes, seconds: [Math.min(...model.seconds)] };
}

function pricedSizesOf({ sizes }: Candidate): string[] {
  return sizes.filter(({ price }) => price !== null).map(({ size }) => size);
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
