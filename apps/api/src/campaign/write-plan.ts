import { createHash } from 'node:crypto';
import type { Trx } from '../db/database.ts';
import type { CampaignRow, MatrixShape, PlanSummary } from '../db/tables/campaigns.table.ts';
import { openPolicyGate } from '../policy/policy-gate.ts';
import { compileVariantPrompt, wordsOf } from './compile-prompts.ts';
import { createOccurrences, rowHash, rowsOfPrompt } from './matrix.rules.ts';
import { hashOfAxes, hashOfOffers, hashOfPolicy, hashOfPresets, summarise } from './plan.rules.ts';
import { type CompiledRow, deletePlanRows, insertCompiledPrompts, insertOffers, readCellGroups, readExclusionsHash } from './plan.store.ts';
import { repeatFactorOf } from './plan-price.rules.ts';
import { keepSnapshot } from './plan-snapshot.store.ts';
import { writePlannedReuses } from './planned-reuse.store.ts';
import { promptBatches } from './prompt.store.ts';
import type { Choices } from './read-choices.ts';
import { hashOfReference } from './reference.rules.ts';
import { readRepeats } from './read-repeats.ts';

/** Compiled prompts of one statement, by rows and by characters, whichever ends it first. */
const BATCH_ROWS = 1_000;
const BATCH_CHARS = 2_000_000;

/** Who plans, and which moderation service reads the texts; null: none. */
export interface PlannedBy {
  userId: string;
  moderator: string | null;
}

/**
 * Freezes a campaign's axes anew: its columns with their prices, its rows with their compiled prompts. Answers the plan; no variant is written
 * here. Throws UnknownVariable, PromptInvalid and TextsUnread.
 */
export async function writePlan(
  trx: Trx,
  campaign: CampaignRow,
  shape: MatrixShape,
  choices: Choices,
  by: PlannedBy,
): Promise<PlanSummary> {
  if (campaign.plan) await keepSnapshot(trx, campaign.num, campaign.plan.shape, { axes: true });
  await deletePlanRows(trx, campaign.num);
  await insertOffers(trx, campaign.num, choices.offers);
  const prompts = await writeCompiledPrompts(trx, campaign, shape, choices, by);
  const groups = await readCellGroups(trx, campaign.num, shape);
  const reuse = await writePlannedReuses(trx, campaign, shape);
  return {
    shape,
    presets: choices.presets.map(({ fragment: _words, ...preset }) => preset),
    ...summarise(groups, reuse.reused, repeatFactorOf(await readRepeats(trx, campaign.workspace_id))),
    parts: {
      axes: hashOfAxes(shape),
      prompts,
      presets: hashOfPresets(choices.presets),
      policy: hashOfPolicy(campaign.brief, by.moderator),
      reference: hashOfReference(choices.reference),
      offers: hashOfOffers(choices.offers),
      exclusions: await readExclusionsHash(trx, campaign.num),
      reuse: reuse.hash,
    },
  };
}

/** Compiles every row, passes it through the policy gate and writes it; answers the hash (hex) over all compiled prompts in order. */
async function writeCompiledPrompts(
  trx: Trx,
  campaign: CampaignRow,
  shape: MatrixShape,
  choices: Choices,
  { userId, moderator }: PlannedBy,
): Promise<string> {
  const all = createHash('sha256');
  const occurrence = createOccurrences();
  const { num, id, workspace_id: workspaceId } = campaign;
  const gate = openPolicyGate({ workspaceId, audio: campaign.brief.audio, moderator });
  const mayRepeat = (prompt: { key: string | null }) => prompt.key === null || shape.mode === 'zip';
  let batch: CompiledRow[] = [];
  let chars = 0;
  const flush = async () => {
    await insertCompiledPrompts(trx, num, await gate.check(trx, batch));
    batch = [];
    chars = 0;
  };
  for await (const prompts of promptBatches(trx, campaign.num)) {
    for (const prompt of prompts) {
      const words = wordsOf(prompt);
      const name = createHash('sha256')
        .update(prompt.key ?? words)
        .digest('base64');
      for (const { row, presetPlace } of rowsOfPrompt(shape, prompt.n)) {
        const preset = choices.presets[presetPlace]!;
        const text = compileVariantPrompt(prompt, campaign.brief.template, preset.fragment);
        const sha256 = createHash('sha256').update(text).digest();
        all.update(sha256);
        batch.push({
          n: row,
          prompt_n: prompt.n,
          preset_version_id: preset.versionId,
          text,
          sha256,
          row_hash: rowHash({ key: prompt.key, words }, preset.presetId, mayRepeat(prompt) ? occurrence(`${name}${preset.presetId}`) : 0),
          verdict: 'ok',
          verdict_note: null,
        });
        chars += text.length;
        if (batch.length >= BATCH_ROWS || chars >= BATCH_CHARS) await flush();
      }
    }
  }
  await flush();
  await gate.close(trx, { campaignNum: num, campaignId: id, userId });
  return all.digest('hex');
}
