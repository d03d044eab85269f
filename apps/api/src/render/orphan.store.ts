import type { Micros } from '@dailies/schema';
import { sql } from 'kysely';
import type { Db, Trx } from '../db/database.ts';
import type { OrphanRow } from '../db/tables/orphans.table.ts';
import type { Operation } from '../providers/provider.ts';
import { billableSeconds, isBilled } from './orphan.rules.ts';
import { GIVEN_UP_CODES } from './render.rules.ts';

/** How far an endpoint's list has been judged. */
export interface EndpointReading {
  installedAt: Date;
  judgedUntil: Date | null;
  /** When the oldest orphan was made that may still change its state; null where none may. */
  pendingSince: Date | null;
  /** When the oldest render was sent that was given up lately, and may be listed after all; null where none was. */
  givenUpSince: Date | null;
  now: Date;
}

export async function readEndpointReading(db: Db, endpointId: string, pendingWithinMs: number): Promise<EndpointReading> {
  const { rows } = await sql<EndpointReading>`
    select e.created_at as "installedAt", e.judged_until as "judgedUntil", dailies_now() as now, (
      select min(o.made_at) from orphans o where o.endpoint_id = e.id and o.state = 'pending' and o.deleted_at is null
        and o.kind <> 'stranger' and o.made_at > dailies_now() - make_interval(secs => ${pendingWithinMs / 1000})) as "pendingSince", (
      select min(r.sent_at) from renders r where r.endpoint_id = e.id and r.failure_code in (${sql.join(GIVEN_UP_CODES.map((code) => sql.lit(code)))})
        and r.ended_at > dailies_now() - make_interval(secs => ${pendingWithinMs / 1000})) as "givenUpSince"
    from endpoints e where e.id = ${endpointId}`.execute(db);
  return rows[0]!;
}

export async function markJudged(db: Db, endpointId: string, until: Date): Promise<void> {
  await db.updateTable('endpoints').set({ judged_until: until }).where('id', '=', endpointId).execute();
}

/** Videos made since this render was sent are judged again: a decision has set those free that it disputed. Locks the endpoint's row. */
export async function reopenJudgement(trx: Trx, render: { endpoint_id: string; sent_at: Date | null }, clockSkewMs: number): Promise<void> {
  await sql`
    update endpoints set judged_until = case when judged_until is not null
      then least(judged_until, ${render.sent_at}::timestamptz - make_interval(secs => ${clockSkewMs / 1000})) end
    where id = ${render.endpoint_id}`.execute(trx);
}

/** Ids among these that belong to a render (with its workspace), that parked renders argue about, or that are kept as orphans. */
export interface Claims {
  claimed: Map<string, string>;
  disputed: Set<string>;
  orphans: Map<string, Pick<OrphanRow, 'id' | 'state' | 'workspace_id'>>;
}

export async function readClaims(db: Db, endpointId: string, operationIds: readonly string[]): Promise<Claims> {
  const ids = [...operationIds];
  const claimed = await sql<{ operation_id: string; workspace_id: string }>`
    select r.operation_id, c.workspace_id from renders r join campaigns c on c.num = r.campaign_num
    where r.endpoint_id = ${endpointId} and r.operation_id = any(${ids}::text[])`.execute(db);
  const disputed = await sql<{ id: string }>`
    select unnest(disputed_ids) as id from renders where endpoint_id = ${endpointId} and status = 'parked'`.execute(db);
  const orphans = await sql<Pick<OrphanRow, 'id' | 'operation_id' | 'state' | 'workspace_id'>>`
    select id, operation_id, state, workspace_id from orphans where endpoint_id = ${endpointId} and operation_id = any(${ids}::text[])`.execute(
    db,
  );
  return {
    claimed: new Map(claimed.rows.map((row) => [row.operation_id, row.workspace_id])),
    disputed: new Set(disputed.rows.map((row) => row.id)),
    orphans: new Map(orphans.rows.map((row) => [row.operation_id, row])),
  };
}

