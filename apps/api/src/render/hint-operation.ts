import { sql } from 'kysely';
import { unhurried } from '../db/unhurried.ts';
import type { Deps } from '../deps.ts';
import { fetchAnnounced } from './fetch-again.ts';

/** What a webhook says of an operation. */
export interface Hint {
  operationId: string;
  said: 'completed' | 'failed';
}

/**
 * A webhook said something about this operation. It proves nothing and changes nothing but when we look: a completed one is fetched at once,
 * and what then arrives is the proof, also where its render was given up; a failed one is asked for. Whatever is not proved so is asked for with others after a moment. Told again, it
 * does nothing again. Answers whether the operation is a render of ours.
 */
export async function hintOperation(deps: Deps, endpointId: string, { operationId, said }: Hint): Promise<boolean> {
  const waitMs = said === 'completed' ? deps.timing.hintGatherMs : 0;
  const { rows } = await sql<{ id: string; status: string; campaignNum: number; isNews: boolean }>`
    with ours as (
      select id, status, campaign_num, hinted_at is null as is_news, dailies_now() + make_interval(secs => ${waitMs / 1000}) as look_at
      from renders where endpoint_id = ${endpointId} and operation_id = ${operationId} for no key update
    ), told as (
      update renders r set hinted_at = coalesce(r.hinted_at, dailies_now()),
        due_at = case when r.status = 'running' then least(r.due_at, look_at) else r.due_at end
      from ours where r.id = ours.id and (is_news or (r.status = 'running' and r.due_at > look_at))
    ), counted as (
      insert into endpoint_readings as g (endpoint_id, announced_count) select ${endpointId}, 1 from ours where is_news
      on conflict (endpoint_id) do update set announced_count = g.announced_count + 1,
        missed_count = g.missed_count - case when (select status from ours) = 'running' then 0 else 1 end)
    select id, status, campaign_num as "campaignNum", is_news as "isNews", ${unhurried} from ours`.execute(deps.db);
  const [render] = rows;
  if (!render) return false;
  if (!render.isNews) return true;
  if (said === 'completed' && (render.status === 'failed' || render.status === 'expired')) await fetchAnnounced(deps, render);
  if (render.status !== 'running') return true;
  if (said === 'completed') await deps.queue.ring('storeOutput', { renderId: render.id }, { key: render.id });
  else await deps.queue.ring('reconcileEndpoint', { endpointId }, { key: endpointId });
  return true;
}
