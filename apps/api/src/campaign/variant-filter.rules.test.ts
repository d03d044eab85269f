import { describe, expect, test } from 'vitest';
import { shapeOf } from './matrix.rules.ts';
import type { PlannedOffer } from './plan.rules.ts';
import { NOTHING_FILTERED, placeFilter, type VariantFilter } from './variant-filter.rules.ts';

const presets = [null, 'pan', 'dolly'].map((key) => ({ presetId: key, versionId: key, key, name: key ?? 'As written' }));
const offers = [
  { n: 0, size: 'a', seconds: 4, model_id: 'm' },
  { n: 1, size: 'a', seconds: 8, model_id: 'm' },
  { n: 2, size: 'b', seconds: 4, model_id: 'k' },
] as PlannedOffer[];
const crossed = { shape: shapeOf('cross', { prompts: 10, presets: 3, models: 1, sizes: 3, seconds: 1 }), presets };

describe('a filter in places of the matrix', () => {
  test.each([
    [{}, {}],
    [{ phases: [], sizes: [], search: '  ' }, {}],
    [{ phases: ['failed'] }, { phases: ['failed'] }],
    [{ promptFrom: 2, promptTo: 3 }, { rows: { from: 6, to: 11 } }],
    [{ promptTo: 0 }, { rows: { from: 0, to: 2 } }],
    [{ promptFrom: 2 ** 31 - 1 }, { rows: { from: 2 ** 31 - 1, to: 2 ** 31 - 1 } }],
    [{ indexFrom: 5 }, { index: { from: 5, to: 2 ** 31 - 1 } }],
    [{ presetKeys: ['as-written', 'dolly'] }, { presetPlaces: { of: 3, places: [0, 2] } }],
    [{ presetKeys: ['nothing'] }, { presetPlaces: { of: 3, places: [] } }],
    [{ sizes: ['a'], seconds: [4] }, { columns: [0] }],
    [{ modelIds: ['k'] }, { columns: [2] }],
    [{ seconds: [12] }, { columns: [] }],
    [{ search: ' lamp ' }, { search: 'lamp' }],
  ] as [VariantFilter, object][])('%o', (filter, placed) => {
    expect(placeFilter(filter, crossed, offers)).toEqual({ ...NOTHING_FILTERED, ...placed });
  });

  test('of paired axes: a row is its prompt, and one prompt serves every row', () => {
    const paired = { shape: shapeOf('zip', { prompts: 3, presets: 3, models: 1, sizes: 3, seconds: 1 }), presets };
    expect(placeFilter({ promptFrom: 1, promptTo: 1 }, paired, offers).rows).toEqual({ from: 1, to: 1 });
    const single = { shape: shapeOf('zip', { prompts: 1, presets: 3, models: 1, sizes: 1, seconds: 1 }), presets };
    expect(placeFilter({ promptTo: 0 }, single, offers).rows).toBeNull();
    expect(placeFilter({ promptFrom: 1 }, single, offers).rows).toEqual({ from: 2 ** 31 - 1, to: 2 ** 31 - 1 });
  });
});
