import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db, Trx } from '../db/database.ts';

/** A render that the provider may still tell us something about, with what was asked for. */
export interface OpenRender {
  id: string;
  status: 'submitting' | 'ambiguous' | 'running';
  campaign: CampaignKey;
  index: number;
  attempt: number;
  epoch: number;
  operationId: string | null;
  fingerprint: Buffer;
  holdMicros: Micros;
  modelId: string;
  /** The word on the wire. */
  model: string;
  seconds: number;
  size: string;
  progress: number | null;
  sentAt: Date;
  /** A webhook told of its end. */
  isHinted: boolean;
  /** Due by its own clock: hinted, in doubt, or at the end of its window. */
  isDue: boolean;
  /** Since the provider first said that it does not know it, without having shown it since; null where it does not say so. */
  goneMs: number | null;
  /** Whole readings that did not show it while it was in doubt, and how long ago the last one was counted. */
  missedCount: number;
  missedMs: number | null;
  /** Since its send. */
  ageMs: number;
  /** Since we know that the provider has it: the render's window begins here. */
  heldMs: number;
}

/** Every render of an endpoint that is sent and not known to be finished, oldest first. */
export async function listOpenRenders(db: Db, endpointId: string): Promise<OpenRender[]> {
  const rows = await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'r.campaign_num').onRef('v.index', '=', 'r.variant_index'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .innerJoin('models as m', 'm.id', 'o.model_id')
    .where('r.endpoint_id', '=', endpointId)
    .where('r.status', 'in', ['submitting', 'ambiguous', 'running'])
    .orderBy('r.sent_at')
    .select([
      'r.id',
      'r.status',
      'r.variant_index',
      'r.attempt',
      'r.epoch',
      'r.operation_id',
      'r.fingerprint',
      'r.hold_micros',
      'r.progress',
    ])
    .select(['r.sent_at', 'c.num', 'c.id as campaign_id', 'c.workspace_id', 'o.model_id', 'm.key as model', 'o.seconds', 'o.size'])
    .select([sql<boolean>`r.due_at <= dailies_now()`.as('is_due'), sql<boolean>`r.hinted_at is not null`.as('is_hinted')])
    .select('r.missed_count')
    .select(sql<number | null>`(extract(epoch from dailies_now() - r.gone_at) * 1000)::float8`.as('gone_ms'))
    .select(sql<number | null>`(extract(epoch from dailies_now() - r.missed_at) * 1000)::float8`.as('missed_ms'))
    .select(sql<number>`(extract(epoch from dailies_now() - r.sent_at) * 1000)::float8`.as('age_ms'))
    .select(sql<number>`(extract(epoch from dailies_now() - coalesce(r.accepted_at, r.sent_at)) * 1000)::float8`.as('held_ms'))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    status: row.status as OpenRender['status'],
    campaign: { num: row.num, id: row.campaign_id, workspaceId: row.workspace_id },
    index: row.variant_index,
    attempt: row.attempt,
    epoch: row.epoch,
    operationId: row.operation_id,
    fingerprint: row.fingerprint,
    holdMicros: row.hold_micros,
    modelId: row.model_id,
    model: row.model,
    seconds: row.seconds,
    size: row.size,
    progress: row.progress,
    sentAt: row.sent_at!,
    isHinted: row.is_hinted,
    isDue: row.is_due,
    goneMs: row.gone_ms,
    missedCount: row.missed_count,
    missedMs: row.missed_ms,
    ageMs: row.age_ms,
    heldMs: row.held_ms,
  }));
}

/** Writes changed progress of running renders, all in one statement. Percent. */
export async function updateProgress(trx: Trx, progress: readonly { renderId: string; percent: number }[]): Promise<void> {
  await sql`
    update renders r set progress = m.percent, changed_at = dailies_now()
    from unnest(${progress.map((one) => one.renderId)}::text[], ${progress.map((one) => one.percent)}::smallint[]) as m (id, percent)
    where r.id = m.id and r.status = 'running'`.execute(trx);
}

/** When renders that are still running or in doubt want to be looked at again. */
export async function deferChecks(db: Db, checks: readonly { renderId: string; dueInMs: number }[]): Promise<void> {
  if (checks.length === 0) return;
  await sql`
    update renders r set due_at = dailies_now() + make_interval(secs => m.due_in_ms / 1000)
    from unnest(${checks.map((one) => one.renderId)}::text[], ${checks.map((one) => one.dueInMs)}::double precision[]) as m (id, due_in_ms)
    where r.id = m.id and r.status in ('running', 'ambiguous')`.execute(db);
}

/** Keeps when the provider first said that it does not know these videos, and asks again after `againMs`. */
export async function markGone(db: Db, renderIds: readonly string[], againMs: number): Promise<void> {
  if (renderIds.length === 0) return;
  await sql`
    update renders set gone_at = coalesce(gone_at, dailies_now()), due_at = dailies_now() + make_interval(secs => ${againMs / 1000})
    where id = any(${[...renderIds]}::text[]) and status = 'running'`.execute(db);
}

/** The provider has shown these videos again. */
export async function unmarkGone(db: Db, renderIds: readonly string[]): Promise<void> {
  if (renderIds.length === 0) return;
  await sql`update renders set gone_at = null where id = any(${[...renderIds]}::text[]) and status = 'running'`.execute(db);
}

/** Counts one more whole reading of the list that did not show this doubtful send. */
export async function countMissed(db: Db, { id, epoch }: Pick<OpenRender, 'id' | 'epoch'>): Promise<void> {
  await sql`
    update renders set missed_count = least(missed_count + 1, 1000), missed_at = dailies_now()
    where id = ${id} and status = 'ambiguous' and epoch = ${epoch}`.execute(db);
}
