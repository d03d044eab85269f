import { ID_PREFIXES, parseVariantId } from '@dailies/schema';
import type { Db } from '../../db/database.ts';
import { findLocalId } from '../../graphql/global-id.ts';

/**
 * The render a person means by a word: our id (`rnd_…`), a clip's (`clp_…`), a variant's (`cmp_….7`: its latest attempt), a global id of
 * the API for any of the three, or the provider's own id. Null when there is none.
 */
export async function findRenderId(db: Db, word: string): Promise<string | null> {
  const id = ['Render', 'Variant', 'Clip'].map((type) => findLocalId(type as 'Render', word)).find((found) => found !== null) ?? word;
  const variant = parseVariantId(id);
  if (variant) {
    const row = await db
      .selectFrom('variants')
      .innerJoin('campaigns', 'campaigns.num', 'variants.campaign_num')
      .innerJoin('renders', (join) =>
        join.onRef('renders.campaign_num', '=', 'variants.campaign_num').onRef('renders.variant_index', '=', 'variants.index'),
      )
      .where('campaigns.id', '=', variant.campaignId)
      .where('variants.index', '=', variant.index)
      .orderBy('renders.attempt', 'desc')
      .select('renders.id')
      .executeTakeFirst();
    return row?.id ?? null;
  }
  if (id.startsWith(`${ID_PREFIXES.clip}_`)) {
    const row = await db.selectFrom('clips').where('id', '=', id).select('render_id').executeTakeFirst();
    return row?.render_id ?? null;
  }
  const row = await db
    .selectFrom('renders')
    .where((is) => is.or([is('id', '=', id), is('operation_id', '=', id)]))
    .select('id')
    .executeTakeFirst();
  return row?.id ?? null;
}
