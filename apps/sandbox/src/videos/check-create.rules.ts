import { parseSize } from '@dailies/schema';
import { DEFAULT_MODEL, DEFAULT_SECONDS, DEFAULT_SIZE, OFFERED_MODELS, OFFERED_SECONDS, sizesOf } from './catalogue.ts';
import type { CreateFields, Dialect } from './dialects/dialect.ts';
import { invalid } from './wire-error.ts';

const PROMPT_LENGTH_MAX = 32_000;
const SECONDS_MAX = 120;
const PIXELS_MIN = 64;
const PIXELS_MAX = 4096;
const MODEL_LENGTH_MAX = 200;

/** The common part of a create, checked. */
export type CheckedCreate = { prompt: string; model: string; seconds: number; size: string };

/** Checks prompt, model, seconds and size as the dialect would. Throws Refused (400) naming the first wrong parameter. */
export function checkCreate(dialect: Dialect, fields: CreateFields): CheckedCreate {
  const prompt = checkPrompt(fields['prompt']);
  const model = checkModel(dialect, fields['model'] ?? DEFAULT_MODEL);
  const seconds = checkSeconds(dialect, fields['seconds'] ?? String(DEFAULT_SECONDS));
  return { prompt, model, seconds, size: checkSize(dialect, model, fields['size'] ?? DEFAULT_SIZE) };
}

/** A prompt: text of 1 to 32,000 characters. Throws Refused (400). */
export function checkPrompt(value: unknown): string {
  if (value === undefined || value === null) throw invalid('prompt', "Missing required parameter: 'prompt'.", 'missing_required_parameter');
  if (typeof value !== 'string') throw invalid('prompt', "Invalid type for 'prompt': expected a string.", 'invalid_type');
  if (value.includes('\0') || !value.isWellFormed()) throw invalid('prompt', "Invalid 'prompt': it holds characters that are no text.");
  const characters = Array.from(value).length;
  if (characters === 0) throw invalid('prompt', "Invalid 'prompt': empty string. Expected at least 1 character.", 'empty_string');
  if (characters <= PROMPT_LENGTH_MAX) return value;
  throw invalid(
    'prompt',
    `Invalid 'prompt': string too long. Expected at most ${PROMPT_LENGTH_MAX} characters, got ${characters}.`,
    'string_above_max_length',
  );
}

function checkModel(dialect: Dialect, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw invalid('model', "Invalid type for 'model': expected a string.", 'invalid_type');
  if (dialect.limits === 'any' && value.length <= MODEL_LENGTH_MAX) return value;
  if (OFFERED_MODELS.some((offered) => offered.id === value)) return value;
  throw unsupported(
    'model',
    value,
    OFFERED_MODELS.map((offered) => offered.id),
  );
}

function checkSeconds(dialect: Dialect, value: unknown): number {
  if (typeof value === 'number' && dialect.name === 'openai') {
    throw invalid('seconds', "Invalid type for 'seconds': expected a string, got a number.", 'invalid_type');
  }
  const text = String(value);
  const seconds = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (dialect.limits === 'catalogue') {
    if (OFFERED_SECONDS.includes(seconds)) return seconds;
    throw unsupported('seconds', text, OFFERED_SECONDS.map(String));
  }
  if (seconds >= 1 && seconds <= SECONDS_MAX) return seconds;
  throw invalid('seconds', `Invalid 'seconds': expected a whole number from 1 to ${SECONDS_MAX}, got '${text.slice(0, 40)}'.`);
}

function checkSize(dialect: Dialect, model: string, value: unknown): string {
  const text = String(value);
  if (dialect.limits === 'catalogue') {
    if (sizesOf(model).includes(text)) return text;
    throw unsupported('size', text, sizesOf(model));
  }
  const size = parseSize(text);
  const sides = size ? [size.width, size.height] : [];
  if (sides.length > 0 && sides.every((side) => side >= PIXELS_MIN && side <= PIXELS_MAX && side % 2 === 0)) return text;
  throw invalid(
    'size',
    `Invalid 'size': expected WIDTHxHEIGHT, even numbers from ${PIXELS_MIN} to ${PIXELS_MAX}, got '${text.slice(0, 40)}'.`,
  );
}

function unsupported(param: string, value: string, supported: readonly string[]) {
  const list = supported.map((one) => `'${one}'`).join(', ');
  return invalid(param, `Invalid value: '${value.slice(0, 80)}'. Supported values are: ${list}.`);
}
