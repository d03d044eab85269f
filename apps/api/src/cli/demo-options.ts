import { parseArgs } from 'node:util';
import { parseSize } from '@dailies/schema';
import { SAMPLE_PRESETS, SAMPLE_SECONDS, SAMPLE_SIZES } from './sample-campaign.ts';

/** What `npm run demo -- …` was asked to do. */
export interface DemoOptions {
  promptsFile: string | null;
  presets: readonly string[];
  sizes: readonly string[];
  seconds: number;
  /** Divides the sandbox's queue and render times. */
  speed: number;
  exit: boolean;
  json: boolean;
}

export class UsageError extends Error {}

const SPEED_DEFAULT = 20;

export const DEMO_USAGE =
  'npm run demo [-- --prompts FILE.csv --presets a,b --sizes 720x1280,1280x720 --seconds 4 --speed 20 --exit --json]';

/** Throws UsageError with a sentence for the person who typed it. */
export function readDemoOptions(args: string[]): DemoOptions {
  const values = parse(args);
  const sizes = listOf(values.sizes) ?? SAMPLE_SIZES;
  const odd = sizes.find((size) => parseSize(size) === null);
  if (odd !== undefined) throw new UsageError(`--sizes takes sizes such as 720x1280, separated by commas; "${odd}" is none.`);
  return {
    promptsFile: values.prompts ?? null,
    presets: listOf(values.presets) ?? SAMPLE_PRESETS,
    sizes,
    seconds: positive('--seconds', values.seconds, SAMPLE_SECONDS, true),
    speed: positive('--speed', values.speed, SPEED_DEFAULT, false),
    exit: values.exit,
    json: values.json,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  try {
    const options = { prompts: text, presets: text, sizes: text, seconds: text, speed: text, exit: flag, json: flag };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function listOf(text: string | undefined): string[] | null {
  const words = text?.split(',').flatMap((word) => word.trim() || []);
  return words && words.length > 0 ? words : null;
}

function positive(flag: string, text: string | undefined, fallback: number, isWhole: boolean): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0 || (isWhole && !Number.isInteger(value))) {
    throw new UsageError(`${flag} takes a ${isWhole ? 'whole number' : 'number'} above 0; it was "${text}".`);
  }
  return value;
}
