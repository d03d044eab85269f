import { builder } from '../graphql/builder.ts';
import { type Context, defineLoader } from '../graphql/context.ts';
import { RenderRef, type VariantNode, VariantRef } from '../graphql/refs.ts';
import { renderLoader } from './render.graphql.ts';
import { listReuses, type ReuseRow } from './reuse.store.ts';

const reuseLoader = defineLoader(async (places: readonly string[], { deps }) => {
  const asked = places.map((place) => place.split(':').map(Number) as [number, number]);
  const rows = await listReuses(
    deps.db,
    asked.map(([campaign_num, index]) => ({ campaign_num, index })),
  );
  return new Map(rows.map((row) => [`${row.campaign_num}:${row.variant_index}`, row]));
});

const reuseOf = (variant: VariantNode, context: Context): Promise<ReuseRow | null> =>
  reuseLoader(context).load(`${variant.campaign_num}:${variant.index}`);

builder.objectFields(VariantRef, (t) => ({
  reusedFrom: t.field({
    type: RenderRef,
    nullable: true,
    description: 'The render of another cell whose clip serves this one too; while the cell is queued it waits for that render’s end.',
    resolve: async (variant, _args, context) => {
      const reuse = await reuseOf(variant, context);
      return reuse ? renderLoader(context).load(reuse.source_render_id) : null;
    },
  }),
  savedMicros: t.field({
    type: 'Micros',
    description: 'What it did not cost because a clip served it; 0 for a cell with a render of its own.',
    resolve: async (variant, _args, context) => {
      const reuse = await reuseOf(variant, context);
      return reuse?.status === 'served' ? reuse.saved_micros : 0;
    },
  }),
}));
