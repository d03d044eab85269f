import type { Slots } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { CampaignRow } from '../db/tables/campaigns.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { checkPromptSource } from './brief.rules.ts';
import { checkStep } from './campaign.rules.ts';
import { getCampaign, lockCampaign } from './campaign.store.ts';
import { compileVariantPrompt } from './compile-prompts.ts';
import { listPromptsByN, setPromptWords } from './prompt.store.ts';
import { backToDraft } from './update-campaign.ts';

/** Prompts of one request. */
const EDITS_MAX = 1_000;

/** Other words for one prompt; what is left out stays. */
export interface PromptEdit {
  /** Its number in the campaign, from 0. */
  n: number;
  /** All its slots anew. */
  slots?: Slots | null | undefined;
  /** All its values anew. */
  variables?: Record<string, string> | null | undefined;
}

/**
 * Changes the words of some prompts before launch, where replacing all would mean to send them all: keys and numbers stay, a planned campaign goes
 * back to draft. Throws NotAllowed, NotFound, WrongStatus, InputInvalid, PromptInvalid, UnknownVariable.
 */
export async function editPrompts(
  deps: Deps,
  actor: Actor,
  input: { campaignId: string; prompts: readonly PromptEdit[] },
): Promise<CampaignRow> {
  allow(actor, 'campaign.write');
  const edits = new Map(input.prompts.map((edit) => [edit.n, edit]));
  if (edits.size === 0 || edits.size > EDITS_MAX)
    throw new InputInvalid('prompts', `Name 1 to ${EDITS_MAX.toLocaleString('en-US')} prompts to change.`);
  await deps.db.transaction().execute(async (trx) => {
    const row = await lockCampaign(trx, actor.workspaceId, input.campaignId);
    checkStep('update', row.status);
    const prompts = await listPromptsByN(trx, row.num, [...edits.keys()]);
    if (prompts.length < edits.size) throw new NotFound('prompt');
    const { template } = row.brief;
    const edited = prompts.map(({ n, key, slots, variables }) => {
      const edit = edits.get(n);
      return { n, key, slots: edit?.slots ?? slots, variables: edit?.variables ?? variables };
    });
    for (const prompt of edited) {
      checkPromptSource(prompt, template !== null);
      compileVariantPrompt(prompt, template, null);
    }
    await setPromptWords(trx, row.num, edited);
    await backToDraft(trx, row);
    const about = { workspaceId: actor.workspaceId, campaignNum: row.num, subject: row.id, actorId: actor.userId };
    await recordEvents(trx, [{ ...about, kind: 'campaign.updated', facts: { prompts: edited.length } }]);
  });
  deps.events.ring();
  return getCampaign(deps.db, actor.workspaceId, input.campaignId);
}
