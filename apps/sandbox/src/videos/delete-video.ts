import { json, type Reply } from '../lib/reply.ts';
import { inTransaction } from './database.ts';
import type { Caller, VideosDeps } from './deps.ts';
import { getVideo } from './retrieve-video.ts';
import type { Video } from './video.ts';
import { invalid, Refused, videoNotFound } from './wire-error.ts';
import { writeVideo } from './write-video.ts';

/** `DELETE /videos/{id}`, as the dialect means it: of finished ones only, of any (aborting it), or not at all. A second time is 404. */
export async function deleteVideo(deps: VideosDeps, caller: Caller, id: string): Promise<Reply> {
  const { remove } = deps.dialect;
  if (remove === 'none') throw notAllowed();
  const video = getVideo(deps, id);
  const isOpen = video.state === 'queued' || video.state === 'in_progress';
  if (isOpen && remove === 'finished-only') {
    throw invalid(
      'video_id',
      `Video '${id.slice(0, 80)}' is still ${video.state}; only a completed or failed video can be deleted.`,
      'video_not_finished',
    );
  }
  if (!inTransaction(deps.db, () => removeRow(deps, caller, video))) throw videoNotFound(id);
  deps.scheduler.remove(video.id);
  if (video.burnt) {
    await deps.media.removeOwn(video.id);
    deps.videos.recordFileRemoved(video.id);
  }
  if (remove === 'marked-deleted') return json(200, { ...writeVideo(deps.dialect, video, Date.now()), status: 'deleted' });
  return json(200, { id: video.id, object: 'video.deleted', deleted: true });
}

function removeRow(deps: VideosDeps, caller: Caller, video: Video): boolean {
  const nowMs = Date.now();
  if (!deps.videos.moveToDeleted(video.id, nowMs)) return false;
  deps.ledger.append({
    atMs: nowMs,
    kind: 'delete',
    videoId: video.id,
    model: video.model,
    seconds: String(video.seconds),
    size: video.size,
    promptSha: video.promptSha,
    fingerprint: video.fingerprint,
    clientRequestId: caller.clientRequestId,
    requestId: caller.requestId,
    status: 200,
    outcome: video.state,
    billed: false,
    costMicros: 0,
  });
  return true;
}

function notAllowed(): Refused {
  return new Refused({
    status: 405,
    message: 'Method Not Allowed',
    type: 'invalid_request_error',
    param: null,
    code: 'method_not_allowed',
  });
}
