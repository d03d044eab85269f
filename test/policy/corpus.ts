import { existsSync, readFileSync } from 'node:fs';
import { RULE_CODES, type RuleCode } from '@dailies/schema/lint';

/** A prompt with the rules that should fire. */
export interface LabelledPrompt {
  id: string;
  text: string;
  labels: { rule: RuleCode; span?: unknown }[];
}

export const HALVES = ['dev', 'held-out'] as const;
export type Half = (typeof HALVES)[number];

/** Reads one half of the corpus. Throws when a line is no labelled prompt or names no rule of the pack. */
export function readCorpus(half: Half): LabelledPrompt[] {
  const file = new URL(`corpus/${half}.jsonl`, import.meta.url);
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line, n) => {
    const prompt = JSON.parse(line) as LabelledPrompt;
    const unknown = prompt.labels.find((label) => !RULE_CODES.includes(label.rule));
    if (unknown || typeof prompt.text !== 'string') throw new Error(`${half}.jsonl line ${n + 1}: no labelled prompt of this pack`);
    return prompt;
  });
}
