import { jsonBody, multipartBody } from '../create-body.ts';
import { COMMON_WORDS, commonFields, type Dialect, NOT_KNOWN, referenceFile } from './dialect.ts';

/** OpenAI's Videos API as it stood until 2026-09-24 (source: its published OpenAPI file), and servers that copy it faithfully. */
export const openai: Dialect = {
  name: 'openai',
  capabilities: {
    lists: true,
    listEchoesPrompt: true,
    listIsAuthoritative: true,
    removes: true,
    removesWhileRunning: false,
    switchesAudio: false,
    takesReference: true,
    ...NOT_KNOWN,
  },
  createBody: (request) =>
    request.reference ? multipartBody(commonFields(request), referenceFile(request.reference)) : jsonBody(commonFields(request)),
  statusWords: COMMON_WORDS,
  listQuery: {},
  echoesId: true,
  isCreateId: () => true,
};
