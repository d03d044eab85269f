import { jsonBody, multipartBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect, NOT_KNOWN, referenceFile } from './dialect.ts';

/**
 * SGLang Diffusion: JSON for text to video (a form without an image is refused), a form where there is one, Videos without their prompt, old versions without
 * `has_more` and `last_id`, and a delete that answers the video with status `deleted` (source: its video_api.py and protocol.py under
 * sglang/multimodal_gen/runtime/entrypoints/openai).
 */
export const sglang: Dialect = {
  name: 'sglang',
  capabilities: {
    lists: true,
    listEchoesPrompt: false,
    listIsAuthoritative: true,
    removes: true,
    removesWhileRunning: false,
    switchesAudio: false,
    takesReference: true,
    ...NOT_KNOWN,
  },
  createBody: (request) =>
    request.reference ? multipartBody(commonFields(request), referenceFile(request.reference)) : jsonBody(commonFields(request)),
  statusWords: { ...COMMON_WORDS, deleted: 'gone' },
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
