import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DIALECT_NAMES, type DialectName } from './videos/dialects/dialect.ts';

/** `full`: all looks, and a text of their own in the first pictures of each second; `thrifty`: few looks and no text, to spare the processor. */
export const STUDIO_NAMES = ['full', 'thrifty'] as const;
export type StudioName = (typeof STUDIO_NAMES)[number];

/** How one sandbox runs. Ports: null = the ports of the last run of this data folder if free, else any free one. */
export type SandboxOptions = {
  dataDir: string;
  /** Where looks are kept; sandboxes may share it. null = in the data folder. */
  looksDir: string | null;
  videosPort: number | null;
  bucketPort: number | null;
  /** Divides queue and render times, nothing else. */
  speed: number;
  dialect: DialectName;
  /** Every drawn number (render times, rated faults) follows from it. */
  seed: number;
  /** Creates a minute before 429; null = no limit. Wall clock. */
  rpm: number | null;
  /** Renders in progress at once. */
  capacity: number;
  studio: StudioName;
  webhookUrl: string | null;
};

export const SANDBOX_DEFAULTS = {
  looksDir: null,
  videosPort: null,
  bucketPort: null,
  speed: 1,
  dialect: 'openai',
  seed: 1,
  rpm: null,
  capacity: 64,
  studio: 'full',
  webhookUrl: null,
} as const satisfies Omit<SandboxOptions, 'dataDir'>;

/** A command line that cannot be obeyed; the message is for the person who typed it. */
export class UsageError extends Error {}

/** Reads `npm run sandbox -- …`. `parentPid`: end when that process is gone. Throws UsageError. */
export function readCommandLine(args: string[], cwd: string): SandboxOptions & { parentPid: number | null } {
  const values = parse(args);
  const dialect = values.dialect ?? SANDBOX_DEFAULTS.dialect;
  if (!isDialectName(dialect)) throw new UsageError(`--dialect is one of ${DIALECT_NAMES.join(', ')}; it was "${dialect}".`);
  const studio = STUDIO_NAMES.find((name) => name === (values.studio ?? SANDBOX_DEFAULTS.studio));
  if (!studio) throw new UsageError(`--studio is one of ${STUDIO_NAMES.join(', ')}; it was "${values.studio}".`);
  return {
    dataDir: resolve(cwd, values.data ?? '.dailies/sandbox'),
    looksDir: values.looks === undefined ? null : resolve(cwd, values.looks),
    videosPort: whole('--videos-port', values['videos-port'], 0, 65_535) || null,
    bucketPort: whole('--bucket-port', values['bucket-port'], 0, 65_535) || null,
    speed: positive('--speed', values.speed) ?? SANDBOX_DEFAULTS.speed,
    dialect,
    seed: whole('--seed', values.seed, 0, Number.MAX_SAFE_INTEGER) ?? SANDBOX_DEFAULTS.seed,
    rpm: whole('--rpm', values.rpm, 0, 1_000_000) || null,
    capacity: whole('--capacity', values.capacity, 1, 100_000) ?? SANDBOX_DEFAULTS.capacity,
    studio,
    webhookUrl: address('--webhook-url', values['webhook-url']),
    parentPid: whole('--parent-pid', values['parent-pid'], 1, 2 ** 31),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      options: {
        'videos-port': text,
        'bucket-port': text,
        data: text,
        looks: text,
        speed: text,
        dialect: text,
        seed: text,
        rpm: text,
        capacity: text,
        studio: text,
        'webhook-url': text,
        'parent-pid': text,
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function isDialectName(text: string): text is DialectName {
  return DIALECT_NAMES.some((name) => name === text);
}

function whole(flag: string, text: string | undefined, min: number, max: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new UsageError(`${flag} is a whole number from ${min} to ${max}; it was "${text}".`);
}

function positive(flag: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`${flag} is a number above 0; it was "${text}".`);
}

function address(flag: string, text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError(`${flag} is an http or https address; it was "${text}".`);
}
