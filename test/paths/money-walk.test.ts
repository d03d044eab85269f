import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelCampaign, cancelUnclaimedVariants } from '../../apps/api/src/campaign/cancel-campaign.ts';
import { keyOf } from '../../apps/api/src/campaign/campaign.store.ts';
import { coverOverrun } from '../../apps/api/src/campaign/cover-overrun.ts';
import { moveVariants } from '../../apps/api/src/campaign/move-variants.ts';
import { resumeCampaign } from '../../apps/api/src/campaign/pause-campaign.ts';
import { retryRenders } from '../../apps/api/src/render/retry-renders.ts';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { bookLoss } from '../../apps/api/src/ledger/book-loss.ts';
import { listBudgets } from '../../apps/api/src/ledger/budget.store.ts';
import { readBalance } from '../../apps/api/src/ledger/read-balance.ts';
import { setBudget } from '../../apps/api/src/ledger/set-budget.ts';
import { verifyLedger } from '../../apps/api/src/ledger/verify-ledger.ts';
import { newId } from '../../apps/api/src/lib/new-id.ts';
import { Refusal } from '../../apps/api/src/lib/refusal.ts';
import { cancelRenders } from '../../apps/api/src/render/cancel-renders.ts';
import { settleRenders } from '../../apps/api/src/render/settle-renders.ts';
import { type CampaignStage, launchPlanned, startCampaignStage } from '../support/make-campaign.ts';

const PRICE = 400_000;
const CELLS = 3;
const CAMPAIGNS = 3;
const ROOM = 7;

let stage: CampaignStage;
beforeAll(async () => {
  stage = await startCampaignStage();
});
afterAll(() => stage.stop());

type Ending = 'stored' | 'dearer' | 'cheaper' | 'failed' | 'again';
type Step = { campaign: number } & ({ do: Ending } | { do: 'launch' | 'retry' | 'cancel' | 'resume' | 'lose' });

/** One claimed cell rendered to an end, as the render room moves it. Nothing, where no cell is free. */
async function renderOne(campaign: CampaignRow, ending: Ending): Promise<void> {
  const { deps } = stage;
  const renderId = newId('render');
  const key = keyOf(campaign);
  const isClaimed = await deps.db.transaction().execute(async (trx) => {
    const free = await sql<{ index: number; attempt: number }>`
      select v.index, (select count(*)::int + 1 from renders r where r.campaign_num = v.campaign_num and r.variant_index = v.index) as attempt
      from variants v join campaigns c on c.num = v.campaign_num
      where v.campaign_num = ${campaign.num} and v.phase = 'queued' and v.render_id is null and c.status = 'running'
      order by v.index limit 1 for no key update of v skip locked`.execute(trx);
    const [cell] = free.rows;
    if (!cell) return false;
    const status = ending === 'again' ? 'ambiguous' : 'running';
    const render = {
      id: renderId,
      campaign_num: campaign.num,
      variant_index: cell.index,
      attempt: cell.attempt,
      endpoint_id: 'default',
      status,
    } as const;
    const sent = { fingerprint: Buffer.from(renderId.padEnd(32).slice(0, 32)), hold_micros: PRICE, operation_id: `video_${renderId}` };
    await trx
      .insertInto('renders')
      .values({ ...render, ...sent, sent_at: new Date() })
      .execute();
    await moveVariants(trx, key, [{ index: cell.index, to: 'rendering', renderId, attempt: cell.attempt }]);
    return true;
  });
  if (!isClaimed) return;
  const settle = (settlement: Parameters<typeof settleRenders>[3]) =>
    deps.db.transaction().execute((trx) => settleRenders(trx, deps, key, settlement));
  const failure = { renderId, failureCode: 'provider_error', failureNote: 'x' };
  if (ending === 'again') return void (await settle({ from: 'ambiguous', to: 'lost', changes: [failure], requeue: true }));
  if (ending === 'failed') return void (await settle({ from: 'running', to: 'failed', changes: [failure] }));
  const costMicros = { stored: PRICE, dearer: PRICE * 1.25, cheaper: PRICE / 2 }[ending];
  await settle({ from: 'running', to: 'succeeded', changes: [{ renderId, costMicros }] });
  await settle({ from: 'succeeded', to: 'stored', changes: [{ renderId }] });
}

