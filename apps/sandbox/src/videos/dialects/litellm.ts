import { randomBytes } from 'node:crypto';
import { openaiError, type Dialect } from './dialect.ts';

/**
 * LiteLLM's proxy in front of some backend: opaque ids of 500 and more characters, `processing`, Videos without their prompt (source:
 * VideoObject in litellm/types/videos/main.py), no delete, a list by provider only.
 */
export const litellm: Dialect = {
  name: 'litellm',
  bodies: { json: true, multipart: 'yes' },
  limits: 'any',
  newId: () => {
    const route = `litellm:custom_llm_provider:openai;model_id:${randomBytes(150).toString('hex')};video_id:video_${randomBytes(24).toString('hex')}`;
    return `video_${Buffer.from(route).toString('base64url')}`;
  },
  statusWord: (state) => (state === 'in_progress' ? 'processing' : state),
  echoesPrompt: false,
  extraFields: (video) => ({ usage: { duration_seconds: video.seconds } }),
  reference: { file: 'input_reference', object: 'input_reference', url: null, fileIds: false },
  hasAudio: () => true,
  list: { limitMin: 1, limitMax: 100, limitDefault: 20, requiredQuery: 'custom_llm_provider' },
  variants: 'all',
  remove: 'none',
  remix: true,
  expiredStatus: 410,
  errorBody: openaiError,
};
