import { CAMPAIGN_STATUSES } from '@dailies/schema';
import type { StatusWord } from '../../ui/campaign-status.tsx';

/** What the address of the campaign list says: its filters. */
export interface ListSearch {
  status?: StatusWord[];
  search?: string;
}

const STATUS_WORDS = CAMPAIGN_STATUSES.map((status) => status.toUpperCase() as StatusWord);

/** Reads the filters out of an address; what is not understood is left out. */
export function readListSearch(raw: Record<string, unknown>): ListSearch {
  const asked: unknown[] = Array.isArray(raw['status']) ? raw['status'] : [raw['status']];
  const status = STATUS_WORDS.filter((word) => asked.includes(word));
  const search = typeof raw['search'] === 'string' ? raw['search'].trim() : '';
  return { ...(status.length > 0 && { status }), ...(search !== '' && { search }) };
}
