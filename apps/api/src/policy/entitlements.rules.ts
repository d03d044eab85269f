import { type Edition, parseSize, type Tier } from '@dailies/schema';
import type { EntitlementRow } from '../db/tables/entitlements.table.ts';

const EDITION_NAMES: Record<Edition, string> = { free: 'Free', pro: 'Pro', enterprise: 'Enterprise' };
const TIER_NAMES: Record<Tier, string> = { standard: 'Standard', pro: 'Pro' };

/** `Free plan`: how sentences name an edition. */
export function planName(edition: Edition): string {
  return `${EDITION_NAMES[edition]} plan`;
}

/** Why an edition may not render this, in words: `Free plan: clips of at most 4 s`. Null when it may. `size` is WIDTHxHEIGHT. */
export function overEntitlement(entitlement: EntitlementRow, asked: { tier: Tier; seconds: number; size: string }): string | null {
  const { edition, tiers, seconds_max: secondsMax, pixels_max: pixelsMax } = entitlement;
  const limit = (words: string) => `${planName(edition)}: ${words}`;
  if (!tiers.includes(asked.tier)) return limit(`${tiers.map((tier) => TIER_NAMES[tier]).join(' and ')} models only`);
  if (secondsMax !== null && asked.seconds > secondsMax) return limit(`clips of at most ${secondsMax} s`);
  const frame = parseSize(asked.size);
  if (!frame) throw new Error(`“${asked.size}” is no size`);
  const pixels = frame.width * frame.height;
  if (pixelsMax !== null && pixels > pixelsMax) return limit(`frames of at most ${pixelsMax.toLocaleString('en-US')} pixels`);
  return null;
}

/** When today's renders are counted from nothing again: the next midnight, UTC. */
export function quotaResetsAt(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1));
}
