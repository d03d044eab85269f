import type { Micros, Verdict } from '@dailies/schema';
import { hashFields } from '@dailies/schema/fingerprint';
import { PACK_VERSION } from '@dailies/schema/lint';
import type { CatalogOffer } from '../catalog/catalog.store.ts';
import type { Brief, MatrixShape, OfferRow, PlannedPreset, PlanParts, PlanSummary } from '../db/tables/campaigns.table.ts';
import { columnHash, createOccurrences } from './matrix.rules.ts';
import { priceRange } from './plan-price.rules.ts';

/** A column of the matrix as a plan freezes it. */
export type PlannedOffer = Omit<OfferRow, 'campaign_num' | 'replaces_n'>;

/** Cells that share verdicts and fate, counted. */
export interface CellGroup {
  rowVerdict: Verdict;
  columnVerdict: Verdict;
  /** The column's place. */
  column: number;
  isExcluded: boolean;
  count: number;
  micros: Micros;
}

/** The parts a plan's hash covers, in this order. */
const PARTS: readonly (keyof PlanParts)[] = ['axes', 'prompts', 'presets', 'policy', 'reference', 'offers', 'exclusions', 'reuse'];

/**
 * The columns of a brief in order, priced by what the catalogue says of each. `limitOf` names the limit of the edition that an offer is over,
 * in words, or null.
 */
export function offersOf(
  brief: Pick<Brief, 'axisMode' | 'modelIds' | 'sizes' | 'seconds'>,
  catalog: readonly CatalogOffer[],
  limitOf: (offer: CatalogOffer) => string | null,
): PlannedOffer[] {
  const nameOf = (modelId: string, size: string, seconds: number) => JSON.stringify([modelId, size, seconds]);
  const known = new Map(catalog.map((offer) => [nameOf(offer.modelId, offer.size, offer.seconds), offer]));
  const occurrence = createOccurrences();
  return columnsOf(brief).map(([modelId, size, seconds], n) => {
    const name = nameOf(modelId, size, seconds);
    const offer = known.get(name);
    if (!offer) throw new Error(`the catalogue did not answer for ${name}`);
    const limit = limitOf(offer);
    return {
      n,
      endpoint_id: offer.endpointId,
      model_id: modelId,
      size,
      seconds,
      price_id: offer.priceId,
      price_micros: offer.priceMicros ?? 0,
      column_hash: columnHash({ modelId, size, seconds }, occurrence(name)),
      verdict: offer.retired ? 'model_retired' : limit !== null ? 'over_entitlement' : offer.priceMicros === null ? 'unpriced' : 'ok',
      verdict_note: offer.retired ? null : limit,
    };
  });
}

/** Cells that share an earlier render or each other's, counted. */
export interface ReusedCells {
  count: number;
  micros: Micros;
  byColumn: ReadonlyMap<number, number>;
}

/**
 * The price and verdicts of a whole plan. An excluded cell counts as nothing else; a row's verdict comes before its column's. `reused` cells are
 * among those that are ok on both axes. `factor`: paid renders a ready clip.
 */
export function summarise(
  groups: readonly CellGroup[],
  reused: ReusedCells,
  factor: number,
): Omit<PlanSummary, 'shape' | 'presets' | 'parts'> {
  const verdicts: PlanSummary['verdicts'] = {};
  let excluded = 0;
  let estimateMicros = 0;
  const columnRenders: number[] = [];
  for (const { rowVerdict, columnVerdict, column, isExcluded, count, micros } of groups) {
    if (isExcluded) {
      excluded += count;
      continue;
    }
    const verdict = rowVerdict === 'ok' ? columnVerdict : rowVerdict;
    verdicts[verdict] = (verdicts[verdict] ?? 0) + count;
    if (verdict !== 'ok') continue;
    estimateMicros += micros;
    columnRenders[column] = count - (reused.byColumn.get(column) ?? 0);
  }
  const { count, micros } = reused;
  const renders = { count: (verdicts.ok ?? 0) - count, micros: estimateMicros - micros };
  if (count > 0) {
    verdicts.reused = count;
    verdicts.ok = renders.count;
    if (renders.count === 0) delete verdicts.ok;
  }
  const prices = priceRange({ ...renders, reused: { count, micros } }, factor);
  const columns = Array.from(columnRenders, (one) => one ?? 0);
  return { verdicts, excluded, estimateMicros, ...prices, repeatFactor: factor, reused: { count, micros }, columnRenders: columns };
}

export function hashOfAxes(shape: MatrixShape): string {
  return hex([shape.mode, String(shape.promptCount), String(shape.presetCount), String(shape.columnCount)]);
}

export function hashOfPresets(presets: readonly PlannedPreset[]): string {
  return hex(presets.map((preset) => preset.versionId ?? ''));
}

/** By which rules and by which moderation service prompts are judged today, and whether they are judged for sound as well. */
export function hashOfPolicy({ audio }: Pick<Brief, 'audio'>, moderator: string | null): string {
  return hex([PACK_VERSION, String(audio), ...(moderator === null ? [] : [moderator])]);
}

export function hashOfOffers(offers: readonly PlannedOffer[]): string {
  return hex(
    offers.flatMap((offer) => [
      offer.endpoint_id,
      offer.model_id,
      offer.size,
      String(offer.seconds),
      String(offer.price_id),
      String(offer.price_micros),
      offer.verdict,
    ]),
  );
}

/** The hash a launch must name: over everything that decides what each cell is, costs and may. */
export function planHashOf(parts: PlanParts): string {
  return hex(PARTS.map((name) => parts[name]));
}

function columnsOf(brief: Pick<Brief, 'axisMode' | 'modelIds' | 'sizes' | 'seconds'>): [string, string, number][] {
  const { modelIds, sizes, seconds } = brief;
  if (brief.axisMode === 'cross') {
    return modelIds.flatMap((modelId) =>
      sizes.flatMap((size) => seconds.map((length): [string, string, number] => [modelId, size, length])),
    );
  }
  const at = <Value>(axis: readonly Value[], place: number) => (axis.length === 1 ? axis[0]! : axis[place]!);
  const length = Math.max(modelIds.length, sizes.length, seconds.length);
  return Array.from({ length }, (_one, place) => [at(modelIds, place), at(sizes, place), at(seconds, place)]);
}

function hex(fields: readonly string[]): string {
  return hashFields(fields).toString('hex');
}
