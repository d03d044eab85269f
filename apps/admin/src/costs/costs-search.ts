export const COST_COLUMNS = ['settled', 'held', 'saved', 'created'] as const;
export type CostColumn = (typeof COST_COLUMNS)[number];

/** What the address of the costs page says: how campaigns are sorted. */
export interface CostsSearch {
  by?: CostColumn;
  direction?: 'asc';
}

/** Reads an address; what is not understood is left out. What spent most comes first. */
export function readCostsSearch(raw: Record<string, unknown>): CostsSearch {
  const by = COST_COLUMNS.find((each) => each === raw['by']);
  return { ...(by && by !== 'settled' && { by }), ...(raw['direction'] === 'asc' && { direction: 'asc' }) };
}
