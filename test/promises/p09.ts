import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { judge } from './witness.ts';
import { inWorld, type World } from './world.ts';

const HASTEN = 60;
const ENDS_WITHIN_MS = 240_000;

/** How a call goes wrong, and the only end it may come to: a phase, with the failure's code where it failed. */
const CASES: readonly { token: string; end: string }[] = [
  { token: '[[500]]', end: 'ready' },
  { token: '[[500:after]]', end: 'ready' },
  { token: '[[garbage]]', end: 'ready' },
  { token: '[[garbage:html]]', end: 'ready' },
  { token: '[[garbage:id]]', end: 'ready' },
  { token: '[[garbage:retrieve*3]]', end: 'ready' },
  { token: '[[delay:600ms]]', end: 'ready' },
  { token: '[[hang:after]]', end: 'ready' },
  { token: '[[slow:3x]]', end: 'ready' },
  { token: '[[truncate:60%]]', end: 'ready' },
  { token: '[[truncate:60%:quiet]]', end: 'ready' },
  { token: '[[empty]]', end: 'ready' },
  { token: '[[garbage:content]]', end: 'ready' },
  { token: '[[truncate:60%:quiet*always]]', end: 'failed output_invalid' },
  { token: '[[garbage:content*always]]', end: 'failed output_invalid' },
  { token: '[[sentinel]]', end: 'failed prompt_refused' },
  { token: '[[fail:moderation]]', end: 'failed moderation_blocked' },
  { token: '[[fail:server]]', end: 'failed provider_error' },
  { token: '[[fail:error_never_heard_of]]', end: 'failed provider_error' },
  { token: '[[model-gone]]', end: 'failed model_gone' },
  { token: '[[unknown-status]]', end: 'failed status_unknown' },
  { token: '[[stall:90%]]', end: 'failed render_timeout' },
  { token: '[[expire]]', end: 'failed output_expired' },
  { token: '[[expire:job]]', end: 'failed output_expired' },
];

export const proof: Proof = {
  id: 'P09',
  promise: 'Provider 500, slow, garbage JSON, HTML with 200, wrong id type: classified; never a crash, never a false “done”',
  run: ({ seed, short }) =>
    inWorld({ seed, hasten: HASTEN }, async (world) => {
      const { broken, expect } = notes();
      const cases = short ? CASES.filter(({ end }) => !/timeout|unknown|invalid/.test(end)) : CASES;
      const worker = await world.startWorker();
      await startCampaign(world, writePrompts(cases.length, { seed, token: (n) => cases[n]!.token }));
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');

      const ends = await readEnds(world);
      cases.forEach(({ token, end }, n) => expect(ends[n] === end, `${token} came to “${ends[n]}”, not to “${end}”`));
      const { paidTwice, wrongVideos, wrongBalances } = await judge(world);
      expect(worker.ended === null, 'the worker ended');
      expect(paidTwice === 0, `${paidTwice} jobs were paid twice`);
      expect(wrongVideos === 0, `${wrongVideos} clips hold another video`);
      expect(wrongBalances === 0, `${wrongBalances} balances differ from their entries`);
      const right = cases.filter(({ end }, n) => ends[n] === end).length;
      return {
        figure: `${right} of ${cases.length} odd answers came to the one right end; 0 crashes, ${wrongVideos} false “done”`,
        broken,
      };
    }),
};

/** Phase and cause of every variant, in order. */
async function readEnds({ db }: World): Promise<string[]> {
  const rows = await db
    .selectFrom('variants as v')
    .leftJoin('renders as r', 'r.id', 'v.render_id')
    .select(['v.phase', 'r.failure_code'])
    .orderBy('v.index')
    .execute();
  return rows.map(({ phase, failure_code }) => (phase === 'ready' || failure_code === null ? phase : `${phase} ${failure_code}`));
}
