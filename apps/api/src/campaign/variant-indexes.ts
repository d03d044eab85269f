import { parseVariantId } from '@dailies/schema';
import { NotFound } from '../lib/refusal.ts';

/** The indexes of variants of one campaign. Throws NotFound for any other id. */
export function indexesOf(campaignId: string, variantIds: readonly string[]): number[] {
  const indexes = variantIds.map((id) => {
    const variant = parseVariantId(id);
    if (variant?.campaignId !== campaignId) throw new NotFound('cell');
    return variant.index;
  });
  return [...new Set(indexes)].sort((a, b) => a - b);
}
