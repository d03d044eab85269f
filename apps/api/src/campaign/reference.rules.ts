import type { ReferenceImageRow } from '../db/tables/library.table.ts';
import type { PlannedOffer } from './plan.rules.ts';

/** A column as far as a picture bears on it. */
export type FittedOffer = Pick<PlannedOffer, 'endpoint_id' | 'size' | 'verdict' | 'verdict_note'>;

/** A campaign's picture as far as a plan asks for it. Pixels. */
export type PlannedReference = Pick<ReferenceImageRow, 'name' | 'width' | 'height' | 'sha256'>;

/**
 * Columns as a campaign's reference image lets them be: it becomes the first frame, so a column of other pixels, or at an endpoint in
 * `endpointsWithout` (name by id) that takes no picture, can not be rendered. A verdict that stands already stays.
 */
export function fitToReference<Offer extends FittedOffer>(
  offers: readonly Offer[],
  reference: PlannedReference | null,
  endpointsWithout: ReadonlyMap<string, string>,
): Offer[] {
  if (!reference) return [...offers];
  const pixels = `${reference.width}x${reference.height}`;
  return offers.map((offer) => {
    if (offer.verdict !== 'ok') return offer;
    const endpoint = endpointsWithout.get(offer.endpoint_id);
    const note =
      endpoint !== undefined
        ? `“${endpoint}” takes no reference image. Choose a model elsewhere, or take the picture out of the campaign.`
        : offer.size === pixels
          ? null
          : `The reference image “${reference.name}” has ${pixels} pixels and can not begin a clip of ${offer.size}. Add one of that size, or drop the size.`;
    return note === null ? offer : { ...offer, verdict: 'prompt_invalid', verdict_note: note };
  });
}

/** The reference image as part of a plan's hash (hex); empty without one. */
export function hashOfReference(reference: PlannedReference | null): string {
  return reference?.sha256.toString('hex') ?? '';
}
