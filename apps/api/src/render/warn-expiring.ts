import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';

/** How long content is offered where the provider does not say (source: the Videos guide: about an hour after completion). */
const OFFERED_MS = 60 * 60_000;
const RENDERS_PER_LOOK = 200;
/** Before everything else that waits to be stored. */
const URGENT = 10;

/**
 * Finished outputs that nobody has stored yet and that expire soon at the provider: an event says so once, and they are fetched before all others.
 */
export async function warnExpiring(deps: Deps): Promise<void> {
  const expiring = await deps.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string; index: number; num: number; workspaceId: string; expiresAt: Date }>`
      update renders r set warned_at = dailies_now()
      from (
        select id, coalesce(output_expires_at, changed_at + ${OFFERED_MS} * interval '1 millisecond') as expires_at from renders
        where status = 'succeeded' and warned_at is null
          and coalesce(output_expires_at, changed_at + ${OFFERED_MS} * interval '1 millisecond')
            <= dailies_now() + ${deps.timing.expiryWarningMs} * interval '1 millisecond'
        order by expires_at limit ${RENDERS_PER_LOOK} for no key update skip locked) soon, campaigns c
      where r.id = soon.id and c.num = r.campaign_num
      returning r.id, r.variant_index as index, c.num, c.workspace_id as "workspaceId", soon.expires_at as "expiresAt"`.execute(trx);
    await recordEvents(
      trx,
      rows.map(({ id, index, num, workspaceId, expiresAt }) => ({
        workspaceId,
        campaignNum: num,
        kind: 'render.output_expiring',
        subject: id,
        facts: { index, expiresAt: expiresAt.toISOString() },
      })),
    );
    return rows;
  });
  for (const { id, expiresAt } of expiring) {
    deps.log.warn({ event: 'render.output_expiring', renderId: id, expiresAt });
    await deps.queue.ring('storeOutput', { renderId: id }, { key: id, priority: URGENT });
  }
}
