import { MICROS_PER_DOLLAR, type Micros } from '@dailies/schema';
import { z } from 'zod';
import { decodeErrorObject, type WireError } from './error-wire.ts';

const ID_CHARS_MAX = 2_000;
const MILLISECONDS_FROM = 100_000_000_000;
/** Above this a cost is taken for another unit, and not believed. */
const COST_DOLLARS_MAX = 1_000;

/** One Video as a server wrote it, with everything we do not need left out. Times are the server's clock. */
export interface WireVideo {
  id: string;
  /** Null where the server left it out. */
  status: string | null;
  progressPercent: number | null;
  model: string | null;
  prompt: string | null;
  seconds: number | null;
  size: string | null;
  createdAt: Date | null;
  completedAt: Date | null;
  expiresAt: Date | null;
  /** What the server says it billed; most say nothing. */
  costMicros: Micros | null;
  error: WireError | null;
}

const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(null);

/** A number, or a text such as "4", "4.0" or "4s". */
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\s*\d{1,15}(\.\d{1,9})?\s*s?\s*$/)
    .transform((said) => Number.parseFloat(said)),
]);

/** Text that a database takes: a zero or half of a character is replaced. */
const text = z.string().transform((said) => said.replaceAll('\0', ' ').toWellFormed());

/** The end of the year 9999: what is later was told in another unit. */
const MOMENT_MAX = 253_402_300_799_000;

/** Unix seconds (or milliseconds, which some gateways write), as a number or a text, or an ISO date. */
const moment = z.union([number, z.string().transform((said) => Date.parse(said))]).transform((value, context) => {
  const date = new Date(value >= MILLISECONDS_FROM ? value : value * 1000);
  if (!(Math.abs(date.getTime()) <= MOMENT_MAX)) context.addIssue('no moment');
  return date;
});

const size = z
  .string()
  .regex(/^\s*\d{1,5}\s*[xX×*]\s*\d{1,5}\s*$/)
  .transform((said) => said.match(/\d+/g)!.join('x'));

/** Dollars as a number, or as a text; up to what one video can cost. */
const dollars = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,4}(\.\d{1,12})?$/)
      .transform(Number),
  ])
  .refine((cost) => cost >= 0 && cost <= COST_DOLLARS_MAX)
  .transform((cost) => Math.round(cost * MICROS_PER_DOLLAR));

const video = z.object({
  // An id becomes a path segment and a unique column: no spaces, control characters or dots alone; some gateways' have 500 characters and more.
  id: z
    .string()
    .regex(/^(?!\.{1,2}$)[\x21-\x7e]+$/)
    .max(ID_CHARS_MAX),
  object: maybe(z.string()),
  status: maybe(z.string()),
  progress: maybe(number),
  model: maybe(text),
  prompt: maybe(text),
  seconds: maybe(number),
  size: maybe(size),
  created_at: maybe(moment),
  completed_at: maybe(moment),
  expires_at: maybe(moment),
  // Gateways that tell what they bill: dollars in `usage.cost` (source: OpenRouter's video API, LiteLLM's usage objects).
  usage: maybe(z.object({ cost: maybe(dollars) })),
  error: z.unknown().optional(),
});

/**
 * Reads a Video tolerantly: fields may be missing, be of another type, or be unheard of. Null for what is no Video: no usable id, or
 * neither an `object` nor a `status` that says so.
 */
export function decodeVideo(json: unknown): WireVideo | null {
  const read = video.safeParse(json);
  if (!read.success) return null;
  const { data } = read;
  const claimsVideo = data.object?.startsWith('video') ?? false;
  if (data.object ? !claimsVideo || data.object === 'video.deleted' : !data.status) return null;
  return {
    id: data.id,
    status: data.status ?? null,
    progressPercent: percent(data.progress ?? null),
    model: data.model ?? null,
    prompt: data.prompt ?? null,
    seconds: data.seconds ?? null,
    size: data.size ?? null,
    createdAt: data.created_at ?? null,
    completedAt: data.completed_at ?? null,
    expiresAt: data.expires_at ?? null,
    costMicros: data.usage?.cost ?? null,
    error: data.error ? decodeErrorObject(data.error) : null,
  };
}

const page = z.object({
  data: z.array(z.unknown()),
  has_more: maybe(z.boolean()),
  last_id: maybe(z.string()),
});

/** Reads a list page; null for what is no page. Entries that are no Video are left out and counted: such a page proves no absence. */
export function decodePage(json: unknown): { videos: WireVideo[]; leftOut: number; hasMore: boolean | null; lastId: string | null } | null {
  const read = page.safeParse(json);
  if (!read.success) return null;
  const { data } = read.data;
  const videos = data.map(decodeVideo).filter((entry) => entry !== null);
  return { videos, leftOut: data.length - videos.length, hasMore: read.data.has_more ?? null, lastId: read.data.last_id ?? null };
}

function percent(value: number | null): number | null {
  return value === null ? null : Math.min(100, Math.max(0, Math.floor(value)));
}
