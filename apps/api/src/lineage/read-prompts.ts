import type { PromptInput } from '../campaign/create-campaign.ts';
import { promptBatches } from '../campaign/prompt.store.ts';
import type { Trx } from '../db/database.ts';

/** A campaign's prompts as they were given, in order; all, or those whose n is wanted. */
export async function readPrompts(trx: Trx, campaignNum: number, wanted?: ReadonlySet<number>): Promise<PromptInput[]> {
  const prompts: PromptInput[] = [];
  for await (const batch of promptBatches(trx, campaignNum)) {
    for (const { n, key, slots, variables } of batch) if (wanted?.has(n) ?? true) prompts.push({ key, slots, variables });
  }
  return prompts;
}
