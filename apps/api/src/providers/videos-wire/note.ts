import type { Answer } from './http-answer.ts';
import { decodeError } from './error-wire.ts';

const NOTE_CHARS_MAX = 300;
const CONTROL_CHARACTERS = /[\p{Cc}\p{Cf}\p{Cs}]+/gu;

/** One short line of foreign text for support: no line breaks, no control characters, no half of a character where it is cut. */
export function noteOf(text: string): string {
  return text.replace(CONTROL_CHARACTERS, ' ').trim().slice(0, NOTE_CHARS_MAX).toWellFormed();
}

/** `HTTP 400 invalid_value: Invalid size` in the server's own words. */
export function noteOfAnswer(answer: Answer): string {
  const { code, message } = decodeError(answer.json);
  const said = [code, message].filter((part) => part !== null).join(': ');
  return noteOf(`HTTP ${answer.status}${said ? ` ${said}` : answer.json === undefined ? ' with a body that is no JSON' : ''}`);
}

/** What broke a connection: the system's code where there is one, never the whole error (it may quote a header). */
export function noteOfFault(error: unknown): string {
  if (typeof error === 'string') return noteOf(error);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'the connection failed';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return noteOf(`the connection failed (${code})`);
}
