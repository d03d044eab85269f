import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { findObjectFile } from '../../apps/api/src/cli/trace-render/witness.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { waitUntil } from '../../apps/api/src/local/wait-until.ts';
import type { World } from './world.ts';

/** One line of the sandbox's own ledger (apps/sandbox/README.md). */
export interface WitnessLine {
  seq: number;
  atMs: number;
  kind: 'create' | 'start' | 'delete';
  videoId: string | null;
  promptSha: string | null;
  fingerprint: string | null;
  clientRequestId: string | null;
  status: number | null;
  outcome: string | null;
  billed: boolean;
}

/** What our rows say, held against what the provider's ledger says. */
export interface Judgement {
  variants: number;
  ready: number;
  failed: number;
  parked: number;
  /** Variants that came to no end: neither ready, nor failed with a cause, nor parked. */
  lost: number;
  creates: number;
  billed: number;
  /** Billed jobs beyond one for each wanted variant of the same request. */
  paidTwice: number;
  /** Clips whose video was made for another request, or whose stored file is another video than their render's. */
  wrongVideos: number;
  /** Billed jobs that no render claims, no parked render disputes and no orphan row shows. */
  unseenOrphans: number;
  seenOrphans: number;
  /** Balances that differ from their entries. */
  wrongBalances: number;
}

/** How the variants ended, in words. */
export function describeEnds({ variants, ready, failed, parked, creates, billed }: Judgement): string {
  return `${variants} variants: ${ready} ready, ${failed} failed, ${parked} parked; ${creates} creates, ${billed} billed`;
}

interface AttemptRow {
  campaign_num: number;
  variant_index: number;
  fingerprint: string;
  operation_id: string | null;
  disputed_ids: string[] | null;
}

/** The mark in a rendered file's bytes: the sandbox writes a hash of the video's id into every download (apps/sandbox/src/media/id-tag.ts). */
const markOf = (videoId: string): string => `dailies-sandbox-video:${createHash('sha256').update(videoId).digest('hex').slice(0, 40)}`;

/** Everything the provider was asked for, what it started and what it billed. */
export async function readWitness(world: World): Promise<WitnessLine[]> {
  const answer = await fetch(`${world.sandbox.controlUrl}/ledger`);
  return ((await answer.json()) as { entries: WitnessLine[] }).entries;
}

/** How many creates the provider has received. */
export async function countCreates({ sandbox }: World): Promise<number> {
  const answer = await fetch(`${sandbox.controlUrl}/ledger?entries=none`);
  return ((await answer.json()) as { creates: number }).creates;
}

/** Holds both books against each other. Nothing of it is taken from the product's own counts. */
export async function judge(world: World): Promise<Judgement> {
  const lines = await readWitness(world);
  const billed = billedOf(lines);
  const phases = await world.db
    .selectFrom('variants as v')
    .leftJoin('renders as r', 'r.id', 'v.render_id')
    .select([
      sql<number>`count(*)::int`.as('variants'),
      sql<number>`(count(*) filter (where v.phase = 'ready' and v.clip_id is not null))::int`.as('ready'),
      sql<number>`(count(*) filter (where v.phase = 'parked'))::int`.as('parked'),
      sql<number>`(count(*) filter (where v.phase = 'failed' and r.failure_code is not null))::int`.as('failed'),
    ])
    .executeTakeFirstOrThrow();
  const attempts = await listAttempts(world);
  return {
    ...phases,
    lost: phases.variants - phases.ready - phases.parked - phases.failed,
    creates: lines.filter(({ kind }) => kind === 'create').length,
    billed: billed.length,
    paidTwice: countPaidTwice(billed, attempts),
    wrongVideos: await countWrongVideos(world, lines),
    ...(await countOrphans(world, billed, attempts)),
    wrongBalances: (await verifyLedger(world.db)).length,
  };
}

/** Waits until nothing paid is hidden: a late request and the orphan sweep need a moment after the last variant has ended. */
export async function waitForOrphans(world: World, withinMs: number): Promise<void> {
  const isHidden = async (): Promise<boolean> => {
    const { unseenOrphans } = await countOrphans(world, billedOf(await readWitness(world)), await listAttempts(world));
    return unseenOrphans > 0;
  };
  await waitUntil(async () => !(await isHidden()), { withinMs, everyMs: 500 });
}

const billedOf = (lines: readonly WitnessLine[]): WitnessLine[] => lines.filter((line) => line.kind === 'start' && line.billed);

async function countOrphans(
  world: World,
  billed: readonly WitnessLine[],
  attempts: readonly AttemptRow[],
): Promise<Pick<Judgement, 'seenOrphans' | 'unseenOrphans'>> {
  const orphans = await listOrphanIds(world);
  const ours = new Set(attempts.flatMap((row) => [row.operation_id, ...(row.disputed_ids ?? [])]));
  const strange = billed.filter(({ videoId }) => !ours.has(videoId));
  const seenOrphans = strange.filter(({ videoId }) => orphans.has(videoId!)).length;
  return { seenOrphans, unseenOrphans: strange.length - seenOrphans };
}

/** Identical requests are one pool: as many billed jobs as wanted variants are right, each one more is money for nothing. */
function countPaidTwice(billed: readonly WitnessLine[], attempts: readonly AttemptRow[]): number {
  const wanted = new Map<string, Set<string>>();
  for (const { fingerprint, campaign_num, variant_index } of attempts) {
    wanted.set(fingerprint, (wanted.get(fingerprint) ?? new Set()).add(`${campaign_num}:${variant_index}`));
  }
  const groups = Map.groupBy(billed, ({ fingerprint }) => fingerprint ?? '');
  return [...groups].reduce((sum, [fingerprint, starts]) => sum + Math.max(0, starts.length - (wanted.get(fingerprint)?.size ?? 0)), 0);
}

async function listAttempts({ db }: World): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`
    select campaign_num, variant_index, encode(fingerprint, 'hex') as fingerprint, operation_id, disputed_ids from renders`.execute(db);
  return rows;
}

async function listOrphanIds({ db }: World): Promise<Set<string>> {
  const { rows } = await sql<{ operation_id: string }>`select operation_id from orphans`.execute(db);
  return new Set(rows.map((row) => row.operation_id));
}

/** Reads every stored video back and asks whose it is: by the provider's ledger, and by the mark in its bytes. */
async function countWrongVideos(world: World, lines: readonly WitnessLine[]): Promise<number> {
  const orderedFor = new Map(lines.filter(({ kind }) => kind === 'start').map((line) => [line.videoId, line.fingerprint]));
  const clips = await world.db
    .selectFrom('clips as c')
    .innerJoin('clip_files as f', 'f.clip_id', 'c.id')
    .innerJoin('renders as r', 'r.id', 'c.render_id')
    .where('f.kind', '=', 'video')
    .select(['r.operation_id', 'r.fingerprint', 'f.bucket', 'f.object_key', 'f.bytes'])
    .execute();
  let wrong = 0;
  for (const clip of clips) {
    const file = await findObjectFile(world.sandbox.controlUrl, clip.bucket, clip.object_key);
    const bytes = file === null ? Buffer.alloc(0) : await readFile(file);
    const isWhole = bytes.length === clip.bytes && bytes.includes(markOf(clip.operation_id!));
    if (!isWhole || orderedFor.get(clip.operation_id) !== clip.fingerprint.toString('hex')) wrong += 1;
  }
  return wrong;
}
