import { multipartBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect } from './dialect.ts';

/** vLLM-Omni 0.26: forms only, sound on request, and a delete that aborts a running job (source: vllm_omni/entrypoints/openai/protocol/videos.py). */
export const vllmOmni: Dialect = {
  name: 'vllm-omni',
  capabilities: { lists: true, listEchoesPrompt: true, removes: true, removesWhileRunning: true, switchesAudio: true },
  createBody: (request) => multipartBody({ ...commonFields(request), generate_sound: String(request.audio) }),
  statusWords: COMMON_WORDS,
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
