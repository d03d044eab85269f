import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { findReference } from '../library/reference.store.ts';
import { returnRenders } from '../policy/take-renders.ts';
import type { ReferenceImage } from '../providers/provider.ts';
import { RecentCache } from '../storage/recent-cache.ts';
import { ObjectMissing, type Storage } from '../storage/storage.ts';
import { deferIntended, type SendRow } from './render.store.ts';
import { settleRenders } from './settle-renders.ts';

/** Pictures kept in memory: a campaign's sends share one, and few campaigns send at once. */
const PICTURES_KEPT = 8;

type Read =
  | { kind: 'read'; reference: ReferenceImage }
  | { kind: 'lost'; note: string }
  | { kind: 'unread'; note: string; askAgainMs: number };

const kept = new WeakMap<Storage, RecentCache<Promise<Read>>>();

/**
 * The picture a send carries, read before its fence so that the bucket costs nothing of the send budget; null for a campaign without one.
 * `unsendable`: it could not be read now and the send gives its place to others for a while, or its bytes are gone for good and the render has
 * failed; nothing was sent.
 */
export async function readSendReference(deps: Deps, send: SendRow): Promise<ReferenceImage | null | 'unsendable'> {
  if (send.referenceId === null) return null;
  const found = await recall(deps, send.campaign.workspaceId, send.referenceId);
  if (found.kind === 'read') return found.reference;
  deps.log.warn({ event: `render.reference_${found.kind}`, renderId: send.id, referenceId: send.referenceId, note: found.note });
  if (found.kind === 'lost') {
    await deps.db.transaction().execute(async (trx) => {
      const moved = await settleRenders(trx, deps, send.campaign, {
        from: 'intended',
        to: 'failed',
        changes: [{ renderId: send.id, failureCode: 'reference_lost', failureNote: found.note }],
      });
      const { workspaceId, num: campaignNum } = send.campaign;
      await returnRenders(trx, { workspaceId, campaignNum, renders: moved.length, key: `reference_lost:${send.id}` });
    });
  }
  if (found.kind === 'unread') await deferIntended(deps.db, send.id, deps.timing.storeRetryMs);
  return 'unsendable';
}

/**
 * A picture that was read is kept, and for a while also that it could not be: each send of its campaign would wait for the silent bucket anew, and
 * everybody's sends with it.
 */
async function recall(deps: Deps, workspaceId: string, referenceId: string): Promise<Read> {
  const cache = kept.get(deps.storage) ?? new RecentCache<Promise<Read>>(PICTURES_KEPT);
  kept.set(deps.storage, cache);
  const key = `${workspaceId}/${referenceId}`;
  const ask = () => cache.getOrMake(key, () => readReference(deps, workspaceId, referenceId));
  const read = await ask();
  if (read.kind === 'lost') cache.forget(key);
  if (read.kind !== 'unread' || deps.clock.monotonicMs() < read.askAgainMs) return read;
  cache.forget(key);
  return await ask();
}

async function readReference(deps: Deps, workspaceId: string, referenceId: string): Promise<Read> {
  try {
    const row = await findReference(deps.db, workspaceId, referenceId);
    if (!row) return { kind: 'lost', note: `there is no reference image ${referenceId}` };
    const chunks: Buffer[] = [];
    for await (const chunk of (await deps.storage.openRead(row.object_key)) as AsyncIterable<Buffer>) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    if (!createHash('sha256').update(bytes).digest().equals(row.sha256)) {
      return { kind: 'lost', note: `${row.object_key} holds other bytes than were uploaded` };
    }
    return { kind: 'read', reference: { bytes, contentType: row.content_type, width: row.width, height: row.height } };
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error);
    if (error instanceof ObjectMissing) return { kind: 'lost', note };
    return { kind: 'unread', note, askAgainMs: deps.clock.monotonicMs() + deps.timing.storeRetryMs / 2 };
  }
}
