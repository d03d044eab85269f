import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { eachLimit } from '../../apps/api/src/lib/each-limit.ts';
import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { randomFrom } from './draw.ts';
import { notes, type Proof } from './promise.ts';
import { deliver } from './webhook-sender.ts';
import { judge, readWitness } from './witness.ts';
import { inWorld, type World } from './world.ts';

const VARIANTS = 5;
const DELIVERIES = 1_000;
const SENDERS = 8;
const ENDS_WITHIN_MS = 120_000;

export const proof: Proof = {
  id: 'P13',
  promise: 'The same webhook a thousand times, in any order: one effect',
  run: ({ seed }) =>
    inWorld({ seed, speed: 6 }, async (world) => {
      const { broken, expect } = notes();
      const random = randomFrom(seed);
      await world.startWorker();
      await startCampaign(world, writePrompts(VARIANTS, { seed }));
      const statuses: number[] = [];
      const storm = async (): Promise<void> => {
        const ids = (await readWitness(world)).flatMap(({ kind, videoId }) => (kind === 'start' && videoId ? [videoId] : []));
        const events = ids.flatMap((id) =>
          ['video.completed', 'video.failed'].map((type) => ({ id: `evt_${id}_${type}`, type, videoId: id })),
        );
        const sends = Array.from({ length: DELIVERIES }, () => events[Math.floor(random() * events.length)]!);
        await eachLimit(sends, SENDERS, async (event) => void statuses.push(await deliver(world, event)));
      };
      while ((await countRunning(world)) === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      await storm();
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end in time');
      await storm();
      statuses.push(await deliver(world, { id: `evt_${randomUUID()}`, type: 'video.completed', videoId: 'video_nobody_knows' }));

      const { ready, billed, wrongBalances } = await judge(world);
      const effects = await readEffects(world);
      expect(
        statuses.every((status) => status === 204),
        `answers other than 204: ${[...new Set(statuses)].join(', ')}`,
      );
      expect(ready === VARIANTS && billed === VARIANTS, `${ready} ready and ${billed} billed of ${VARIANTS}`);
      expect(effects.mostOfOneKind === 1, `one render has ${effects.mostOfOneKind} events of one kind`);
      expect(effects.settled === VARIANTS, `${effects.settled} settlements for ${VARIANTS} renders`);
      expect(effects.clips === VARIANTS, `${effects.clips} clips for ${VARIANTS} renders`);
      expect(wrongBalances === 0, `${wrongBalances} balances differ from their entries`);
      return {
        figure: `${statuses.length} deliveries of ${VARIANTS * 2} events: ${effects.settled} settlements, ${effects.clips} clips, ${effects.mostOfOneKind} event of a kind for each render`,
        broken,
      };
    }),
};

async function countRunning({ db }: World): Promise<number> {
  const { n } = await db
    .selectFrom('renders')
    .where('status', '=', 'running')
    .select(sql<number>`count(*)::int`.as('n'))
    .executeTakeFirstOrThrow();
  return n;
}

/** What the deliveries may have done more than once. */
async function readEffects({ db }: World): Promise<{ mostOfOneKind: number; settled: number; clips: number }> {
  const { rows } = await sql<{ most: number; settled: number; clips: number }>`
    select
      (select coalesce(max(n), 0)::int from (
        select count(*) as n from events where kind in ('render.running', 'render.succeeded', 'render.stored') group by kind, subject) e) as most,
      (select count(*)::int from ledger_entries where kind = 'settle') as settled,
      (select count(*)::int from clips) as clips`.execute(db);
  const row = rows[0]!;
  return { mostOfOneKind: row.most, settled: row.settled, clips: row.clips };
}
