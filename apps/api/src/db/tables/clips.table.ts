import type { ClipFileKind, ClipStatus } from '@dailies/schema';
import type { Generated, JSONColumnType, Selectable } from 'kysely';

/** How a scrub sprite is cut: tiles in rows, left to right. Pixels. */
export interface SpriteLayout {
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  frames: number;
}

export interface ClipsTable {
  id: string;
  workspace_id: string;
  campaign_num: number;
  variant_index: number;
  render_id: string;
  status: Generated<ClipStatus>;
  width: number;
  height: number;
  duration_ms: number;
  has_audio: boolean;
  sprite: JSONColumnType<SpriteLayout>;
  created_at: Generated<Date>;
}
export type ClipRow = Selectable<ClipsTable>;

export interface ClipFilesTable {
  clip_id: string;
  kind: ClipFileKind;
  bucket: string;
  object_key: string;
  generation: string;
  content_type: string;
  bytes: number;
  sha256: Buffer;
  crc32c: string;
  created_at: Generated<Date>;
}
export type ClipFileRow = Selectable<ClipFilesTable>;
