import type { Db } from '../../db/database.ts';
import type { ClipFileRow, ClipRow } from '../../db/tables/clips.table.ts';
import type { EventRow } from '../../db/tables/events.table.ts';
import type { LedgerEntryRow } from '../../db/tables/ledger-entries.table.ts';
import type { RenderRow } from '../../db/tables/renders.table.ts';

/** What was ordered, as the plan froze it. */
export interface Order {
  campaign_id: string;
  campaign: string;
  campaign_status: string;
  phase: string;
  prompt_n: number;
  prompt_key: string | null;
  prompt: string;
  preset: string | null;
  preset_version: number | null;
  model: string;
  size: string;
  seconds: number;
  endpoint: string;
  dialect: string;
  paused_because: string | null;
}

/** Everything the database knows of one render. */
export interface Trace {
  render: RenderRow;
  order: Order;
  attempts: Pick<RenderRow, 'id' | 'attempt' | 'status' | 'failure_code'>[];
  events: EventRow[];
  entries: LedgerEntryRow[];
  clip: (ClipRow & { files: ClipFileRow[] }) | null;
}

/** Throws where the render is not there. */
export async function readTrace(db: Db, renderId: string): Promise<Trace> {
  const render = await db.selectFrom('renders').selectAll().where('id', '=', renderId).executeTakeFirstOrThrow();
  const clip = await db.selectFrom('clips').selectAll().where('render_id', '=', renderId).executeTakeFirst();
  const subjects = clip ? [renderId, clip.id] : [renderId];
  return {
    render,
    order: await readOrder(db, renderId),
    attempts: await db
      .selectFrom('renders')
      .select(['id', 'attempt', 'status', 'failure_code'])
      .where('campaign_num', '=', render.campaign_num)
      .where('variant_index', '=', render.variant_index)
      .orderBy('attempt')
      .execute(),
    events: await db.selectFrom('events').selectAll().where('subject', 'in', subjects).orderBy('id').execute(),
    entries: await db
      .selectFrom('ledger_entries')
      .selectAll()
      .where('campaign_num', '=', render.campaign_num)
      .where((is) => is.or([is('render_id', '=', renderId), is('key', '=', `hold:again:${renderId}`)]))
      .orderBy('id')
      .execute(),
    clip: clip ? { ...clip, files: await db.selectFrom('clip_files').selectAll().where('clip_id', '=', clip.id).execute() } : null,
  };
}

async function readOrder(db: Db, renderId: string): Promise<Order> {
  return await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'r.campaign_num').onRef('v.index', '=', 'r.variant_index'))
    .innerJoin('compiled_prompts as p', (join) => join.onRef('p.campaign_num', '=', 'v.campaign_num').onRef('p.n', '=', 'v.compiled_n'))
    .leftJoin('prompts as source', (join) => join.onRef('source.campaign_num', '=', 'p.campaign_num').onRef('source.n', '=', 'p.prompt_n'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .innerJoin('models as m', 'm.id', 'o.model_id')
    .innerJoin('endpoints as e', 'e.id', 'r.endpoint_id')
    .leftJoin('preset_versions as pv', 'pv.id', 'p.preset_version_id')
    .leftJoin('presets as preset', 'preset.id', 'pv.preset_id')
    .where('r.id', '=', renderId)
    .select(['c.id as campaign_id', 'c.name as campaign', 'c.status as campaign_status', 'v.phase'])
    .select(['p.prompt_n', 'source.key as prompt_key', 'p.text as prompt', 'preset.name as preset', 'pv.version as preset_version'])
    .select(['m.name as model', 'o.size', 'o.seconds', 'e.name as endpoint', 'e.dialect', 'e.paused_because'])
    .executeTakeFirstOrThrow();
}
