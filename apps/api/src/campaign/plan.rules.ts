import { formatMicros, type Micros, type Verdict } from '@dailies/schema';
import { hashFields } from '@dailies/schema/fingerprint';
import type { CatalogOffer } from '../catalog/catalog.store.ts';
import type { Brief, CampaignRow, MatrixShape, OfferRow, PlannedPreset, PlanParts, PlanSummary } from '../db/tables/campaigns.table.ts';
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

const EARLIER_PLANS_KEPT = 3;

const MOVED_IN_WORDS: Record<keyof PlanParts, string> = {
  axes: 'the matrix has other axes',
  prompts: 'prompts or the template changed',
  presets: 'presets changed',
  reference: 'the reference image changed',
  offers: 'models, sizes, lengths or prices changed',
  exclusions: 'other cells are excluded',
  reuse: 'other cells can share a clip',
};

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
): Omit<PlanSummary, 'shape' | 'presets' | 'parts' | 'earlier'> {
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
  return hex((Object.keys(MOVED_IN_WORDS) as (keyof PlanParts)[]).map((name) => parts[name]));
}

/** The plans a new plan remembers: the one that stands, and those before it. */
export function earlierPlans(campaign: Pick<CampaignRow, 'plan' | 'plan_hash'>): PlanSummary['earlier'] {
  if (!campaign.plan) return [];
  const { parts, earlier } = campaign.plan;
  const last = { hash: planHashOf(parts), parts };
  return [last, ...earlier.filter((one) => one.hash !== last.hash)].slice(0, EARLIER_PLANS_KEPT);
}

/** What moved between the plan a person saw, named by its hash, and the plan that stands. None when they are one. */
export function movedSince(seenHash: string, planHash: string, plan: PlanSummary): string[] {
  if (seenHash === planHash) return [];
  const seen = plan.earlier.find((one) => one.hash === seenHash);
  if (!seen) return ['the campaign was planned again since you looked at it'];
  return (Object.keys(MOVED_IN_WORDS) as (keyof PlanParts)[])
    .filter((name) => seen.parts[name] !== plan.parts[name])
    .map((name) => MOVED_IN_WORDS[name]);
}

/** What the catalogue says today that the plan did not: each column with what moved and how many cells it touches. */
export function movedOffers(
  planned: readonly PlannedOffer[],
  today: readonly PlannedOffer[],
  nameOfModel: (modelId: string) => string,
  shape: MatrixShape,
): string[] {
  const cells = shape.mode === 'cross' ? shape.rowCount : shape.variantCount / shape.columnCount;
  return planned.flatMap((was, n) => {
    const now = today[n]!;
    const moved = movedOffer(was, now);
    if (!moved) return [];
    return [
      `${nameOfModel(was.model_id)} ${was.size}, ${was.seconds} s ${moved} (${cells.toLocaleString('en-US')} ${cells === 1 ? 'cell' : 'cells'})`,
    ];
  });
}

/** Presets whose fragments have a newer version than the plan froze. */
export function movedPresets(planned: readonly PlannedPreset[], today: readonly PlannedPreset[], shape: MatrixShape): string[] {
  const cells = (shape.variantCount / shape.presetCount).toLocaleString('en-US');
  return planned.flatMap((was, place) =>
    was.versionId === today[place]?.versionId ? [] : [`the preset “${was.name}” changed (${cells} cells)`],
  );
}

function movedOffer(was: PlannedOffer, now: PlannedOffer): string | null {
  if (was.verdict !== now.verdict) {
    if (now.verdict === 'model_retired') return 'can no longer be rendered: the model is retired';
    if (now.verdict === 'over_entitlement') return `is over your limits now (${now.verdict_note})`;
    return now.verdict === 'unpriced' ? 'has no price any more' : 'can be rendered now';
  }
  if (was.price_micros !== now.price_micros)
    return `went from ${formatMicros(was.price_micros)} to ${formatMicros(now.price_micros)} a clip`;
  return was.price_id === now.price_id && was.endpoint_id === now.endpoint_id ? null : 'has a new price row';
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
