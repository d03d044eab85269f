import type { Verdict } from '@dailies/schema';
import { findRejections, PACK_VERSION, RULES } from '@dailies/schema/lint';
import type { Trx } from '../db/database.ts';
import { recordEvents } from '../events/record-event.ts';
import { insertRejections, insertSpike, type Rejection, readDailyRejections } from './rejection.store.ts';
import { isSpike, usualOf } from './spike.rules.ts';

/** What the gate says of a text; `note` names the rule in plain words. */
export interface GateVerdict {
  verdict: Extract<Verdict, 'ok' | 'policy'>;
  note: string | null;
}

/** The policy gate of one plan: every text passes it before a price is asked, and what it stops is logged by rule when the plan is written. */
export interface PolicyGate {
  check(prompt: { n: number; text: string; sha256: Buffer }): GateVerdict;
  log(trx: Trx, of: { workspaceId: string; campaignNum: number; campaignId: string; userId: string }): Promise<void>;
}

/** Opens the gate. `audio`: whether the clips keep their sound. */
export function openPolicyGate(options: { audio: boolean }): PolicyGate {
  const stopped = new Map<string, Rejection>();
  return {
    check: ({ n, text, sha256 }) => {
      const findings = findRejections(text, options);
      for (const { code } of findings)
        stopped.set(`${code} ${sha256.toString('base64')}`, { rule: code, promptSha256: sha256, promptN: n });
      const [first] = findings;
      if (!first) return { verdict: 'ok', note: null };
      return { verdict: 'policy', note: `${RULES[first.code].name}: “${text.slice(first.span.start, first.span.end)}”. ${first.sentence}` };
    },
    log: async (trx, { workspaceId, campaignNum, campaignId, userId }) => {
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
