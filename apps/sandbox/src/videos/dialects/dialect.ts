import type { Video, VideoState } from '../video.ts';
import type { WireError } from '../wire-error.ts';

export const DIALECT_NAMES = ['openai', 'vllm-omni', 'sglang', 'litellm'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** A create's fields as they came, before any check: JSON values, or the texts of a form. */
export type CreateFields = Record<string, unknown>;

/** How one kind of server speaks the Videos wire: everything that differs, and nothing else. */
export type Dialect = {
  name: DialectName;
  /** Which bodies a create may have; `with-image` = a form only when it brings a reference image. */
  bodies: { json: boolean; multipart: 'yes' | 'with-image' };
  /** `catalogue`: the sizes, seconds and models listed in catalogue.ts. `any`: whatever can be rendered. */
  limits: 'catalogue' | 'any';
  newId(): string;
  statusWord(state: VideoState): string;
  /** Whether Videos carry the prompt they were made from. */
  echoesPrompt: boolean;
  /** Fields this server adds to (or changes in) the common Video object. */
  extraFields(video: Video): Record<string, unknown>;
  reference: { file: string | null; object: string | null; url: string | null; fileIds: boolean };
  hasAudio(fields: CreateFields): boolean;
  /** `limitDefault` null = the whole list. */
  list: { limitMin: number; limitMax: number; limitDefault: number | null; requiredQuery: string | null };
  /** `video-only`: whatever variant is asked for, the MP4 is answered. */
  variants: 'all' | 'video-only';
  remove: 'finished-only' | 'abort' | 'marked-deleted' | 'none';
  remix: boolean;
  /** HTTP status of content that was there and has expired. */
  expiredStatus: 404 | 410;
  errorBody(error: WireError): unknown;
};

/** `{error: {message, type, param, code}}`: the shape the official SDK reads. */
export function openaiError(error: WireError): unknown {
  return { error: { message: error.message, type: error.type, param: error.param, code: error.code } };
}