/** Whether an orphan stands for a render's money already. */
export async function hasOrphan(trx: Trx, renderId: string): Promise<boolean> {
  return (await trx.selectFrom('orphans').select('id').where('render_id', '=', renderId).limit(1).executeTakeFirst()) !== undefined;
}

/** What the catalogue says such a video costs today, with sound, which no list tells; 0 where it knows no price. Micros. */
export async function readListPrice(db: Db, endpointId: string, { model, size, ...operation }: Operation): Promise<Micros> {
  const seconds = billableSeconds(operation.seconds);
  if (model === null || seconds === null || size === null || !Number.isSafeInteger(seconds)) return 0;
  const { rows } = await sql<{ micros: Micros }>`
    select greatest(p.second_micros, p.audio_second_micros) * ${seconds}::int as micros from models m join prices p on p.model_id = m.id and p.size = ${size}
    where m.endpoint_id = ${endpointId} and m.key = ${model} and p.valid_from <= dailies_now()
      and (p.valid_until is null or p.valid_until > dailies_now())
    order by p.valid_from desc, p.revision desc limit 1`.execute(db);
  return rows[0]?.micros ?? 0;
}

/** The workspace that runs the house: losses nobody's campaign explains are shown and booked there. */
export async function readHouseWorkspace(db: Db): Promise<string> {
  const { id } = await db.selectFrom('workspaces').select('id').orderBy('created_at').orderBy('id').limit(1).executeTakeFirstOrThrow();
  return id;
}

export type NewOrphan = Omit<OrphanRow, 'found_at' | 'booked_at' | 'deleted_at' | 'deleted_by'>;

/** The row; undefined where the same video is kept already, whoever found it. */
export async function insertOrphan(trx: Trx, orphan: NewOrphan): Promise<OrphanRow | undefined> {
  return await trx
    .insertInto('orphans')
    .values({ ...orphan, booked_at: bookedAt(orphan.state) })
    .onConflict((conflict) => conflict.columns(['endpoint_id', 'operation_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Compare-and-set of what the provider says of an orphan; undefined where somebody else moved it. */
export async function moveOrphan(
  trx: Trx,
  orphanId: string,
  step: { from: OrphanRow['state']; to: OrphanRow['state'] },
): Promise<OrphanRow | undefined> {
  return await trx
    .updateTable('orphans')
    .set({ state: step.to, booked_at: bookedAt(step.to) })
    .where('id', '=', orphanId)
    .where('state', '=', step.from)
    .returningAll()
    .executeTakeFirst();
}

const bookedAt = (state: OrphanRow['state']) => (isBilled(state) ? sql<Date>`dailies_now()` : null);

/** Orphans that still rendered when they were last listed, and are older than a render may become. */
export async function listForgottenOrphans(db: Db, endpointId: string, windowMs: number): Promise<{ id: string }[]> {
  return await db
    .selectFrom('orphans')
    .select('id')
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'pending')
    .where('kind', '<>', 'stranger')
    .where('made_at', '<', sql<Date>`dailies_now() - make_interval(secs => ${windowMs / 1000})`)
    .execute();
}

/** Adds videos to those that parked renders argue about. Answers whether all of them are still parked. */
export async function addDisputes(db: Db, renderIds: readonly string[], operationIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`
    update renders set
      disputed_ids = array(select distinct unnest(coalesce(disputed_ids, '{}') || ${[...operationIds]}::text[]) order by 1)
    where id = any(${[...renderIds]}::text[]) and status = 'parked' returning id`.execute(db);
  return rows.length === renderIds.length;
}

/** Removes an orphan that turned out to be a render's own; false where its price was booked as a loss. */
export async function forgetOrphan(trx: Trx, orphanId: string): Promise<boolean> {
  const { rows } = await sql`
    delete from orphans where id = ${orphanId} and (booked_at is null or price_micros = 0) returning id`.execute(trx);
  return rows.length > 0;
}
