import { jsonBody, multipartBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect, NOT_KNOWN, referenceFile } from './dialect.ts';

/**
 * LiteLLM's proxy: the backend's words shine through, a list needs to name the backend, no prompt is promised back (source: VideoObject in
 * litellm/types/videos/main.py), and there is no delete. A reference image goes on to the backend as the file it came as.
 *
 * Its ids are `video_` + base64 of `litellm:custom_llm_provider:…;model_id:…;video_id:…`. Create writes the model into the id, some
 * backends' retrieve and list leave it empty (source: `encode_video_id_with_provider` in litellm/types/videos/utils.py and its callers),
 * so that the same video has two ids.
 */
export const litellm: Dialect = {
  name: 'litellm',
  capabilities: {
    lists: true,
    listEchoesPrompt: false,
    listIsAuthoritative: false,
    removes: false,
    removesWhileRunning: false,
    switchesAudio: false,
    takesReference: true,
    ...NOT_KNOWN,
  },
  createBody: (request) =>
    request.reference ? multipartBody(commonFields(request), referenceFile(request.reference)) : jsonBody(commonFields(request)),
  statusWords: { ...COMMON_WORDS, processing: 'running', pending: 'queued' },
  listQuery: { custom_llm_provider: 'openai' },
  echoesId: false,
  isCreateId: (id) =>
    !Buffer.from(id.replace(/^video_/, ''), 'base64')
      .toString('latin1')
      .includes(';model_id:;'),
};
