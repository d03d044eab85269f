import type { Dialect as DialectName } from '@dailies/schema';
import type { Dialect } from './dialect.ts';
import { litellm } from './litellm.ts';
import { openai } from './openai.ts';
import { sglang } from './sglang.ts';
import { vllmOmni } from './vllm-omni.ts';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { openai, 'vllm-omni': vllmOmni, sglang, litellm };
