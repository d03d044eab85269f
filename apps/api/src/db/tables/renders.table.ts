import type { Micros, RenderStatus } from '@dailies/schema';
import type { Generated, Selectable } from 'kysely';

/** One attempt at a variant by one provider. Narrow on purpose: it changes four times in its life. */
export interface RendersTable {
  id: string;
  campaign_num: number;
  variant_index: number;
  attempt: number;
  endpoint_id: string;
  status: RenderStatus;
  /** Grows with every fence; later writes of a send carry it. */
  epoch: Generated<number>;
  fingerprint: Buffer;
  single_flight: Generated<boolean>;
  hold_micros: Micros;
  cost_micros: Micros | null;
  price_id: number | null;
  /** The provider's opaque handle (video id). */
  operation_id: string | null;
  progress: number | null;
  not_sent_count: Generated<number>;
  store_count: Generated<number>;
  /** When this row wants to be looked at next, whatever its status. */
  due_at: Generated<Date>;
  sent_at: Date | null;
  accepted_at: Date | null;
  ended_at: Date | null;
  output_expires_at: Date | null;
  failure_code: string | null;
  failure_note: string | null;
  disputed_ids: string[] | null;
  /** When the provider first said that it does not know the video, without having shown it since. */
  gone_at: Date | null;
  /** Whole readings of the provider's list that did not show it while it was in doubt, and when the last one was counted. */
  missed_count: Generated<number>;
  missed_at: Date | null;
  /** When a webhook first told of its end. */
  hinted_at: Date | null;
  /** The last status word nobody knows, once it was raised as an alarm. */
  unknown_word: string | null;
  /** When it was warned that the output is about to expire at the provider. */
  warned_at: Date | null;
  /** What was asked for, as reuse compares it; null on rows older than reuse. */
  request_hash: Buffer | null;
  /** True while identical requests follow it; else null. */
  leads: true | null;
  created_at: Generated<Date>;
  changed_at: Generated<Date>;
}
export type RenderRow = Selectable<RendersTable>;
