import type { Micros, RenderStatus } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Db, Trx } from '../db/database.ts';

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
}

const NOTE_CHARS_MAX = 2_000;

const ENDED: readonly RenderStatus[] = ['stored', 'failed', 'cancelled', 'expired', 'lost'];

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
      cost_micros = coalesce(m.cost_micros, r.cost_micros),
      failure_code = m.failure_code,
      failure_note = m.failure_note,
      output_expires_at = coalesce(m.output_expires_at, r.output_expires_at),
      disputed_ids = m.disputed_ids,
      not_sent_count = case when ${to} = 'intended' then least(r.not_sent_count + 1, 1000) else r.not_sent_count end,
      accepted_at = case when ${to} = 'running' then dailies_now() else r.accepted_at end,
      ended_at = case when ${ENDED.includes(to)} then dailies_now() else r.ended_at end,
      due_at = dailies_now() + make_interval(secs => m.due_in_ms / 1000.0),
      changed_at = dailies_now()
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as m (
      id text, operation_id text, cost_micros bigint, failure_code text, failure_note text,
      output_expires_at timestamptz, disputed_ids text[], due_in_ms double precision, epoch integer)
    where r.id = m.id and r.status = ${from} and (m.epoch is null or r.epoch = m.epoch)
    returning r.id, r.campaign_num, r.variant_index, r.attempt, r.endpoint_id, r.hold_micros`.execute(trx);
  return moved.rows;
}

/** What the database takes as text: a zero or half of a character in a note must not undo the step it explains. */
function textOf(note: string): string {
  return note.slice(0, NOTE_CHARS_MAX).replaceAll('\0', ' ').toWellFormed();
}

/**
 * Rule 3, the fence: one intended render of a running campaign becomes submitting under a new epoch. Null when somebody else has it, the
 * campaign is not running, or the endpoint is paused or backing off. Throws a unique violation (renders_single_flight) while the same
 * fingerprint is in doubt.
 */
export async function fenceRender(trx: Trx, renderId: string): Promise<{ epoch: number; campaignNum: number; index: number } | null> {
  const fenced = await sql<{ epoch: number; campaign_num: number; variant_index: number }>`
    update renders r set status = 'submitting', epoch = r.epoch + 1, sent_at = dailies_now(), changed_at = dailies_now(), due_at = dailies_now()
    from campaigns c, endpoints e
    where r.id = ${renderId} and r.status = 'intended'
      and c.num = r.campaign_num and c.status = 'running'
      and e.id = r.endpoint_id and e.status = 'active' and (e.backoff_until is null or e.backoff_until <= dailies_now())
    returning r.epoch, r.campaign_num, r.variant_index`.execute(trx);
  const row = fenced.rows[0];
  return row ? { epoch: row.epoch, campaignNum: row.campaign_num, index: row.variant_index } : null;
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
}

/** Intended renders of an endpoint that are due, in running campaigns, oldest first. */
export async function listDueSends(db: Db, endpointId: string, limit: number): Promise<SendRow[]> {
  const rows = await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'r.campaign_num').onRef('v.index', '=', 'r.variant_index'))
    .innerJoin('compiled_prompts as p', (join) => join.onRef('p.campaign_num', '=', 'v.campaign_num').onRef('p.n', '=', 'v.compiled_n'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .innerJoin('models as m', 'm.id', 'o.model_id')
    .where('r.endpoint_id', '=', endpointId)
    .where('r.status', '=', 'intended')
    .where('r.due_at', '<=', sql<Date>`dailies_now()`)
    .where('c.status', '=', 'running')
    .orderBy('r.due_at')
    .limit(limit)
    .select(['r.id', 'r.endpoint_id', 'r.variant_index', 'r.attempt', 'r.not_sent_count', 'c.num', 'c.id as campaign_id', 'c.workspace_id'])
    .select(['m.key as model', 'p.text as prompt', 'o.seconds', 'o.size', sql<boolean>`(c.brief ->> 'audio')::boolean`.as('audio')])
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
  }));
}

/** A render that the provider may still tell us something about. */
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
  progress: number | null;
  sentAt: Date;
  /** Due by its own clock: hinted, or at the end of its window. */
  isDue: boolean;
  ageMs: number;
}

export async function listOpenRenders(db: Db, endpointId: string): Promise<OpenRender[]> {
  const rows = await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
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
    .select(['r.sent_at', 'c.num', 'c.id as campaign_id', 'c.workspace_id', sql<boolean>`r.due_at <= dailies_now()`.as('is_due')])
    .select(sql<number>`(extract(epoch from dailies_now() - r.sent_at) * 1000)::float8`.as('age_ms'))
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
    progress: row.progress,
    sentAt: row.sent_at!,
    isDue: row.is_due,
    ageMs: row.age_ms,
  }));
}

/** Which of these provider ids belong to a render of ours already, and which are disputed by parked ones. */
export async function readClaims(
  db: Db,
  endpointId: string,
  operationIds: readonly string[],
): Promise<{ claimed: Set<string>; disputed: Set<string> }> {
  if (operationIds.length === 0) return { claimed: new Set(), disputed: new Set() };
  const claimed = await db
    .selectFrom('renders')
    .where('endpoint_id', '=', endpointId)
    .where('operation_id', 'in', [...operationIds])
    .select('operation_id')
    .execute();
  const parked = await db
    .selectFrom('renders')
    .where('endpoint_id', '=', endpointId)
    .where('status', '=', 'parked')
    .select('disputed_ids')
    .execute();
  return {
    claimed: new Set(claimed.map((row) => row.operation_id!)),
    disputed: new Set(parked.flatMap((row) => row.disputed_ids ?? [])),
  };
}

/** Writes changed progress of running renders, all in one statement. Percent. */
export async function updateProgress(trx: Trx, progress: readonly { renderId: string; percent: number }[]): Promise<void> {
  await sql`
    update renders r set progress = m.percent, changed_at = dailies_now()
    from unnest(${progress.map((one) => one.renderId)}::text[], ${progress.map((one) => one.percent)}::smallint[]) as m (id, percent)
    where r.id = m.id and r.status = 'running'`.execute(trx);
}

/** When renders that are still running want to be looked at again. */
export async function deferChecks(db: Db, checks: readonly { renderId: string; dueInMs: number }[]): Promise<void> {
  if (checks.length === 0) return;
  await sql`
    update renders r set due_at = dailies_now() + make_interval(secs => m.due_in_ms / 1000)
    from unnest(${checks.map((one) => one.renderId)}::text[], ${checks.map((one) => one.dueInMs)}::double precision[]) as m (id, due_in_ms)
    where r.id = m.id and r.status = 'running'`.execute(db);
}
