import type { Micros, RenderStatus } from '@dailies/schema';
import { sql, type SqlBool } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db, Trx } from '../db/database.ts';
import { isRetired } from '../campaign/replan/retired.store.ts';
import { notInDoubt } from './claimable.store.ts';
import type { SendCaps } from './endpoint-limits.rules.ts';

/** One change of one render. Fields left out stay as they are. */
export interface RenderChange {
  renderId: string;
  operationId?: string;
  costMicros?: Micros;
  failureCode?: string;
  failureNote?: string;
  outputExpiresAt?: Date | null;
  disputedIds?: string[];
  dueInMs?: number;
  /** Only while the row still has this epoch. */
  epoch?: number;
}

export interface MovedRender {
  id: string;
  campaign_num: number;
  variant_index: number;
  attempt: number;
  endpoint_id: string;
  hold_micros: Micros;
  /** What the provider said it cost; null where it says nothing. */
  cost_micros: Micros | null;
}

const NOTE_CHARS_MAX = 2_000;

/** While a render is one of these, identical requests may follow it; what waits for a person keeps nobody else waiting. */
export const LEADING: readonly RenderStatus[] = ['intended', 'submitting', 'ambiguous', 'running', 'succeeded'];

/** Of a campaign `c`. */
const BY_URGENCY = sql`array_position(array['high', 'normal', 'low'], c.priority)`;

const ENDED: readonly RenderStatus[] = ['stored', 'failed', 'cancelled', 'expired', 'lost'];

/** In SQL, of a render `r`: its video was adopted after a person had counted the lost attempt as spent, so that it costs nothing more. */
const IS_PAID = sql<SqlBool>`r.hold_micros = 0 and exists (
  select from renders l where l.campaign_num = r.campaign_num and l.variant_index = r.variant_index and l.status = 'lost' and l.cost_micros > 0)`;

/** Compare-and-set of many renders from one status to another; answers only those that moved. */
export async function moveRenders(
  trx: Trx,
  from: RenderStatus,
  to: RenderStatus,
  changes: readonly RenderChange[],
): Promise<MovedRender[]> {
  if (changes.length === 0) return [];
  const rows = changes.map((change) => ({
    id: change.renderId,
    operation_id: change.operationId ?? null,
    cost_micros: change.costMicros ?? null,
    failure_code: change.failureCode ?? null,
    failure_note: change.failureNote === undefined ? null : textOf(change.failureNote),
    output_expires_at: change.outputExpiresAt?.toISOString() ?? null,
    disputed_ids: change.disputedIds ?? null,
    due_in_ms: change.dueInMs ?? 0,
    epoch: change.epoch ?? null,
  }));
  const moved = await sql<MovedRender>`
    update renders r set
      status = ${to},
      operation_id = coalesce(m.operation_id, r.operation_id),
      cost_micros = case when m.cost_micros > 0 and ${IS_PAID} then 0 else coalesce(m.cost_micros, r.cost_micros) end,
      failure_code = m.failure_code,
      failure_note = m.failure_note,
      output_expires_at = coalesce(m.output_expires_at, r.output_expires_at),
      disputed_ids = m.disputed_ids,
      leads = case when ${LEADING.includes(to)} then r.leads end,
      not_sent_count = case when ${to} = 'intended' then least(r.not_sent_count + 1, 1000) else r.not_sent_count end,
      store_count = case when ${to} = 'succeeded' then 0 else r.store_count end,
      accepted_at = case when ${to} = 'running' then dailies_now() else r.accepted_at end,
      ended_at = case when ${ENDED.includes(to)} then dailies_now() end,
      due_at = dailies_now() + make_interval(secs => m.due_in_ms / 1000.0),
      changed_at = dailies_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (
      id text, operation_id text, cost_micros bigint, failure_code text, failure_note text,
      output_expires_at timestamptz, disputed_ids text[], due_in_ms double precision, epoch integer)
    where r.id = m.id and r.status = ${from} and (m.epoch is null or r.epoch = m.epoch)
    returning r.id, r.campaign_num, r.variant_index, r.attempt, r.endpoint_id, r.hold_micros, r.cost_micros`.execute(trx);
  return moved.rows;
}

/** What the database takes as text: a zero or half of a character in a note must not undo the step it explains. */
function textOf(note: string): string {
  return note.slice(0, NOTE_CHARS_MAX).replaceAll('\0', ' ').toWellFormed();
}

/**
 * What became of a fence: the new epoch, or what held it back. `waitedMs`: from the transaction's begin to the fence itself, most of it the queue for
 * the endpoint's row. `not_ours`: somebody else has it, or its campaign is not running.
 */
export type Fence = { epoch: number; waitedMs: number } | { heldBack: FenceHoldback };
export type FenceHoldback = 'not_ours' | 'resting' | 'no_place' | 'no_entitlement' | 'in_doubt' | 'no_token' | 'day_full';

