/** Public ids are `prefix_` + 26 characters; the prefix says what it names. */
export const ID_PREFIXES = {
  workspace: 'wsp',
  user: 'usr',
  campaign: 'cmp',
  preset: 'pre',
  presetVersion: 'prv',
  template: 'tpl',
  render: 'rnd',
  orphan: 'orp',
  budget: 'bdg',
  clip: 'clp',
  upload: 'upl',
  reference: 'ref',
  job: 'job',
  request: 'req',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

/** The public id of a variant: its campaign and its place in the matrix. */
export function variantId(campaignId: string, index: number): string {
  return `${campaignId}.${index}`;
}

/** Reads what `variantId` wrote; null for anything else. */
export function parseVariantId(id: string): { campaignId: string; index: number } | null {
  const found = /^(cmp_[0-9a-z]{26})\.(\d{1,6})$/.exec(id);
  return found ? { campaignId: found[1]!, index: Number(found[2]) } : null;
}
