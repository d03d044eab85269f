import { json, type Reply } from '../lib/reply.ts';
import type { VideosDeps } from './deps.ts';
import type { Video } from './video.ts';
import { serverError, videoNotFound } from './wire-error.ts';
import { writeVideo } from './write-video.ts';

/** The video of an id that was not deleted. Throws Refused (404). */
export function getVideo(deps: VideosDeps, id: string): Video {
  const video = deps.videos.find(id);
  if (!video) throw videoNotFound(id);
  return video;
}

/** `GET /videos/{id}`. */
export function retrieveVideo(deps: VideosDeps, id: string): Reply {
  const video = getVideo(deps, id);
  const garbage = deps.faults.takeToken(
    video.prompt,
    video.promptSha,
    ({ name, argument }) => name === 'garbage' && argument === 'retrieve',
  );
  if (garbage) return { kind: 'text', status: 200, type: 'text/html', text: '<html><body><h1>502 Bad Gateway</h1></body></html>' };
  if (deps.faults.strikes('retrieveError', video.fingerprint)) throw serverError();
  return json(200, writeVideo(deps.dialect, video, Date.now(), deps.faults.settings().clockSkewSeconds * 1000));
}
