import { applyEdits, type Finding, lintPrompt, lintSlots } from '@dailies/schema/lint';
import { SLOTS, type Slots } from '@dailies/schema';
import { compilePreview } from './compile-preview.ts';
import type { DraftPrompt } from './draft.ts';
import type { LintContext } from './linted-prompts.ts';

/** What the rules say of a prompt as it would be sent, before any preset: its words with template and values filled in. */
export function compiledWords(prompt: DraftPrompt, template: Slots | null): string {
  return compilePreview(prompt, template, null).text;
}

/**
 * The prompt with a finding of its compiled words mended where they come from: in one of its slots, or in one of its values. Null where they come
 * from elsewhere (the template), or lie across several.
 */
export function mendKept(prompt: DraftPrompt, finding: Pick<Finding, 'code'>, { audio, reference }: LintContext): DraftPrompt | null {
  const options = { audio, reference };
  const inSlot = lintSlots(prompt.slots, options).find(({ code, rewrite }) => code === finding.code && rewrite.edits.length > 0);
  if (inSlot) {
    const text = applyEdits(prompt.slots[inSlot.slot] ?? '', inSlot.rewrite.edits).trim();
    return { ...prompt, slots: { ...prompt.slots, [inSlot.slot]: text } };
  }
  for (const [name, value] of Object.entries(prompt.variables)) {
    const inValue = lintPrompt(value, options).find(({ code, rewrite }) => code === finding.code && rewrite.edits.length > 0);
    if (inValue) return { ...prompt, variables: { ...prompt.variables, [name]: applyEdits(value, inValue.rewrite.edits).trim() } };
  }
  return null;
}

/** Findings with only those rewrites that can be made in the prompt's own words. */
export function mendable(prompt: DraftPrompt, findings: readonly Finding[], context: LintContext): Finding[] {
  return findings.map((finding) =>
    mendKept(prompt, finding, context) === null ? { ...finding, rewrite: { ...finding.rewrite, edits: [] } } : finding,
  );
}

/** What is said of each slot of a template by itself; its unfilled variables say nothing. What only a whole prompt can lack is left out. */
export function lintTemplate(
  template: Slots,
  { audio, reference }: Omit<LintContext, 'movesByPreset'>,
): Partial<Record<keyof Slots, Finding[]>> {
  return Object.fromEntries(
    SLOTS.flatMap((slot) => {
      const text = template[slot] ?? '';
      const findings = lintPrompt(text, { audio, reference }).filter(({ code }) => code !== 'unclear_motion');
      return text.trim() === '' || findings.length === 0 ? [] : [[slot, findings]];
    }),
  );
}
