import type { Verdict } from '@dailies/schema';
import { findRejections, PACK_VERSION, RULES } from '@dailies/schema/lint';
import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { TextsUnread, type UnreadText } from './moderate-texts.ts';
import { readModerations } from './moderation.store.ts';
import { insertRejections, insertSpike, type Rejection, readDailyRejections } from './rejection.store.ts';
import { isSpike, usualOf } from './spike.rules.ts';

/** A text, its place among the campaign's prompts, and what was found of it so far; `verdict_note` names what stopped it in plain words. */
export interface GatedText {
  prompt_n: number;
  text: string;
  sha256: Buffer;
  verdict: Verdict;
  verdict_note: string | null;
}

/** The policy gate of one plan: every text passes it before a price is asked, and what it stops is logged by rule when the plan is written. */
export interface PolicyGate {
  /** Gives some of the plan's texts their verdict. Throws TextsUnread once too many of them were not moderated yet. */
  check<Text extends GatedText>(trx: Trx, texts: readonly Text[]): Promise<Text[]>;
  /** After the last text. Throws TextsUnread. */
  close(trx: Trx, of: { campaignNum: number; campaignId: string; userId: string }): Promise<void>;
}

/** What one plan collects of unmoderated texts before it has them read. */
const UNREAD_TEXTS_MAX = 4_096;
const UNREAD_CHARS_MAX = 4_000_000;

/**
 * Opens the gate of a workspace. `audio`: whether the clips keep their sound. `moderator`: the service that has read, or will read, what the rule
 * pack lets pass; null: none.
 */
export function openPolicyGate(options: { workspaceId: string; audio: boolean; moderator: string | null }): PolicyGate {
  const { workspaceId, audio, moderator } = options;
  const stopped = new Map<string, Rejection>();
  const unread = new Map<string, UnreadText>();
  let unreadChars = 0;

  const log = ({ sha256, prompt_n: promptN }: GatedText, rule: Rejection['rule']) =>
    void stopped.set(`${rule} ${sha256.toString('base64')}`, { rule, promptSha256: sha256, promptN });

  function byRules<Text extends GatedText>(one: Text): Text {
    const findings = findRejections(one.text, { audio });
    for (const { code } of findings) log(one, code);
    const [first] = findings;
    if (!first) return one;
    const words = one.text.slice(first.span.start, first.span.end);
    return { ...one, verdict: 'policy', verdict_note: `${RULES[first.code].name}: “${words}”. ${first.sentence}` };
  }

  async function byModeration<Text extends GatedText>(trx: Trx, texts: readonly Text[]): Promise<Text[]> {
    const passed = texts.filter(({ verdict }) => verdict === 'ok');
    if (moderator === null || passed.length === 0) return [...texts];
    const said = await readModerations(
      trx,
      { workspaceId, moderator },
      passed.map(({ sha256 }) => sha256),
    );
    const checked = texts.map((one) => {
      const categories = one.verdict === 'ok' ? said.get(one.sha256.toString('base64')) : [];
      if (!categories) collect(one);
      if (!categories?.length) return one;
      log(one, 'moderation');
      return { ...one, verdict: 'policy' as const, verdict_note: noteOfCategories(categories) };
    });
    if (unread.size >= UNREAD_TEXTS_MAX || unreadChars >= UNREAD_CHARS_MAX) throw new TextsUnread([...unread.values()]);
    return checked;
  }

  function collect({ text, sha256 }: GatedText): void {
    const key = sha256.toString('base64');
    if (unread.has(key)) return;
    unread.set(key, { text, sha256 });
    unreadChars += text.length;
  }

  return {
    check: (trx, texts) => byModeration(trx, texts.map(byRules)),
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
