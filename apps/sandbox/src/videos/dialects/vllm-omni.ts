import { randomBytes } from 'node:crypto';
import type { Video } from '../video.ts';
import type { WireError } from '../wire-error.ts';
import type { Dialect } from './dialect.ts';

/**
 * vLLM-Omni 0.26 serving an open model: forms only, any size and whole seconds, sound only where asked for, and a delete that aborts a
 * running job (source: vllm_omni/entrypoints/openai/protocol/videos.py and its api_server.py).
 */
export const vllmOmni: Dialect = {
  name: 'vllm-omni',
  bodies: { json: false, multipart: 'yes' },
  limits: 'any',
  newId: () => `video_gen_${randomBytes(16).toString('hex')}`,
  statusWord: (state) => state,
  echoesPrompt: true,
  extraFields: (video) => ({
    quality: 'default',
    media_type: 'video/mp4',
    file_name: video.state === 'completed' ? `${video.id}.mp4` : null,
    inference_time_s: inferenceSeconds(video),
    stage_durations: {},
    peak_memory_mb: 0,
    ...(video.error ? { error: { code: 500, message: video.error.message } } : {}),
  }),
  reference: { file: 'input_reference', object: 'image_reference', url: null, fileIds: false },
  hasAudio: (fields) => /^(true|1|yes|on)$/i.test(textOf(fields['generate_sound'])),
  list: { limitMin: 1, limitMax: 100, limitDefault: null, requiredQuery: null },
  variants: 'video-only',
  remove: 'abort',
  remix: false,
  expiredStatus: 404,
  errorBody: (error: WireError) => ({ error: { message: error.message, type: error.type, param: error.param, code: error.status } }),
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function inferenceSeconds(video: Video): number | null {
  if (video.finishedMs === null || video.startedMs === null) return null;
  return Math.round(video.finishedMs - video.startedMs) / 1000;
}
