import {
  CLIP_SECONDS_MAX,
  isVideoSize,
  MODEL_CHOICES_MAX,
  MODEL_KEY_CHARS_MAX,
  MODEL_NAME_CHARS_MAX,
  SIDE_PIXELS_MAX,
  SIDE_PIXELS_MIN,
} from '@dailies/schema';
import type { EndpointRow } from '../db/tables/catalog.table.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { SANDBOX_SECONDS, VIDEO_MODELS } from './catalog-seeds.ts';

const SOURCE_CHARS_MAX = 500;
/** Providers' model names, repositories and paths included; an id of ours is made of it. */
const KEY_PATTERN = /^[\x21-\x7e]+$/;
const NO_TEXT = /\0|[\ud800-\udfff]/u;

/** Where a model is served, as far as it limits what can be asked of it. */
export type Server = Pick<EndpointRow, 'name' | 'is_sandbox' | 'dialect'>;

/** The word on the wire. Throws InputInvalid unless it is 1 to 150 visible ASCII characters. */
export function checkKey(text: string): string {
  const key = text.trim();
  if (KEY_PATTERN.test(key) && key.length <= MODEL_KEY_CHARS_MAX) return key;
  throw new InputInvalid(
    'key',
    `The key is the model’s word at the provider: 1 to ${MODEL_KEY_CHARS_MAX} letters and signs without spaces.`,
  );
}

/** How people call the model. Throws InputInvalid. */
export function checkModelName(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= MODEL_NAME_CHARS_MAX && !NO_TEXT.test(name)) return name;
  throw new InputInvalid('name', `A model’s name has 1 to ${MODEL_NAME_CHARS_MAX} characters.`);
}

/** Where a row of the catalogue comes from. `what` names what was read there. Throws InputInvalid. */
export function checkSource(text: string, what: string): string {
  const source = text.trim();
  if (source !== '' && source.length <= SOURCE_CHARS_MAX && !NO_TEXT.test(source)) return source;
  throw new InputInvalid('source', `Say in 1 to ${SOURCE_CHARS_MAX} characters where ${what} was read, such as a page’s address.`);
}

/** The sizes a model offers, each once. Throws InputInvalid for none, too many, or one that no video or this server can have. */
export function checkSizes(sizes: readonly string[], server: Server): string[] {
  const wanted = checkChoices('sizes', sizes, 'size');
  const unfit = wanted.find((size) => !isVideoSize(size));
  if (unfit !== undefined) {
    throw new InputInvalid(
      'sizes',
      `“${unfit.slice(0, 40)}” is no size of a video. A size is WIDTHxHEIGHT in even pixels from ${SIDE_PIXELS_MIN} to ${SIDE_PIXELS_MAX}, such as 1280x720.`,
    );
  }
  const served = servedBy(server)?.sizes;
  checkServed('sizes', wanted, served, server, 'renders');
  return wanted;
}

/** The lengths a model offers in seconds, each once, shortest first. Throws InputInvalid. */
export function checkSeconds(seconds: readonly number[], server: Server): number[] {
  const wanted = checkChoices('seconds', seconds, 'length').toSorted((a, b) => a - b);
  const unfit = wanted.find((length) => !Number.isInteger(length) || length < 1 || length > CLIP_SECONDS_MAX);
  if (unfit !== undefined)
    throw new InputInvalid('seconds', `A length is a whole number of seconds from 1 to ${CLIP_SECONDS_MAX}, not ${unfit}.`);
  checkServed('seconds', wanted, servedBy(server)?.seconds, server, 'renders lengths of');
  return wanted;
}

/** The sandbox in the published dialect refuses what was never published; other servers render what their models can. */
function servedBy({ is_sandbox: isSandbox, dialect }: Server): { sizes: readonly string[]; seconds: readonly number[] } | null {
  if (!isSandbox || dialect !== 'openai') return null;
  const sizes = new Set(VIDEO_MODELS.flatMap((model) => model.sizes.map(({ size }) => size)));
  return { sizes: [...sizes], seconds: SANDBOX_SECONDS };
}

function checkServed<Value extends string | number>(
  field: string,
  wanted: readonly Value[],
  served: readonly Value[] | undefined,
  server: Server,
  does: string,
): void {
  const foreign = served && wanted.find((value) => !served.includes(value));
  if (foreign === undefined) return;
  throw new InputInvalid(field, `${server.name} would refuse ${foreign}: in this dialect it ${does} ${served!.join(', ')} only.`);
}

function checkChoices<Value extends string | number>(field: string, values: readonly Value[], noun: string): Value[] {
  const once = [...new Set(values)];
  if (once.length >= 1 && once.length <= MODEL_CHOICES_MAX) return once;
  throw new InputInvalid(field, `A model offers at least one ${noun}, and at most ${MODEL_CHOICES_MAX}.`);
}
