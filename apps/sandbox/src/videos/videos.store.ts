import type { DatabaseSync } from 'node:sqlite';
import type { NewVideo, Video, VideoRequest, VideoState } from './video.ts';

type Row = {
  seq: number;
  id: string;
  state: VideoState;
  prompt_sha: string;
  fingerprint: string;
  asked: string;
  ending: string;
  queue_ms: number;
  render_ms: number;
  burnt: number | null;
  created_ms: number;
  started_ms: number | null;
  finished_ms: number | null;
  expires_ms: number | null;
  error: string | null;
};

export type VideosStore = ReturnType<typeof openVideosStore>;

/** The queries of the videos table, prepared once. Deleted videos are found by nothing but `findPlace`. */
export function openVideosStore(db: DatabaseSync) {
  const insert = db.prepare(`INSERT INTO videos (id, state, model, prompt_sha, fingerprint, asked, ending, queue_ms, render_ms, created_ms)
    VALUES (?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`);
  const find = db.prepare('SELECT * FROM videos WHERE id = ? AND deleted_ms IS NULL');
  const place = db.prepare('SELECT seq FROM videos WHERE id = ?');
  const open = db.prepare(`SELECT * FROM videos WHERE state IN ('queued', 'in_progress') AND deleted_ms IS NULL ORDER BY seq`);
  const newest = db.prepare('SELECT * FROM videos WHERE deleted_ms IS NULL AND seq < ? ORDER BY seq DESC LIMIT ?');
  const oldest = db.prepare('SELECT * FROM videos WHERE deleted_ms IS NULL AND seq > ? ORDER BY seq LIMIT ?');
  const start = db.prepare(`UPDATE videos SET state = 'in_progress', started_ms = ?, burnt = ?
    WHERE id = ? AND state = 'queued' AND deleted_ms IS NULL`);
  const finish = db.prepare(`UPDATE videos SET state = ?, finished_ms = ?, expires_ms = ?, error = ?
    WHERE id = ? AND state = 'in_progress' AND deleted_ms IS NULL`);
  const remove = db.prepare('UPDATE videos SET deleted_ms = ? WHERE id = ? AND deleted_ms IS NULL');
  const burntLeftovers = db.prepare(`SELECT id FROM videos WHERE burnt = 1 AND (deleted_ms IS NOT NULL OR expires_ms < ?)`);
  const forget = db.prepare('UPDATE videos SET burnt = NULL WHERE id = ?');

  return {
    /** Adds a video in state queued and answers it. */
    insert(video: NewVideo): Video {
      const { id, promptSha, fingerprint, ending, queueMs, renderMs, createdMs, ...asked } = video;
      const made = insert.get(
        id,
        asked.model,
        promptSha,
        fingerprint,
        JSON.stringify(asked),
        JSON.stringify(ending),
        queueMs,
        renderMs,
        createdMs,
      );
      return toVideo(made as unknown as Row);
    },
    find(id: string): Video | null {
      const row = find.get(id);
      return row ? toVideo(row as unknown as Row) : null;
    },
    /** The place of an id in the order of creation, deleted ones too: a list cursor outlives its video. */
    findPlace(id: string): number | null {
      return (place.get(id)?.['seq'] as number | undefined) ?? null;
    },
    /** Queued and in-progress videos, oldest first. */
    listOpen(): Video[] {
      return open.all().map((row) => toVideo(row as unknown as Row));
    },
    /** Up to `limit` videos after a place, in the order asked for; `after` null = from the beginning of that order. */
    listAfter(after: number | null, order: 'asc' | 'desc', limit: number): Video[] {
      const rows = order === 'asc' ? oldest.all(after ?? 0, limit) : newest.all(after ?? Number.MAX_SAFE_INTEGER, limit);
      return rows.map((row) => toVideo(row as unknown as Row));
    },
    /** queued → in_progress; false where it is not queued any more. */
    moveToStarted(id: string, startedMs: number, burnt: boolean): boolean {
      return start.run(startedMs, burnt ? 1 : 0, id).changes === 1;
    },
    /** in_progress → its end; false where it is not in progress any more. */
    moveToEnded(id: string, end: { state: VideoState; finishedMs: number; expiresMs: number | null; error: Video['error'] }): boolean {
      return finish.run(end.state, end.finishedMs, end.expiresMs, end.error ? JSON.stringify(end.error) : null, id).changes === 1;
    },
    /** Takes a video out of every answer; false where it was gone already. */
    moveToDeleted(id: string, nowMs: number): boolean {
      return remove.run(nowMs, id).changes === 1;
    },
    /** Ids of deleted or expired videos that still have a file of their own. */
    listBurntLeftovers(nowMs: number): string[] {
      return burntLeftovers.all(nowMs).map((row) => row['id'] as string);
    },
    recordFileRemoved(id: string): void {
      forget.run(id);
    },
  };
}

function toVideo(row: Row): Video {
  return {
    ...(JSON.parse(row.asked) as VideoRequest),
    seq: row.seq,
    id: row.id,
    state: row.state,
    promptSha: row.prompt_sha,
    fingerprint: row.fingerprint,
    ending: JSON.parse(row.ending) as Video['ending'],
    queueMs: row.queue_ms,
    renderMs: row.render_ms,
    burnt: row.burnt === null ? null : row.burnt === 1,
    createdMs: row.created_ms,
    startedMs: row.started_ms,
    finishedMs: row.finished_ms,
    expiresMs: row.expires_ms,
    error: row.error === null ? null : (JSON.parse(row.error) as Video['error']),
  };
}
