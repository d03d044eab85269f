import { jsonBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect } from './dialect.ts';

/**
 * SGLang Diffusion: JSON for text to video (a form without an image is refused), Videos without their prompt, old versions without
 * `has_more` and `last_id`, and a delete that answers the video with status `deleted` (source: its video_api.py and protocol.py under
 * sglang/multimodal_gen/runtime/entrypoints/openai).
 */
export const sglang: Dialect = {
  name: 'sglang',
  capabilities: { lists: true, listEchoesPrompt: false, removes: true, removesWhileRunning: false, switchesAudio: false },
  createBody: (request) => jsonBody(commonFields(request)),
  statusWords: { ...COMMON_WORDS, deleted: 'gone' },
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