/**
 * Rule 3, the fence: one intended render of a running campaign becomes submitting under a new epoch, if the endpoint's key has a place, a
 * request of its minute and one of its day left; all are taken with it. The endpoint's row is locked until the commit. `tokenMs`: how long the
 * request counts while nobody knows when the provider saw it. Throws a unique violation (renders_single_flight) while the same fingerprint is in doubt.
 */
export async function fenceRender(
  trx: Trx,
  renderId: string,
  caps: SendCaps,
  timing: { tokenMs: number; sendBudgetMs: number },
): Promise<Fence> {
  const { rows } = await sql<{ verdict: FenceHoldback | 'fenced'; epoch: number; waited_ms: number }>`
    select verdict, epoch, waited_ms from fence_render(${renderId}, ${caps.places}, ${caps.aMinute}, ${caps.inDoubt},
      ${`${timing.tokenMs} ms`}::interval, ${`${timing.sendBudgetMs} ms`}::interval)`.execute(trx);
  const { verdict, epoch, waited_ms: waitedMs } = rows[0]!;
  return verdict === 'fenced' ? { epoch, waitedMs } : { heldBack: verdict };
}

/** How a render stands under the epoch of one of its fences; undefined where it was fenced anew, or is gone. */
export async function readFenced(
  trx: Trx,
  renderId: string,
  epoch: number,
): Promise<{ status: RenderStatus; operationId: string | null; sentAt: Date | null } | undefined> {
  return await trx
    .selectFrom('renders')
    .where('id', '=', renderId)
    .where('epoch', '=', epoch)
    .select(['status', 'operation_id as operationId', 'sent_at as sentAt'])
    .executeTakeFirst();
}

/** An intended render that can not be sent now is due again later, and takes no place until then. */
export async function deferIntended(db: Db, renderId: string, ms: number): Promise<void> {
  await db
    .updateTable('renders')
    .set({ due_at: sql<Date>`dailies_now() + make_interval(secs => ${ms / 1000})` })
    .where('id', '=', renderId)
    .where('status', '=', 'intended')
    .execute();
}

/** What a send needs, read by render id. */
export interface SendRow {
  id: string;
  endpointId: string;
  campaign: CampaignKey;
  index: number;
  attempt: number;
  notSentCount: number;
  model: string;
  prompt: string;
  seconds: number;
  size: string;
  audio: boolean;
  /** The campaign's picture, which every send carries. */
  referenceId: string | null;
}

/**
 * Intended renders of an endpoint that are due, in running campaigns, on models that have not retired, the more urgent and older first. Of one
 * request there is one, and none while it is in doubt: its twins go when it has its answer.
 */
export async function listDueSends(db: Db, endpointId: string, limit: number): Promise<SendRow[]> {
  const rows = await db
    .with('due', (cte) =>
      cte
        .selectFrom('renders as r')
        .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
        .where('r.endpoint_id', '=', endpointId)
        .where('r.status', '=', 'intended')
        .where('r.due_at', '<=', sql<Date>`dailies_now()`)
        .where('c.status', '=', 'running')
        .where(notInDoubt)
        .distinctOn('r.fingerprint')
        .orderBy('r.fingerprint')
        .orderBy(BY_URGENCY)
        .orderBy('r.due_at')
        .select('r.id'),
    )
    .selectFrom('due')
    .innerJoin('renders as r', 'r.id', 'due.id')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'r.campaign_num').onRef('v.index', '=', 'r.variant_index'))
    .innerJoin('compiled_prompts as p', (join) => join.onRef('p.campaign_num', '=', 'v.campaign_num').onRef('p.n', '=', 'v.compiled_n'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .innerJoin('models as m', 'm.id', 'o.model_id')
    .where((is) => is.not(isRetired))
    .orderBy(BY_URGENCY)
    .orderBy('r.due_at')
    .limit(limit)
    .select(['r.id', 'r.endpoint_id', 'r.variant_index', 'r.attempt', 'r.not_sent_count', 'c.num', 'c.id as campaign_id', 'c.workspace_id'])
    .select(['m.key as model', 'p.text as prompt', 'o.seconds', 'o.size', sql<boolean>`(c.brief ->> 'audio')::boolean`.as('audio')])
    .select(sql<string | null>`c.brief ->> 'referenceId'`.as('reference_id'))
    .execute();
  return rows.map((row) => ({
    id: row.id,
    endpointId: row.endpoint_id,
    campaign: { num: row.num, id: row.campaign_id, workspaceId: row.workspace_id },
    index: row.variant_index,
    attempt: row.attempt,
    notSentCount: row.not_sent_count,
    model: row.model,
    prompt: row.prompt,
    seconds: row.seconds,
    size: row.size,
    audio: row.audio,
    referenceId: row.reference_id,
  }));
}
