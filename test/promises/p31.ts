import { sql } from 'kysely';
import { eachLimit } from '../../apps/api/src/lib/each-limit.ts';
import { ApiRefused } from '../../apps/api/src/cli/graphql-client.ts';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import { waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { judge } from './witness.ts';
import { inWorld, type World } from './world.ts';

const LAUNCHES = 200;
const ROOM = 50;
const LAUNCHES_SHORT = 24;
const ROOM_SHORT = 6;
const PLANS_AT_ONCE = 6;
const ENDS_WITHIN_MS = 240_000;

const SET_BUDGET = `mutation ($input: SetBudgetInput!) { setBudget(input: $input) { ... on SetBudgetSuccess { budget { id } } ... on Refusal { code message } } }`;
const RESERVE = `query ($id: ID!) { campaign(id: $id) { plan { estimateMicros highMicros } } }`;

export const proof: Proof = {
  id: 'P31',
  promise: 'A budget is never exceeded by concurrency: 200 parallel launches on a 50-render budget admit 50',
  run: ({ seed, short }) =>
    inWorld({ seed }, async (world) => {
      const { broken, expect } = notes();
      const [launches, room] = short ? [LAUNCHES_SHORT, ROOM_SHORT] : [LAUNCHES, ROOM];
      const planned: Awaited<ReturnType<typeof planCampaign>>[] = [];
      await eachLimit(writePrompts(launches, { seed }), PLANS_AT_ONCE, async (prompt) => {
        planned.push(await planCampaign(world.client, { prompts: [prompt], audio: true }));
      });
      const { campaign } = await world.client.request<{ campaign: { plan: { estimateMicros: number; highMicros: number } } }>(RESERVE, {
        id: planned[0]!.id,
      });
      const reserveMicros = Math.max(campaign.plan.estimateMicros, campaign.plan.highMicros);
      const limitMicros = room * reserveMicros;
      await world.client.mutate(SET_BUDGET, { scope: 'WORKSPACE', period: 'DAY', limitMicros });
      await watchCommits(world);

      const answers = await Promise.all(planned.map((one) => launchCampaign(world.client, one).then(() => 'admitted', codeOf)));
      const admitted = answers.filter((answer) => answer === 'admitted').length;
      const refused = answers.filter((answer) => answer === 'BUDGET_EXCEEDED').length;
      await world.startWorker();
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every admitted variant came to an end in time');

      const { highest, commits } = await readHighest(world);
      const { billed, wrongBalances } = await judge(world);
      expect(admitted === room, `${admitted} of ${launches} launches were admitted, not ${room}`);
      expect(admitted + refused === launches, `other answers: ${[...new Set(answers)].join(', ')}`);
      expect(highest > 0 && highest <= limitMicros, `at one commit ${highest} of ${limitMicros} micros were committed`);
      expect(billed === room, `${billed} renders were billed`);
      expect(wrongBalances === 0, `${wrongBalances} balances differ from their entries`);
      return {
        figure:
          `${launches} launches at once: ${admitted} admitted, ${refused} refused; ` +
          `at most ${((100 * highest) / limitMicros).toFixed(0)} % of the budget at any of ${commits} commits`,
        broken,
      };
    }),
};

const codeOf = (error: unknown): string => (error instanceof ApiRefused ? error.code : String(error));

/**
 * Notes at the end of every transaction that books money what is held and spent by then. The lock lets these ends happen one after the other, so
 * that each sees all before it.
 */
async function watchCommits({ db }: World): Promise<void> {
  await sql`create table watched_commits (committed bigint not null)`.execute(db);
  await sql`
    create function watch_commit() returns trigger language plpgsql as $$
    begin
      perform pg_advisory_xact_lock(31);
      insert into watched_commits select coalesce(sum(held_micros + settled_micros), 0) from ledger_entries;
      return null;
    end $$`.execute(db);
  await sql`
    create constraint trigger watch_commit after insert on ledger_entries deferrable initially deferred
    for each row execute function watch_commit()`.execute(db);
}

async function readHighest({ db }: World): Promise<{ highest: number; commits: number }> {
  const { rows } = await sql<{ highest: number; commits: number }>`
    select coalesce(max(committed), 0)::bigint as highest, count(*)::int as commits from watched_commits`.execute(db);
  return rows[0]!;
}
