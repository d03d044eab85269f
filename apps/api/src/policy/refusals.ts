import type { Edition } from '@dailies/schema';
import { Refusal } from '../lib/refusal.ts';
import { planName } from './entitlements.rules.ts';

/** Not one cell is within what the edition may render. `limits` names each limit that was met, in words. */
export class OverEntitlement extends Refusal {
  readonly code = 'OVER_ENTITLEMENT';
  readonly edition: Edition;
  readonly limits: string[];
  constructor(edition: Edition, limits: string[]) {
    super(`${limits.join('; ')}. Choose within these limits and plan again, or ask an administrator for a larger plan.`);
    this.edition = edition;
    this.limits = limits;
  }
}

/** The moderation service did not read all texts, so that nothing may be planned yet. Texts. */
export class ModerationUnavailable extends Refusal {
  readonly code = 'MODERATION_UNAVAILABLE';
  readonly read: number;
  readonly left: number;
  /** `note`: what went wrong at the service; null: it only takes its time. */
  constructor({ read, left, note }: { read: number; left: number; note: string | null }) {
    const count = (texts: number) => `${texts.toLocaleString('en-US')} ${texts === 1 ? 'text' : 'texts'}`;
    super(
      note === null
        ? `The moderation service has read ${count(read)} more, and at least ${count(left)} are left. Plan again: it goes on where it ended.`
        : `The moderation service did not answer (${note}), and at least ${count(left)} ${left === 1 ? 'is' : 'are'} unread. Nothing was planned. Plan again in a while; if it stays so, ask your administrator to look at the service (npm run doctor).`,
    );
    this.read = read;
    this.left = left;
  }
}

/** A day's renders of an edition are used up. Renders. */
export class QuotaExceeded extends Refusal {
  readonly code = 'QUOTA_EXCEEDED';
  readonly limit: number;
  readonly used: number;
  readonly wanted: number;
  readonly resetsAt: Date;
  constructor(edition: Edition, quota: { limit: number; used: number; wanted: number; resetsAt: Date }) {
    const { limit, used, wanted, resetsAt } = quota;
    const count = (renders: number) => `${renders.toLocaleString('en-US')} ${renders === 1 ? 'render' : 'renders'}`;
    const left = Math.max(0, limit - used);
    super(
      `${planName(edition)}: ${count(limit)} a day. ${used.toLocaleString('en-US')} used today, ${count(wanted)} asked for. ` +
        `${left > 0 ? `Leave out cells until ${count(left)} remain, or launch` : 'Launch'} after ${resetsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC.`,
    );
    this.limit = limit;
    this.used = used;
    this.wanted = wanted;
    this.resetsAt = resetsAt;
  }
}
