import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import { getEntitlement } from '../policy/entitlement.store.ts';
import { quotaResetsAt } from '../policy/entitlements.rules.ts';
import { ASSUMED_DURATION, type EndpointLoad, estimateFinish, type FinishEstimate } from './finish-estimate.rules.ts';
import { readPhaseCounts } from './tallies.ts';

interface ColumnRow {
  n: number;
  /** The column it took the place of, when the campaign was planned again onto another model. */
  replacesN: number | null;
  endpointId: string;
  meanMs: number | null;
  deviationMs: number | null;
}

interface EndpointState {
  id: string;
  status: string;
  places: number;
  requestsPerMinute: number | null;
  dayMax: number | null;
  sentToday: number;
  rivals: number[];
  now: Date;
}

/**
 * When a campaign would be done, launched now, or will be, while it runs: from what its models took so far, its endpoints' limits, and what else
 * is under way there. Null without a plan, with nothing left to render, or while an endpoint it needs is paused.
 */
export async function readFinishEstimate(db: Db, campaign: CampaignRow): Promise<(FinishEstimate & { now: Date }) | null> {
  const { plan } = campaign;
  if (!plan || !['planned', 'running', 'paused'].includes(campaign.status)) return null;
  const left = campaign.status === 'planned' ? 1 : await readShareLeft(db, campaign);
  const columns = await listColumns(db, campaign.num);
  const endpoints = await listEndpointStates(db, campaign.num);
  const { renders_in_flight: inFlightMax } = await getEntitlement(db, campaign.workspace_id);
  const loads = endpoints.flatMap((endpoint): (EndpointLoad & { isPaused: boolean })[] => {
    const renders = columns
      .filter((column) => column.endpointId === endpoint.id)
      .map((column) => ({
        count: Math.ceil(rendersOf(column.n, columns, plan.columnRenders) * left),
        meanMs: column.meanMs ?? ASSUMED_DURATION.meanMs,
        deviationMs: column.deviationMs ?? ASSUMED_DURATION.deviationMs,
        isMeasured: column.meanMs !== null,
      }));
    if (renders.every(({ count }) => count === 0)) return [];
    const { places, requestsPerMinute, dayMax, sentToday, rivals, now, status } = endpoint;
    const day =
      dayMax === null
        ? null
        : { left: Math.max(0, dayMax - sentToday), max: dayMax, msToReset: quotaResetsAt(now).getTime() - now.getTime() };
    return [{ places: Math.min(places, inFlightMax ?? places), requestsPerMinute, day, renders, rivals, isPaused: status === 'paused' }];
  });
  if (loads.some((load) => load.isPaused)) return null;
  const estimate = estimateFinish(loads, plan.repeatFactor);
  return estimate && { ...estimate, now: endpoints[0]!.now };
}

/** Renders of a column: of one that took another's place those of the other, which then has none. */
function rendersOf(n: number, columns: readonly ColumnRow[], planned: readonly number[]): number {
  return columns.some((column) => column.replacesN === n) ? 0 : (planned[rootOf(n, columns)] ?? 0);
}

function rootOf(n: number, columns: readonly ColumnRow[]): number {
  const before = columns.find((column) => column.n === n)?.replacesN ?? null;
  return before === null ? n : rootOf(before, columns);
}

/** The part of a launched campaign's renders that is still to come: 0 to 1. */
async function readShareLeft(db: Db, campaign: CampaignRow): Promise<number> {
  const counts = (await readPhaseCounts(db, [campaign.num])).get(campaign.num);
  const planned = campaign.plan!.columnRenders.reduce((total, one) => total + one, 0);
  if (!counts || planned === 0) return 1;
  const unwritten = campaign.variant_count - campaign.expanded_count;
  return Math.min(1, (counts.planned + counts.queued + counts.rendering + unwritten) / planned);
}

async function listColumns(db: Db, campaignNum: number): Promise<ColumnRow[]> {
  return db
    .selectFrom('offers as o')
    .leftJoin('render_durations as d', (join) =>
      join.onRef('d.endpoint_id', '=', 'o.endpoint_id').onRef('d.model_id', '=', 'o.model_id').onRef('d.seconds', '=', 'o.seconds'),
    )
    .where('o.campaign_num', '=', campaignNum)
    .select(['o.n', 'o.replaces_n as replacesN', 'o.endpoint_id as endpointId', 'd.mean_ms as meanMs', 'd.deviation_ms as deviationMs'])
    .execute();
}

/** The campaign's endpoints with their limits, and what each other running campaign still wants there. */
async function listEndpointStates(db: Db, campaignNum: number): Promise<EndpointState[]> {
  const { rows } = await sql<EndpointState>`
    select e.id, e.status, greatest(1, floor(e.in_flight_max * e.sending_share))::int as places,
      e.requests_per_minute as "requestsPerMinute", e.day_max as "dayMax",
      coalesce((select d.sends from endpoint_days d where d.endpoint_id = e.id and d.day = (dailies_now() at time zone 'UTC')::date), 0) as "sentToday",
      coalesce((
        select json_agg(wanted) from (
          select sum(t.queued + t.rendering)::int as wanted from campaigns c join campaign_tallies t on t.campaign_num = c.num
          where c.status = 'running' and c.num <> ${campaignNum}
            and exists (select from offers o where o.campaign_num = c.num and o.endpoint_id = e.id)
          group by c.num) rival where wanted > 0), '[]') as rivals,
      dailies_now() as now
    from endpoints e where e.id in (select endpoint_id from offers where campaign_num = ${campaignNum})`.execute(db);
  return rows;
}
