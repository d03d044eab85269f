import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIALECTS, type Dialect } from '@dailies/schema';

const PORT_DEFAULT = 4000;
const LIMIT_MAX = 1_000_000;

/** Where a video provider is, and what unlocks it. */
export interface VideosConfig {
  /** Includes `/v1`. */
  baseUrl: string;
  apiKey: string;
  webhookSecret: string | null;
  dialect: Dialect;
  isSandbox: boolean;
  /** What the key allows, where the environment says so; otherwise a person sets it. */
  limits?: { requestsPerMinute?: number; inFlightMax?: number; dayMax?: number };
}

/** Where clips are kept. Without `apiEndpoint` it is Google's own, with the machine's credentials. */
export interface BucketConfig {
  bucket: string;
  apiEndpoint: string | null;
  credentials: { client_email: string; private_key: string } | null;
}

/** A service that reads prompts before they are planned. */
export interface ModerationConfig {
  /** Includes `/v1`. */
  baseUrl: string;
  /** Empty for a server that asks for none. */
  apiKey: string;
  model: string | null;
}

/** The environment as the product understands it. A null part is served by an embedded default. */
export interface Config {
  databaseUrl: string | null;
  host: string;
  port: { wanted: number; fixed: boolean };
  publicUrl: string | null;
  dataDir: string;
  videos: VideosConfig | null;
  bucket: BucketConfig | null;
  /** Null: prompts are read by the rule pack alone. */
  moderation: ModerationConfig | null;
  ffmpegPath: string | null;
  logLevel: string;
}

/** The environment as it is fully resolved: what a process runs on. */
export interface ResolvedConfig extends Config {
  databaseUrl: string;
  videos: VideosConfig;
  bucket: BucketConfig;
}

/** A setting that can not be used: which one, why, and what would do. */
export class ConfigInvalid extends Error {
  readonly code = 'CONFIG_INVALID';
}

/** The only reader of the environment in the API. `quietly`: errors alone are logged unless LOG_LEVEL says more. Throws ConfigInvalid. */
export function readConfig({ env = process.env, quietly = false }: { env?: NodeJS.ProcessEnv; quietly?: boolean } = {}): Config {
  const text = (name: string): string | null => env[name]?.trim() || null;
  return {
    databaseUrl: readUrl(text('DATABASE_URL'), 'DATABASE_URL', ['postgres:', 'postgresql:']),
    host: text('HOST') ?? '127.0.0.1',
    port: readPort(text('PORT')),
    publicUrl: readUrl(text('PUBLIC_URL'), 'PUBLIC_URL', ['http:', 'https:'])?.replace(/\/$/, '') ?? null,
    dataDir: path.resolve(text('DAILIES_DATA_DIR') ?? '.dailies'),
    videos: readVideos(text),
    bucket: readBucket(text),
    moderation: readModeration(text),
    ffmpegPath: text('FFMPEG_PATH'),
    logLevel: text('LOG_LEVEL') ?? (quietly ? 'error' : 'info'),
  };
}

/** The value of a variable that a person named on a command line; null where it is not set. */
export function readVariable(name: string, env: NodeJS.ProcessEnv = process.env): string | null {
  return env[name]?.trim() || null;
}

type ReadText = (name: string) => string | null;

function readVideos(text: ReadText): VideosConfig | null {
  const baseUrl = readUrl(text('VIDEOS_BASE_URL'), 'VIDEOS_BASE_URL', ['http:', 'https:'])?.replace(/\/$/, '') ?? null;
  if (baseUrl === null) return null;
  const apiKey = text('VIDEOS_API_KEY');
  if (apiKey === null)
    throw new ConfigInvalid(
      'VIDEOS_BASE_URL is set but VIDEOS_API_KEY is not. Set the key of that server, or unset both to use the sandbox.',
    );
  return {
    baseUrl,
    apiKey,
    webhookSecret: text('VIDEOS_WEBHOOK_SECRET'),
    dialect: readDialect(text('VIDEOS_DIALECT')),
    isSandbox: false,
    limits: {
      ...readLimit(text('VIDEOS_REQUESTS_PER_MINUTE'), 'VIDEOS_REQUESTS_PER_MINUTE', 'requestsPerMinute'),
      ...readLimit(text('VIDEOS_IN_FLIGHT'), 'VIDEOS_IN_FLIGHT', 'inFlightMax'),
      ...readLimit(text('VIDEOS_REQUESTS_PER_DAY'), 'VIDEOS_REQUESTS_PER_DAY', 'dayMax'),
    },
  };
}

