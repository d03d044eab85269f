import { formatMicros } from '@dailies/schema';
import { VIDEO_MODELS } from '../../catalog/catalog-seeds.ts';
import { RENDERS_MAX } from '../../providers/videos-wire/certify/certify.ts';

/** What a check may cost, in words, before anything is spent. */
export function costInWords({ model, size, seconds }: { model: string; size: string; seconds: number }): string {
  const secondMicros = VIDEO_MODELS.find(({ key }) => key === model)?.sizes.find((one) => one.size === size)?.secondMicros;
  const what = `up to ${RENDERS_MAX} renders of ${seconds} s with ${model} at ${size}`;
  return secondMicros === undefined
    ? `This check begins ${what}, at the price this provider asks.`
    : `This check begins ${what}: at most ${formatMicros(secondMicros * seconds * RENDERS_MAX)} at list prices.`;
}
