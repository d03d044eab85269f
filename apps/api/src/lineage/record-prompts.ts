import { createHash } from 'node:crypto';
import { compilePrompt } from '@dailies/schema';
import { wordsOf } from '../campaign/compile-prompts.ts';
import { promptBatches } from '../campaign/prompt.store.ts';
import type { PromptRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { type PromptUse, recordUses } from './prompt-history.store.ts';

/**
 * The job after a launch: remembers what was asked for, once for each wording, with the campaign and prompt it was used in. Repeating it changes
 * nothing.
 */
export async function recordPrompts(deps: Deps, campaignId: string, signal: AbortSignal): Promise<void> {
  const campaign = await deps.db
    .selectFrom('campaigns')
    .select(['num', 'workspace_id', 'launched_at'])
    .where('id', '=', campaignId)
    .executeTakeFirst();
  if (!campaign?.launched_at) return;
  const launch = { num: campaign.num, workspaceId: campaign.workspace_id, at: campaign.launched_at };
  for await (const prompts of promptBatches(deps.db, campaign.num)) {
    if (signal.aborted) throw new Error('stopped before its end');
    await recordUses(deps.db, launch, prompts.map(useOf));
  }
}

/** Two prompts are one in the history when their slots and variables say the same. */
function useOf(prompt: PromptRow): PromptUse {
  const sha256 = createHash('sha256').update(wordsOf(prompt)).digest();
  const values = Object.values(prompt.variables).filter(Boolean).join(' · ');
  return { n: prompt.n, sha256, slots: prompt.slots, text: compilePrompt(prompt.slots) || values };
}
