/**
 * The matrix as numbers: which variant stands at which row and column. Where axes are crossed the API numbers variants as
 * `(prompt × presets + preset) × offers + offer`; an offer is one size × seconds × model. Where they are paired, variant n takes the
 * n-th of each, and an axis of one value serves all.
 */
export const AXIS_NAMES = ['prompt', 'preset', 'size', 'seconds', 'model'] as const;
export type AxisName = (typeof AXIS_NAMES)[number];

export interface Offer {
  size: string;
  seconds: number;
  modelId: string;
  modelName: string;
  priceMicros: number;
  /** How long its renders take, in whole seconds, as measured so far; null while none was seen. */
  typicalSeconds: number | null;
}

/** What a campaign multiplies, or pairs. */
export interface Shape {
  paired: boolean;
  promptCount: number;
  presetCount: number;
  offers: readonly Offer[];
}

/** Which axis runs down; which run across, the outermost first. */
export interface Arrangement {
  rows: AxisName;
  columns: readonly AxisName[];
}

type Place = Record<AxisName, number>;

export interface Board {
  shape: Shape;
  arrangement: Arrangement;
  rowCount: number;
  columnCount: number;
  /** Columns under one value of the outermost column axis. */
  columnsPerGroup: number;
  sizes: readonly string[];
  seconds: readonly number[];
  models: readonly { id: string; name: string }[];
  /** The variant at a row and a column; null where no model offers that size and length. */
  indexAt: (row: number, column: number) => number | null;
  /** Where a variant stands. */
  placeOf(index: number): { row: number; column: number };
  /** The value of an axis at a row and a column, as its place on that axis. */
  valueAt: (axis: AxisName, row: number, column: number) => number;
  offerOf: (index: number) => Offer;
  promptOf: (index: number) => number;
  presetOf: (index: number) => number;
}

/** How many values an axis of this shape has. */
export function axisLengths(shape: Shape): Record<AxisName, number> {
  const distinct = (of: (offer: Offer) => string | number) => new Set(shape.offers.map(of)).size;
  return {
    prompt: shape.promptCount,
    preset: shape.presetCount,
    size: distinct((offer) => offer.size),
    seconds: distinct((offer) => offer.seconds),
    model: distinct((offer) => offer.modelId),
  };
}

/** The arrangement nearest to what was asked for; every axis with more than one value has its place, so that no variant is hidden. */
export function arrange(shape: Shape, wanted: { rows?: AxisName; cols?: AxisName; sub?: AxisName }): Arrangement {
  const lengths = axisLengths(shape);
  if (shape.paired) return { rows: 'prompt', columns: [] };
  const several = AXIS_NAMES.filter((axis) => lengths[axis] > 1);
  const rows = several.find((axis) => axis === wanted.rows) ?? several[0] ?? 'prompt';
  const first = [wanted.cols, wanted.sub].filter((axis) => axis !== undefined && axis !== rows && several.includes(axis)) as AxisName[];
  const columns = [...new Set([...first, ...several.filter((axis) => axis !== rows)])];
  return { rows, columns };
}

/** Lays a shape out; nothing is stored per variant, so that a hundred thousand cost no more than ten. */
export function layBoard(shape: Shape, arrangement: Arrangement): Board {
  return shape.paired ? layPairedBoard(shape, arrangement) : layCrossedBoard(shape, arrangement);
}

/** One variant a row, in their own order. */
function layPairedBoard(shape: Shape, arrangement: Arrangement): Board {
  const { promptCount, presetCount, offers } = shape;
  const nth = (count: number, index: number) => (count === 1 ? 0 : index);
  const offerOf = (index: number) => offers[nth(offers.length, index)]!;
  const { sizes, seconds, models } = valuesOf(shape);
  const promptOf = (index: number) => nth(promptCount, index);
  const presetOf = (index: number) => nth(presetCount, index);
  const valueOf: Record<AxisName, (index: number) => number> = {
    prompt: promptOf,
    preset: presetOf,
    size: (index) => sizes.indexOf(offerOf(index).size),
    seconds: (index) => seconds.indexOf(offerOf(index).seconds),
    model: (index) => models.findIndex(({ id }) => id === offerOf(index).modelId),
  };
  return {
    shape,
    arrangement,
    sizes,
    seconds,
    models,
    offerOf,
    promptOf,
    presetOf,
    rowCount: Math.max(promptCount, presetCount, offers.length),
    columnCount: 1,
    columnsPerGroup: 1,
    indexAt: (row) => row,
    placeOf: (index) => ({ row: index, column: 0 }),
    valueAt: (axis, row) => valueOf[axis](row),
  };
}

function valuesOf({ offers }: Shape): Pick<Board, 'sizes' | 'seconds' | 'models'> {
  return {
    sizes: [...new Set(offers.map(({ size }) => size))],
    seconds: [...new Set(offers.map((offer) => offer.seconds))].sort((a, b) => a - b),
    models: [...new Map(offers.map(({ modelId, modelName }) => [modelId, { id: modelId, name: modelName }])).values()],
  };
}

function layCrossedBoard(shape: Shape, arrangement: Arrangement): Board {
  const lengths = axisLengths(shape);
  const { sizes, seconds, models } = valuesOf(shape);
  const offerNumbers = new Map(shape.offers.map((offer, n) => [`${offer.size} ${offer.seconds} ${offer.modelId}`, n]));
  const { rows, columns } = arrangement;
  const columnCount = columns.reduce((product, axis) => product * lengths[axis], 1);
  const columnsPerGroup = columns.length === 0 ? 1 : columnCount / lengths[columns[0]!];

  const placeAt = (row: number, column: number): Place => {
    const place: Place = { prompt: 0, preset: 0, size: 0, seconds: 0, model: 0, [rows]: row };
    let rest = column;
    for (const axis of [...columns].reverse()) {
      place[axis] = rest % lengths[axis];
      rest = Math.floor(rest / lengths[axis]);
    }
    return place;
  };
  const offerOf = (index: number) => shape.offers[index % shape.offers.length]!;
  const compiledOf = (index: number) => Math.floor(index / shape.offers.length);
  const promptOf = (index: number) => Math.floor(compiledOf(index) / shape.presetCount);
  const presetOf = (index: number) => compiledOf(index) % shape.presetCount;

  return {
    shape,
    arrangement,
    rowCount: lengths[rows],
    columnCount,
    columnsPerGroup,
    sizes,
    seconds,
    models,
    offerOf,
    promptOf,
    presetOf,
    valueAt: (axis, row, column) => placeAt(row, column)[axis],
    indexAt: (row, column) => {
      const place = placeAt(row, column);
      const offer = offerNumbers.get(`${sizes[place.size]} ${seconds[place.seconds]} ${models[place.model]?.id}`);
      return offer === undefined ? null : (place.prompt * shape.presetCount + place.preset) * shape.offers.length + offer;
    },
    placeOf: (index) => {
      const offer = offerOf(index);
      const place: Place = {
        prompt: promptOf(index),
        preset: presetOf(index),
        size: sizes.indexOf(offer.size),
        seconds: seconds.indexOf(offer.seconds),
        model: models.findIndex(({ id }) => id === offer.modelId),
      };
      return { row: place[rows], column: columns.reduce((column, axis) => column * lengths[axis] + place[axis], 0) };
    },
  };
}
