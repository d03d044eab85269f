import { jsonBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect } from './dialect.ts';

/** OpenAI's Videos API as it stood until 2026-09-24 (source: its published OpenAPI file), and servers that copy it faithfully. */
export const openai: Dialect = {
  name: 'openai',
  capabilities: { lists: true, listEchoesPrompt: true, removes: true, removesWhileRunning: false, switchesAudio: false },
  createBody: (request) => jsonBody(commonFields(request)),
  statusWords: COMMON_WORDS,
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
