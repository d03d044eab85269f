/** What the address of `/providers` says: which videos without a render are listed. */
export interface ProvidersSearch {
  videos?: 'deleted';
}

export function readProvidersSearch(raw: Record<string, unknown>): ProvidersSearch {
  return raw['videos'] === 'deleted' ? { videos: 'deleted' } : {};
}
