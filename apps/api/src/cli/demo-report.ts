import { encodeGlobalID } from '@pothos/plugin-relay';
import type { Db } from '../db/database.ts';

/** One stored clip as the demo reports it. `path` is the MP4 on the local disk, null with a foreign bucket. */
export interface ReportedClip {
  id: string;
  path: string | null;
  bytes: number;
  sha256: string;
  seconds: number;
  size: string;
}

export interface ReportedVariant {
  prompt: string;
  phase: string;
  failureCode: string | null;
}

/** Every stored video of a campaign. `controlUrl` is the sandbox's, which knows where its bucket keeps a file. */
export async function listReportedClips(db: Db, campaignId: string, controlUrl: string | null): Promise<ReportedClip[]> {
  const rows = await db
    .selectFrom('clips as c')
    .innerJoin('clip_files as f', 'f.clip_id', 'c.id')
    .innerJoin('campaigns as p', 'p.num', 'c.campaign_num')
    .innerJoin('variants as v', (join) => join.onRef('v.campaign_num', '=', 'c.campaign_num').onRef('v.index', '=', 'c.variant_index'))
    .innerJoin('offers as o', (join) => join.onRef('o.campaign_num', '=', 'v.campaign_num').onRef('o.n', '=', 'v.offer_n'))
    .where('p.id', '=', campaignId)
    .where('f.kind', '=', 'video')
    .whereRef('v.clip_id', '=', 'c.id')
    .orderBy('c.variant_index')
    .select(['c.id', 'f.bucket', 'f.object_key', 'f.bytes', 'f.sha256', 'o.seconds', 'o.size'])
    .execute();
  const clips: ReportedClip[] = [];
  for (const row of rows) {
    const path = controlUrl === null ? null : await findObjectPath(controlUrl, row.bucket, row.object_key);
    clips.push({
      id: encodeGlobalID('Clip', row.id),
      path,
      bytes: row.bytes,
      sha256: row.sha256.toString('hex'),
      seconds: row.seconds,
      size: row.size,
    });
  }
  return clips;
}

async function findObjectPath(controlUrl: string, bucket: string, key: string): Promise<string | null> {
  const answer = await fetch(`${controlUrl}/objects/${encodeURIComponent(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`);
  if (!answer.ok) return null;
  const { path } = (await answer.json()) as { path: string };
  return path;
}

/** Each variant's prompt and how it ended, for the demo's exit code. */
export async function listReportedVariants(db: Db, campaignId: string): Promise<ReportedVariant[]> {
  const rows = await db
    .selectFrom('variants as v')
    .innerJoin('campaigns as c', 'c.num', 'v.campaign_num')
    .innerJoin('compiled_prompts as p', (join) => join.onRef('p.campaign_num', '=', 'v.campaign_num').onRef('p.n', '=', 'v.compiled_n'))
    .leftJoin('renders as r', 'r.id', 'v.render_id')
    .where('c.id', '=', campaignId)
    .orderBy('v.index')
    .select(['p.text', 'v.phase', 'r.failure_code'])
    .execute();
  return rows.map((row) => ({ prompt: row.text, phase: row.phase, failureCode: row.failure_code }));
}

/** Create requests of this campaign as the sandbox's own ledger counts them; with a foreign provider, the creates we know were accepted. */
export async function countCreates(db: Db, campaignId: string, controlUrl: string | null): Promise<number> {
  const renders = await db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .where('c.id', '=', campaignId)
    .select(['r.id', 'r.operation_id'])
    .execute();
  if (controlUrl === null) return renders.filter((row) => row.operation_id !== null).length;
  const answer = await fetch(`${controlUrl}/ledger`);
  const { entries } = (await answer.json()) as { entries: { kind: string; clientRequestId: string | null }[] };
  const ours = new Set(renders.map((row) => row.id));
  return entries.filter((entry) => entry.kind === 'create' && entry.clientRequestId !== null && ours.has(entry.clientRequestId)).length;
}

/** Milliseconds from launch to the first clip that could be played; null while there is none. */
export async function readFirstPlayableMs(db: Db, campaignId: string): Promise<number | null> {
  const row = await db
    .selectFrom('clips as c')
    .innerJoin('campaigns as p', 'p.num', 'c.campaign_num')
    .where('p.id', '=', campaignId)
    .select((eb) => [eb.fn.min('c.created_at').as('first'), eb.fn.min('p.launched_at').as('launched')])
    .executeTakeFirst();
  return row?.first && row.launched ? row.first.getTime() - row.launched.getTime() : null;
}