async function take(step: Step, campaigns: readonly CampaignRow[]): Promise<void> {
  const { deps, actor } = stage;
  const campaign = campaigns[step.campaign]!;
  const input = { campaignId: campaign.id };
  switch (step.do) {
    case 'launch':
      return void (await launchPlanned(deps, actor, campaign));
    case 'retry':
      return void (await retryRenders(deps, actor, { ...input, idempotencyKey: randomUUID() }));
    case 'resume':
      return void (await resumeCampaign(deps, actor, input));
    case 'cancel':
      await cancelCampaign(deps, actor, input);
      return cancelUnclaimedVariants(deps, campaign.id, new AbortController().signal);
    case 'lose':
      return deps.db.transaction().execute(async (trx) => {
        const loss = { workspaceId: actor.workspaceId, campaignNum: campaign.num, reason: randomUUID(), micros: 1_000, note: 'lost' };
        await bookLoss(trx, loss);
        await coverOverrun(trx, keyOf(campaign));
      });
    default:
      return renderOne(campaign, step.do);
  }
}

const index = fc.nat(CAMPAIGNS - 1);
const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('launch' as const), campaign: index }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constantFrom<Ending>('stored', 'dearer', 'cheaper', 'failed', 'again'), campaign: index }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('retry' as const, 'resume' as const), campaign: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'lose' as const), campaign: index }) },
);

test('whatever happens to campaigns side by side, the books agree after every moment, and nothing is asked beyond a budget', async () => {
  const { db } = stage.deps;
  const moments = fc.array(fc.array(steps, { minLength: 2, maxLength: 6 }), { minLength: 3, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(moments, async (walk) => {
      await db.updateTable('admissions').set({ day: '2025-01-31' }).execute();
      const budget = await setBudget(stage.deps, stage.actor, { scope: 'workspace', period: 'day', limitMicros: ROOM * PRICE });
      const prompts = Array.from({ length: CELLS }, (_one, n) => ({ text: `Scene ${n} ${randomUUID()}` }));
      const campaigns = await Promise.all(Array.from({ length: CAMPAIGNS }, () => stage.plan({ prompts, reuse: false })));
      const nums = campaigns.map(({ num }) => num);
      for (const moment of walk) {
        const outcomes = await Promise.allSettled(moment.map((step) => take(step, campaigns)));
        for (const one of outcomes) if (one.status === 'rejected' && !(one.reason instanceof Refusal)) throw one.reason;
        for (const num of nums) expect(await verifyLedger(db, num)).toEqual([]);
        const [state] = await listBudgets(db, stage.actor.workspaceId, [budget.id]);
        const { rows } = await sql<{ overrun: number }>`
          select coalesce(sum(micros), 0)::bigint as overrun from admissions
          where kind = 'overrun' and campaign_num = any(${nums}::int[])`.execute(db);
        expect(state!.committedMicros).toBeLessThanOrEqual(ROOM * PRICE + rows[0]!.overrun);
      }
      // A send that was lost beside a cancel goes back to a campaign that is over: the sweep rings for it.
      for (const { id } of campaigns) await cancelRenders(stage.deps, id, new AbortController().signal);
      for (const campaign of await Promise.all(campaigns.map((one) => stage.read(one)))) {
        const { heldMicros, spareMicros } = await readBalance(db, campaign.num);
        expect(Math.min(spareMicros, heldMicros - spareMicros)).toBeGreaterThanOrEqual(0);
        if (campaign.status === 'completed' || campaign.status === 'cancelled') expect(heldMicros).toBe(0);
      }
    }),
    { numRuns: 20 },
  );
}, 180_000);
