import type { Generated, JSONColumnType, Selectable } from 'kysely';

export interface ImportsTable {
  id: string;
  campaign_num: number;
  upload_id: string | null;
  format: 'csv' | 'jsonl';
  mode: 'replace' | 'append';
  status: 'queued' | 'done' | 'refused';
  row_count: number | null;
  refusal: JSONColumnType<{ code: string; message: string; row: number | null; column: string | null }> | null;
  created_at: Generated<Date>;
  ended_at: Date | null;
}
export type ImportRow = Selectable<ImportsTable>;

export interface UploadsTable {
  id: string;
  workspace_id: string;
  file_name: string;
  path: string;
  bytes: number;
  created_at: Generated<Date>;
}
export type UploadRow = Selectable<UploadsTable>;
