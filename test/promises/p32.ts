import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import { startCampaign, waitForEnds, writePrompts } from './campaign.ts';
import { notes, type Proof } from './promise.ts';
import { countCreates, describeEnds, judge } from './witness.ts';
import { inWorld, type World } from './world.ts';

const VARIANTS = 30;
const VARIANTS_SHORT = 8;
/** Sent when the backup is made; the rest is sent after it. */
const SENT_BEFORE = 4;
const HASTEN = 20;
const ENDS_WITHIN_MS = 240_000;
/** How long a paused campaign is watched: nothing may be sent in it. */
const WATCH_MS = 10_000;

export const proof: Proof = {
  id: 'P32',
  promise: 'Restoring a backup never buys again: reconcile first, then work',
  async run({ seed, short }) {
    const variants = short ? VARIANTS_SHORT : VARIANTS;
    const { broken, expect } = notes();
    const listed = await inWorld({ seed, hasten: HASTEN, speed: 40, inFlightMax: SENT_BEFORE }, async (world) => {
      await renderAndRestore(world, writePrompts(variants, { seed }), async () => undefined);
      const restored = await judge(world);
      await startAll(world);
      expect(await waitForEnds(world, ENDS_WITHIN_MS), 'not every variant came to an end after the restore');
      return { restored, end: await judge(world) };
    });
    expect(listed.restored.ready < variants, 'the backup knew of every clip: it shows nothing');
    expect(listed.end.creates === variants, `${listed.end.creates} creates for ${variants} variants: some were bought again`);
    expect(listed.end.ready === variants, `${variants - listed.end.ready} variants are not ready after the restore`);
    expect(listed.end.unseenOrphans === 0, `${listed.end.unseenOrphans} paid jobs are shown nowhere`);
    expect(listed.end.wrongVideos === 0, `${listed.end.wrongVideos} clips hold another video`);
    expect(listed.end.wrongBalances === 0, `${listed.end.wrongBalances} balances differ from their entries`);
    const known = `backup with ${listed.restored.ready} of ${variants} clips restored: ${listed.end.creates - variants} bought again; ${describeEnds(listed.end)}`;
    if (short) return { figure: known, broken };

    const deleted = await inWorld({ seed, hasten: HASTEN * 4, speed: 40, inFlightMax: SENT_BEFORE }, async (world) => {
      await renderAndRestore(world, writePrompts(variants, { seed: seed + 1 }), () => providerForgets(world, variants));
      await startAll(world);
      await new Promise((resolve) => setTimeout(resolve, WATCH_MS));
      const { rows } = await sql<{ status: string; paused_because: string | null }>`select status, paused_because from campaigns`.execute(
        world.db,
      );
      return { creates: await countCreates(world), campaign: rows[0]! };
    });
    expect(
      deleted.creates === variants,
      `${deleted.creates} creates for ${variants} variants the provider had deleted: some were bought again`,
    );
    expect(deleted.campaign.status === 'paused', `the campaign is ${deleted.campaign.status}, though the list can not tell what was made`);
    expect(deleted.campaign.paused_because?.includes('backup') === true, `the reason reads “${deleted.campaign.paused_because}”`);
    return {
      figure: `${known}; with the provider’s copies gone: ${deleted.creates - variants} bought again, campaign ${deleted.campaign.status} with the reason`,
      broken,
    };
  },
};

/** Renders a campaign to its end, with a backup made in the middle that then takes the database's place. Leaves API and workers stopped. */
async function renderAndRestore(world: World, prompts: readonly string[], before: () => Promise<void>): Promise<void> {
  const data = path.join(world.postgres.folder, 'data');
  const backup = path.join(world.postgres.folder, 'data.backup');
  const worker = await world.startWorker();
  await startCampaign(world, prompts);
  await waitUntil(async () => (await countCreates(world)) >= SENT_BEFORE, { withinMs: ENDS_WITHIN_MS, everyMs: 10 });
  await world.endWorker(worker, 'SIGKILL');
  await world.postgres.halt();
  await promisify(execFile)('cp', ['-a', data, backup]);
  await world.postgres.start();
  await world.startWorker();
  await waitForEnds(world, ENDS_WITHIN_MS);
  await before();
  for (const one of world.workers.slice()) await world.endWorker(one, 'SIGTERM');
  await world.api.end('SIGTERM');
  await world.postgres.halt();
  await rm(data, { recursive: true });
  await rename(backup, data);
  await world.postgres.start();
}

async function startAll(world: World): Promise<void> {
  await world.startApi();
  await world.startWorker();
}

/** Waits until every copy at the provider has been deleted, as it is some minutes after a clip was stored. */
async function providerForgets(world: World, variants: number): Promise<void> {
  await waitUntil(
    async () => {
      const answer = await fetch(`${world.sandbox.controlUrl}/ledger?entries=none`);
      return ((await answer.json()) as { deletes: number }).deletes === variants;
    },
    { withinMs: ENDS_WITHIN_MS, everyMs: 200 },
  );
}