function readLimit<Key extends string>(word: string | null, name: string, key: Key): Partial<Record<Key, number>> {
  if (word === null) return {};
  const limit = Number(word);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX)
    throw new ConfigInvalid(`${name} is "${word}". It must be a whole number from 1 to ${LIMIT_MAX}: what your provider allows this key.`);
  return { [key]: limit } as Record<Key, number>;
}

function readDialect(word: string | null): Dialect {
  if (word === null) return 'openai';
  const dialect = DIALECTS.find((known) => known === word);
  if (!dialect) throw new ConfigInvalid(`VIDEOS_DIALECT is "${word}". It must be one of: ${DIALECTS.join(', ')}.`);
  return dialect;
}

function readBucket(text: ReadText): BucketConfig | null {
  const bucket = text('GCS_BUCKET');
  if (bucket === null) return null;
  const file = text('GOOGLE_APPLICATION_CREDENTIALS');
  return {
    bucket,
    apiEndpoint: readUrl(text('GCS_API_ENDPOINT'), 'GCS_API_ENDPOINT', ['http:', 'https:']),
    credentials: file === null ? null : readServiceAccount(file),
  };
}

function readServiceAccount(file: string): { client_email: string; private_key: string } | null {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigInvalid(
      `GOOGLE_APPLICATION_CREDENTIALS names ${file}, which can not be read as JSON. Point it to a service account key file.`,
    );
  }
  if (typeof content !== 'object' || content === null) return null;
  const { client_email, private_key } = content as Record<string, unknown>;
  return typeof client_email === 'string' && typeof private_key === 'string' ? { client_email, private_key } : null;
}

function readModeration(text: ReadText): ModerationConfig | null {
  const baseUrl = readUrl(text('MODERATION_BASE_URL'), 'MODERATION_BASE_URL', ['http:', 'https:'])?.replace(/\/$/, '') ?? null;
  const [apiKey, model] = [text('MODERATION_API_KEY'), text('MODERATION_MODEL')];
  if (baseUrl !== null) {
    // The address names whose word a reading is, in rows and logs.
    if (new URL(baseUrl).username !== '' || new URL(baseUrl).password !== '')
      throw new ConfigInvalid('MODERATION_BASE_URL holds a user or a password. Take them out, and set the key as MODERATION_API_KEY.');
    return { baseUrl, apiKey: apiKey ?? '', model };
  }
  if (apiKey === null && model === null) return null;
  throw new ConfigInvalid(
    `${apiKey === null ? 'MODERATION_MODEL' : 'MODERATION_API_KEY'} is set but MODERATION_BASE_URL is not, so that no prompt would be moderated. Set the address of that service, with /v1, or unset it.`,
  );
}

function readPort(word: string | null): Config['port'] {
  if (word === null) return { wanted: PORT_DEFAULT, fixed: false };
  const port = Number(word);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new ConfigInvalid(`PORT is "${word}". It must be a whole number from 0 to 65535.`);
  return { wanted: port, fixed: true };
}

function readUrl(word: string | null, name: string, protocols: readonly string[]): string | null {
  if (word === null) return null;
  if (!URL.canParse(word) || !protocols.includes(new URL(word).protocol)) {
    throw new ConfigInvalid(`${name} is not an address we can use. It must start with ${protocols.map((one) => `${one}//`).join(' or ')}.`);
  }
  return word;
}
