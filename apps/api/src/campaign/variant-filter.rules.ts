import type { Phase } from '@dailies/schema';
import type { MatrixShape, PlannedPreset } from '../db/tables/campaigns.table.ts';
import type { PlannedOffer } from './plan.rules.ts';

/** What a page of variants is narrowed to; bounds are inclusive, what is absent or empty does not narrow. */
export interface VariantFilter {
  phases?: readonly Phase[] | null | undefined;
  promptFrom?: number | null | undefined;
  promptTo?: number | null | undefined;
  indexFrom?: number | null | undefined;
  indexTo?: number | null | undefined;
  /** `as-written` stands for prompts without a preset. */
  presetKeys?: readonly string[] | null | undefined;
  sizes?: readonly string[] | null | undefined;
  seconds?: readonly number[] | null | undefined;
  modelIds?: readonly string[] | null | undefined;
  failureCodes?: readonly string[] | null | undefined;
  /** Part of the compiled prompt or of the prompt's key, in any case. */
  search?: string | null | undefined;
}

/** The same in places of the matrix, which stand in the variant's own row. Null does not narrow. */
export interface PlacedFilter {
  phases: readonly Phase[] | null;
  index: { from: number; to: number } | null;
  rows: { from: number; to: number } | null;
  /** A row's preset is its number modulo `of`. */
  presetPlaces: { of: number; places: number[] } | null;
  columns: number[] | null;
  failureCodes: readonly string[] | null;
  search: string | null;
}

export const NOTHING_FILTERED: PlacedFilter = {
  phases: null,
  index: null,
  rows: null,
  presetPlaces: null,
  columns: null,
  failureCodes: null,
  search: null,
};

/** Bounds of an index or a row of any matrix. */
const LAST = 2 ** 31 - 1;

/** Turns prompts, presets, sizes, lengths and models into the places that a frozen matrix gave them. */
export function placeFilter(
  filter: VariantFilter,
  plan: { shape: MatrixShape; presets: readonly PlannedPreset[] },
  offers: readonly PlannedOffer[],
): PlacedFilter {
  const { shape } = plan;
  const search = filter.search?.trim() ?? '';
  return {
    phases: given(filter.phases),
    index: bounds(filter.indexFrom, filter.indexTo),
    rows: rowsOf(shape, bounds(filter.promptFrom, filter.promptTo)),
    presetPlaces: presetPlacesOf(shape, plan.presets, given(filter.presetKeys)),
    columns: columnsOf(offers, filter),
    failureCodes: given(filter.failureCodes),
    search: search === '' ? null : search,
  };
}

function rowsOf(shape: MatrixShape, prompts: PlacedFilter['rows']): PlacedFilter['rows'] {
  if (!prompts) return null;
  if (shape.mode === 'zip' && shape.promptCount === 1) return prompts.from <= 0 && prompts.to >= 0 ? null : { from: LAST, to: LAST };
  const width = shape.mode === 'cross' ? shape.presetCount : 1;
  return { from: Math.min(LAST, prompts.from * width), to: Math.min(LAST, prompts.to * width + width - 1) };
}

function presetPlacesOf(
  shape: MatrixShape,
  presets: readonly PlannedPreset[],
  keys: readonly string[] | null,
): PlacedFilter['presetPlaces'] {
  if (!keys) return null;
  const places = presets.flatMap((preset, place) => (keys.includes(preset.key ?? 'as-written') ? [place] : []));
  return { of: shape.presetCount, places };
}

function columnsOf(offers: readonly PlannedOffer[], filter: VariantFilter): number[] | null {
  const [sizes, seconds, modelIds] = [given(filter.sizes), given(filter.seconds), given(filter.modelIds)];
  if (!sizes && !seconds && !modelIds) return null;
  const fits = (offer: PlannedOffer) =>
    (!sizes || sizes.includes(offer.size)) &&
    (!seconds || seconds.includes(offer.seconds)) &&
    (!modelIds || modelIds.includes(offer.model_id));
  return offers.filter(fits).map((offer) => offer.n);
}

function given<Value>(values: readonly Value[] | null | undefined): readonly Value[] | null {
  return values?.length ? values : null;
}

function bounds(from: number | null | undefined, to: number | null | undefined): { from: number; to: number } | null {
  return from == null && to == null ? null : { from: from ?? 0, to: to ?? LAST };
}
