import { randomUUID } from 'node:crypto';
import { openaiError, type Dialect } from './dialect.ts';

/**
 * SGLang Diffusion: JSON for text to video (a form needs an image), Videos without their prompt, failures without a code, a delete that
 * answers the video itself (source: protocol.py and sglang/multimodal_gen/runtime/entrypoints/openai/video_api.py).
 */
export const sglang: Dialect = {
  name: 'sglang',
  bodies: { json: true, multipart: 'with-image' },
  limits: 'any',
  newId: () => randomUUID(),
  statusWord: (state) => state,
  echoesPrompt: false,
  extraFields: (video) => ({
    quality: 'standard',
    url: null,
    file_path: `outputs/${video.id}.mp4`,
    ...(video.error ? { error: { message: video.error.message } } : {}),
  }),
  reference: { file: 'input_reference', object: null, url: 'reference_url', fileIds: false },
  hasAudio: () => false,
  list: { limitMin: 1, limitMax: 100, limitDefault: null, requiredQuery: null },
  variants: 'video-only',
  remove: 'marked-deleted',
  remix: false,
  expiredStatus: 404,
  errorBody: openaiError,
};
