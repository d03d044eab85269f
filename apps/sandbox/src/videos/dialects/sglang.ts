import { randomUUID } from 'node:crypto';
import { openaiError, type Dialect } from './dialect.ts';

/** SGLang Diffusion: JSON for text to video (a form needs an image), limits of a page from 1, a delete that answers the video itself. */
export const sglang: Dialect = {
  name: 'sglang',
  bodies: { json: true, multipart: 'with-image' },
  limits: 'any',
  newId: () => randomUUID(),
  statusWord: (state) => state,
  extraFields: (video) => ({ ...video.extras, file_path: video.state === 'completed' ? `outputs/${video.id}.mp4` : null }),
  extras: ['seed', 'negative_prompt', 'fps', 'num_frames'],
  reference: { file: 'input_reference', object: null, url: 'reference_url', fileIds: false },
  hasAudio: () => false,
  list: { limitMin: 1, limitMax: 100, requiredQuery: null },
  remove: 'marked-deleted',
  remix: false,
  expiredStatus: 404,
  errorBody: openaiError,
};
