import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { RepeatSample } from './plan-price.rules.ts';

const DAYS = 30;
/** The newest ended renders tell enough; a plan must not read a month of them. */
const RENDERS_MAX = 5_000;

/** What the workspace's campaigns of the last 30 days paid for and got: of its newest renders at most 5,000. */
export async function readRepeats(db: Db, workspaceId: string): Promise<RepeatSample> {
  const { rows } = await sql<RepeatSample>`
    select count(*) filter (where cost_micros is not null)::int as "paidRenders", count(*) filter (where status = 'stored')::int as "readyClips"
    from (
      select r.status, r.cost_micros from campaigns c join renders r on r.campaign_num = c.num
      where c.workspace_id = ${workspaceId} and c.launched_at > dailies_now() - make_interval(days => ${DAYS}) and r.ended_at is not null
      order by c.num desc limit ${RENDERS_MAX}
    ) newest`.execute(db);
  return rows[0]!;
}
