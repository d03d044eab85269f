import type { Reply } from '../lib/reply.ts';
import { checkPrompt } from './check-create.rules.ts';
import { createVideo } from './create-video.ts';
import type { Caller, VideosDeps } from './deps.ts';
import type { Body } from './read-body.ts';
import { getVideo } from './retrieve-video.ts';
import { invalid } from './wire-error.ts';

/** `POST /videos/{id}/remix {prompt}`: a new render of a completed video's model, size and length under a new prompt. */
export function remixVideo(deps: VideosDeps, caller: Caller, id: string, body: Body): Reply {
  const source = getVideo(deps, id);
  if (source.state !== 'completed') throw invalid('video_id', 'Only a completed video can be remixed.', 'video_not_completed');
  const { model, seconds, size, audio, reference } = source;
  return createVideo(deps, caller, {
    prompt: checkPrompt(body.fields['prompt']),
    model,
    seconds,
    size,
    audio,
    reference,
    remixedFrom: id,
  });
}
