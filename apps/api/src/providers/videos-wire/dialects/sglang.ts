import { COMMON_WORDS, type Dialect } from './dialect.ts';
import { openai } from './openai.ts';

/**
 * SGLang Diffusion: as OpenAI's, but its list shows Videos without their prompt, old versions without `has_more` and `last_id`, and a delete
 * answers the video with status `deleted`. A form without an image is refused (source: its video_api.py and protocol.py under
 * sglang/multimodal_gen/runtime/entrypoints/openai).
 */
export const sglang: Dialect = {
  ...openai,
  name: 'sglang',
  capabilities: { ...openai.capabilities, listEchoesPrompt: false },
  statusWords: { ...COMMON_WORDS, deleted: 'gone' },
};
