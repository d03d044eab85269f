import { variantId } from '@dailies/schema';
import { sql } from 'kysely';
import type { CampaignKey } from '../campaign/move-variants.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import type { Operation } from '../providers/provider.ts';
import { listsAfterAll } from './orphan.rules.ts';
import { GIVEN_UP_CODES } from './render.rules.ts';

/** So often a variant's given-up video is taken up again: a provider that lists for good what it does not serve must not go round with us. */
const RELISTED_MAX = 2;

/**
 * Sets free the listed videos of renders that were given up: said to be unknown, silent, or out of time, and finished all the same. Such a render
 * counts as lost from here on, with the money as it was booked, so that its video is judged as that of any lost send: it goes to the variant that
 * still wants it, without being paid twice, or is kept and booked.
 */
export async function freeRelisted(deps: Deps, endpointId: string, listed: readonly Operation[], nowMs: number): Promise<void> {
  const rows = listed.flatMap((operation) =>
    GIVEN_UP_CODES.filter((code) => listsAfterAll(code, operation.state, nowMs)).map((code) => ({ id: operation.id, code })),
  );
  if (rows.length === 0) return;
  const freed = await deps.db.transaction().execute(async (trx) => {
    const moved = await sql<FreedRow>`
      update renders r set status = 'lost', operation_id = null, changed_at = dailies_now()
      from (select k.num, k.id, k.workspace_id, shown.id as operation_id, g.id as render_id
        from unnest(${rows.map(({ id }) => id)}::text[], ${rows.map(({ code }) => code)}::text[]) as shown (id, code)
        join renders g on g.endpoint_id = ${endpointId} and g.operation_id = shown.id and g.failure_code = shown.code
        join campaigns k on k.num = g.campaign_num
        where g.status in ('failed', 'expired') and (
          select count(*) from renders l where l.campaign_num = g.campaign_num and l.variant_index = g.variant_index
            and l.status = 'lost' and l.failure_code = any(${[...GIVEN_UP_CODES]}::text[])) < ${RELISTED_MAX}) f
      where r.id = f.render_id and r.status in ('failed', 'expired') and r.operation_id = f.operation_id
      returning r.id, r.variant_index as index, r.attempt, r.failure_code as code, f.operation_id as "operationId",
        f.num, f.id as "campaignId", f.workspace_id as "workspaceId"`.execute(trx);
    await recordEvents(
      trx,
      moved.rows.map(({ id, num, campaignId, workspaceId, index, attempt, code, operationId }) => ({
        workspaceId,
        campaignNum: num,
        kind: 'render.lost',
        subject: id,
        facts: { variant: variantId(campaignId, index), index, attempt, code, operationId, relisted: true },
      })),
    );
    return moved.rows;
  });
  for (const { id, operationId, code } of freed) deps.log.warn({ event: 'render.relisted', renderId: id, operationId, code });
}

interface FreedRow extends Pick<CampaignKey, 'num' | 'workspaceId'> {
  id: string;
  index: number;
  attempt: number;
  code: string;
  operationId: string;
  campaignId: string;
}
