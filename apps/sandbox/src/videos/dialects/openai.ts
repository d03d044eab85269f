import { randomBytes } from 'node:crypto';
import { openaiError, type Dialect } from './dialect.ts';

/** OpenAI's Videos API as it stood until 2026-09-24 (source: its published OpenAPI file and the `openai` npm package). */
export const openai: Dialect = {
  name: 'openai',
  bodies: { json: true, multipart: 'yes' },
  limits: 'catalogue',
  newId: () => `video_${randomBytes(24).toString('hex')}`,
  statusWord: (state) => state,
  echoesPrompt: true,
  extraFields: () => ({}),
  reference: { file: 'input_reference', object: 'input_reference', url: null, fileIds: true },
  hasAudio: () => true,
  list: { limitMin: 0, limitMax: 100, limitDefault: 20, requiredQuery: null },
  variants: 'all',
  remove: 'finished-only',
  remix: true,
  expiredStatus: 404,
  errorBody: openaiError,
};
