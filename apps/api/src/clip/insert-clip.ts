import type { ClipFileKind, ClipStatus } from '@dailies/schema';
import type { Trx } from '../db/database.ts';
import type { SpriteLayout } from '../db/tables/clips.table.ts';
import { recordEvents } from '../events/record-event.ts';

export interface NewClipFile {
  kind: ClipFileKind;
  bucket: string;
  objectKey: string;
  generation: string;
  contentType: string;
  bytes: number;
  sha256: Buffer;
  /** Base64 of the big-endian checksum, as the bucket tells it. */
  crc32c: string;
}

export interface NewClip {
  id: string;
  workspaceId: string;
  campaignNum: number;
  variantIndex: number;
  renderId: string;
  width: number;
  height: number;
  durationMs: number;
  hasAudio: boolean;
  sprite: SpriteLayout;
  files: readonly NewClipFile[];
}

const FIRST_STATUS: ClipStatus = 'pending_review';

/** Writes a clip whose files already lie in the bucket. A render has at most one clip. */
export async function insertClip(trx: Trx, clip: NewClip): Promise<void> {
  await trx
    .insertInto('clips')
    .values({
      id: clip.id,
      workspace_id: clip.workspaceId,
      campaign_num: clip.campaignNum,
      variant_index: clip.variantIndex,
      render_id: clip.renderId,
      status: FIRST_STATUS,
      width: clip.width,
      height: clip.height,
      duration_ms: clip.durationMs,
      has_audio: clip.hasAudio,
      sprite: JSON.stringify(clip.sprite),
    })
    .execute();
  await trx
    .insertInto('clip_files')
    .values(
      clip.files.map((file) => ({
        clip_id: clip.id,
        kind: file.kind,
        bucket: file.bucket,
        object_key: file.objectKey,
        generation: file.generation,
        content_type: file.contentType,
        bytes: file.bytes,
        sha256: file.sha256,
        crc32c: file.crc32c,
      })),
    )
    .execute();
  await recordEvents(trx, [
    {
      workspaceId: clip.workspaceId,
      campaignNum: clip.campaignNum,
      kind: 'clip.created',
      subject: clip.id,
      facts: { index: clip.variantIndex, renderId: clip.renderId },
    },
  ]);
}
