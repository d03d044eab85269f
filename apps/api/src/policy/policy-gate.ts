import type { Verdict } from '@dailies/schema';
import { findRejections, PACK_VERSION, RULES } from '@dailies/schema/lint';
import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { TextsUnread, type UnreadText } from './moderate-texts.ts';
import { readModerations } from './moderation.store.ts';
import { insertRejections, insertSpike, type Rejection, readDailyRejections } from './rejection.store.ts';
import { isSpike, usualOf } from './spike.rules.ts';

/** A text, its place among the campaign's prompts, and what was found of it so far; `verdict_note` names what stopped it in plain words. */
export interface JudgedText {
  prompt_n: number;
  text: string;
  sha256: Buffer;
  verdict: Verdict;
  verdict_note: string | null;
}

/** The policy gate of one plan: every text passes it before a price is asked, and what it stops is logged by rule when the plan is written. */
export interface PolicyGate {
  /** Judges some of the plan's texts. Throws TextsUnread once too many of them were not moderated yet. */
  judge<Text extends JudgedText>(trx: Trx, texts: readonly Text[]): Promise<Text[]>;
  /** After the last text. Throws TextsUnread. */
  close(trx: Trx, of: { campaignNum: number; campaignId: string; userId: string }): Promise<void>;
}

/** Unmoderated texts that a plan goes on collecting. */
const UNREAD_MAX = 4_096;

/**
 * Opens the gate of a workspace. `audio`: whether the clips keep their sound. `judge`: the moderation service that has read, or will read, what the
 * rule pack lets pass; null: none.
 */
export function openPolicyGate({ workspaceId, audio, judge }: { workspaceId: string; audio: boolean; judge: string | null }): PolicyGate {
  const stopped = new Map<string, Rejection>();
  const unread = new Map<string, UnreadText>();

  const stop = <Text extends JudgedText>(one: Text, rule: Rejection['rule'], note: string): Text => {
    stopped.set(`${rule} ${one.sha256.toString('base64')}`, { rule, promptSha256: one.sha256, promptN: one.prompt_n });
    return { ...one, verdict: 'policy', verdict_note: note };
  };

  function byRules<Text extends JudgedText>(one: Text): Text {
    const { text } = one;
    const findings = findRejections(text, { audio });
    return findings.reduceRight(
      (_later, { code, span, sentence }) => stop(one, code, `${RULES[code].name}: “${text.slice(span.start, span.end)}”. ${sentence}`),
      one,
    );
  }

  async function byModeration<Text extends JudgedText>(trx: Trx, texts: readonly Text[]): Promise<Text[]> {
    const left = texts.filter(({ verdict }) => verdict === 'ok');
    if (judge === null || left.length === 0) return [...texts];
    const readings = await readModerations(
      trx,
      { workspaceId, judge },
      left.map(({ sha256 }) => sha256),
    );
    const judged = texts.map((one) => {
      if (one.verdict !== 'ok') return one;
      const key = one.sha256.toString('base64');
      const categories = readings.get(key);
      if (!categories) unread.set(key, one);
      return categories?.length ? stop(one, 'moderation', noteOfCategories(categories)) : one;
    });
    if (unread.size >= UNREAD_MAX) throw new TextsUnread([...unread.values()]);
    return judged;
  }

  return {
    judge: (trx, texts) => byModeration(trx, texts.map(byRules)),
    close: async (trx, { campaignNum, campaignId, userId }) => {
      if (unread.size > 0) throw new TextsUnread([...unread.values()]);
      if (stopped.size === 0) return;
      await insertRejections(trx, { workspaceId, campaignNum, userId, packVersion: PACK_VERSION }, [...stopped.values()]);
      const { today, earlier } = await readDailyRejections(trx, workspaceId);
      if (!isSpike(today, earlier)) return;
      const usual = usualOf(earlier);
      if (!(await insertSpike(trx, { workspaceId, rejections: today, usual }))) return;
      const facts = { rejections: today, usual, campaignId };
      await recordEvents(trx, [{ workspaceId, campaignNum, kind: 'policy.spike', subject: workspaceId, facts, actorId: userId }]);
    },
  };
}

function noteOfCategories(categories: readonly string[]): string {
  return `Moderation: ${categories.join(', ')}. The moderation service of this installation does not let these words pass. Rewrite them and plan again.`;
}
