import { sql } from 'kysely';
import { launchCampaign, planCampaign } from '../support/run-campaign.ts';
import type { World } from './world.ts';

const SUBJECTS = ['paper boat', 'red kettle', 'brass lamp', 'sleeping fox', 'tin robot', 'blue bicycle', 'wooden chair', 'glass marble'];
const PLACES = [
  'on a quiet canal',
  'at a foggy pier',
  'in a sunlit kitchen',
  'under a pine tree',
  'on a tiled roof',
  'beside a slow train',
];
const MOVES = ['the camera follows slowly', 'a slow dolly in', 'a low pan from left to right', 'held on a tripod'];

/** Prompts that differ from one another; `repeatEvery` makes every nth a repetition of the one before it. */
export function writePrompts(count: number, options: { seed: number; repeatEvery?: number; token?: (n: number) => string }): string[] {
  const { seed, repeatEvery = 0, token = () => '' } = options;
  return Array.from({ length: count }, (_, place) => {
    const n = repeatEvery > 0 && place % repeatEvery === repeatEvery - 1 ? place - 1 : place;
    const pick = (words: readonly string[], by: number) => words[Math.floor((n + seed) / by) % words.length]!;
    const text = `A ${pick(SUBJECTS, 1)} ${pick(PLACES, SUBJECTS.length)}, take ${seed}-${n}, ${pick(MOVES, 3)}. ${token(n)}`;
    return text.trim();
  });
}

/** Plans and launches one silent four-second campaign; answers its id. */
export async function startCampaign(world: World, prompts: readonly string[]): Promise<string> {
  const planned = await planCampaign(world.client, { prompts, audio: true });
  await launchCampaign(world.client, planned);
  return planned.id;
}

/** How many variants of launched campaigns have not come to an end yet. Throws while the database does not answer. */
export async function countUnfinished({ db }: World): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::int as open from variants v join campaigns c on c.num = v.campaign_num
    where v.phase in ('queued', 'rendering', 'finalizing') or (v.phase = 'planned' and c.status <> 'planned')`.execute(db);
  return rows[0]!.open;
}

/** Waits until every variant has ended, and `settleMs` longer for what follows an end; false when `withinMs` have passed. */
export async function waitForEnds(world: World, withinMs: number): Promise<boolean> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const open = await countUnfinished(world).catch(() => null);
    if (open === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return false;
}
