import { z } from 'zod';

/** What a server says when it says no, as far as it says it. */
export interface WireError {
  code: string | null;
  message: string | null;
  param: string | null;
}

const word = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const errorObject = z.object({ code: word, message: word, param: word });

/** The shapes seen: `{error:{…}}`, `{error:"…"}`, `{detail:"…"}` or a list of details (FastAPI), `{message:"…"}`. */
const body = z.object({
  error: z.union([errorObject, z.string()]).nullish().catch(null),
  detail: z.unknown().optional(),
  message: word,
});

/** Whether a body is an error of a server of this wire, and not a word of something before it. */
export function namesError(json: unknown): boolean {
  const read = body.safeParse(json);
  return read.success && ((read.data.error ?? null) !== null || (read.data.detail ?? null) !== null);
}

/** Reads an error body tolerantly; every field may be missing. */
export function decodeError(json: unknown): WireError {
  const read = body.safeParse(json);
  if (!read.success) return { code: null, message: null, param: null };
  const { error, detail, message } = read.data;
  if (typeof error === 'string') return { code: null, message: error, param: null };
  if (error) return decodeErrorObject(error);
  const told = message ?? (typeof detail === 'string' ? detail : detail === undefined ? null : JSON.stringify(detail));
  return { code: null, message: told, param: null };
}

/** The `error` member of a Video or of an error body. `code` may be a number (vLLM-Omni). */
export function decodeErrorObject(json: unknown): WireError {
  const read = errorObject.safeParse(json);
  const error = read.success ? read.data : {};
  return { code: error.code ?? null, message: error.message ?? null, param: error.param ?? null };
}
