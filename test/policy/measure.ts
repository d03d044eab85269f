import { lintPrompt, RULE_CODES, type RuleCode } from '@dailies/schema/lint';
import type { LabelledPrompt } from './corpus.ts';

/** How one rule did: prompts it found rightly, wrongly, and missed. A rule counts once a prompt. */
export interface Figures {
  rule: RuleCode | 'all policy' | 'all mistakes';
  right: number;
  wrong: number;
  missed: number;
}

/** One disagreement between label and rule. */
export interface Disagreement {
  id: string;
  rule: RuleCode;
  kind: 'wrong' | 'missed';
}

const POLICY = RULE_CODES.slice(0, RULE_CODES.indexOf('text_overlay'));

/** Lints every prompt with sound on and compares with its labels. */
export function measure(prompts: readonly LabelledPrompt[]): { figures: Figures[]; disagreements: Disagreement[] } {
  const counts = new Map(RULE_CODES.map((rule) => [rule, { rule, right: 0, wrong: 0, missed: 0 }]));
  const disagreements: Disagreement[] = [];
  for (const { id, text, labels } of prompts) {
    const said = new Set(lintPrompt(text, { audio: true }).map((finding) => finding.code));
    const wanted = new Set(labels.map((label) => label.rule));
    for (const rule of RULE_CODES) {
      const row = counts.get(rule)!;
      if (said.has(rule) && wanted.has(rule)) row.right++;
      else if (said.has(rule)) row.wrong++;
      else if (wanted.has(rule)) row.missed++;
      if (said.has(rule) !== wanted.has(rule)) disagreements.push({ id, rule, kind: said.has(rule) ? 'wrong' : 'missed' });
    }
  }
  const rows: Figures[] = [...counts.values()];
  const isPolicy = (row: Figures) => POLICY.some((rule) => rule === row.rule);
  return {
    figures: [
      ...rows,
      sum('all policy', rows.filter(isPolicy)),
      sum(
        'all mistakes',
        rows.filter((row) => !isPolicy(row)),
      ),
    ],
    disagreements,
  };
}

function sum(rule: Figures['rule'], rows: readonly Figures[]): Figures {
  const total = (key: 'right' | 'wrong' | 'missed') => rows.reduce((all, row) => all + row[key], 0);
  return { rule, right: total('right'), wrong: total('wrong'), missed: total('missed') };
}

/** Of what the rule found, the share that is right; null when it found nothing. */
export function precisionOf({ right, wrong }: Figures): number | null {
  return right + wrong === 0 ? null : right / (right + wrong);
}

/** Of what it should find, the share it found; null when there is nothing to find. */
export function recallOf({ right, missed }: Figures): number | null {
  return right + missed === 0 ? null : right / (right + missed);
}
