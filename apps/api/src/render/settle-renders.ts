import { PHASE_OF_RENDER, type Phase, type RenderStatus, variantId } from '@dailies/schema';
import type { RawBuilder } from 'kysely';
import { coverOverrun } from '../campaign/cover-overrun.ts';
import { finishCampaignIfDone } from '../campaign/finish-campaign.ts';
import { type CampaignKey, moveVariants } from '../campaign/move-variants.ts';
import type { Trx } from '../db/database.ts';
import { CONNECTION_SHARD } from '../db/tally-shard.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import type { EventKind } from '../events/topics.ts';
import { appendEntries, type NewEntry } from '../ledger/append-entries.ts';
import { carveChange, drawsOnSpare, type LedgerChange, releaseChange, settleChange } from '../ledger/ledger.rules.ts';
import { mayStep, type MoneyStep, moneyOf } from './render.rules.ts';
import { LEADING, type MovedRender, moveRenders, type RenderChange } from './render.store.ts';
import { hasFollowers } from './reuse.store.ts';

export interface RenderSettlement {
  from: RenderStatus;
  to: RenderStatus;
  changes: readonly (RenderChange & { clipId?: string })[];
  /** The variant goes back to the queue for a new attempt instead of showing this one's end. */
  requeue?: boolean;
  /** The hold is booked as spent, whatever the step says: a person counts a lost send as billed. */
  isWrittenOff?: boolean;
  /** Rows that must stand before the variant points at them, written only if a render moved. */
  before?: () => Promise<void>;
  /** LOCK_HOLDERS_SHARD where the caller holds the campaign's row lock. */
  shard?: RawBuilder<number>;
}

/**
 * One truth in one transaction: the renders' status, their variants' phase, their money, their events and the next jobs. Renders of one
 * campaign at a time, always in the order renders, variants, tallies, ledger, events, so that two transactions never wait for each other
 * in a circle. Answers the renders that moved; those that somebody else moved first are left alone.
 */
export async function settleRenders(
  trx: Trx,
  deps: Pick<Deps, 'queue'>,
  campaign: CampaignKey,
  settlement: RenderSettlement,
): Promise<MovedRender[]> {
  const { from, to, changes, requeue = false, isWrittenOff = false, before, shard = CONNECTION_SHARD } = settlement;
  if (!mayStep(from, to)) throw new Error(`a render can not go from ${from} to ${to}`);
  const moved = await moveRenders(trx, from, to, changes);
  if (moved.length === 0) return moved;
  await before?.();

  const changeOf = new Map(changes.map((change) => [change.renderId, change]));
  const phase: Phase = requeue ? 'queued' : PHASE_OF_RENDER[to];
  if (requeue || phase !== PHASE_OF_RENDER[from]) {
    await moveVariants(
      trx,
      campaign,
      moved.map((row) => ({
        index: row.variant_index,
        to: phase,
        renderId: requeue ? null : row.id,
        ...clipIn(changeOf.get(row.id)),
      })),
      shard,
    );
  }
  const money = isWrittenOff ? 'settle' : moneyOf(from, to);
  const entries = moved.flatMap((row) => entriesOf(campaign, row, money, requeue));
  await appendEntries(trx, entries, shard);
  await recordEvents(
    trx,
    moved.map((row) => ({
      workspaceId: campaign.workspaceId,
      campaignNum: campaign.num,
      kind: eventKindOf(from, to),
      subject: row.id,
      facts: {
        ...factsOf(campaign, row, changeOf.get(row.id), requeue),
        ...(from === 'failed' || from === 'expired' ? { fetchedAgain: true } : {}),
      },
    })),
  );
  if (to === 'succeeded')
    await deps.queue.enqueueMany(
      trx,
      'storeOutput',
      moved.map(({ id }) => ({ renderId: id })),
    );
  if (drawsOnSpare(entries)) await coverOverrun(trx, campaign);
  if (!requeue && (phase === 'ready' || phase === 'failed' || phase === 'cancelled')) await finishCampaignIfDone(trx, campaign);
  if (from === 'running' || to === 'failed') await ringDispatch(trx, deps, moved);
  if (!LEADING.includes(to)) await ringFollowers(trx, deps, moved);
  return moved;
}

function clipIn(change: { clipId?: string } | undefined): { clipId?: string } {
  return change?.clipId === undefined ? {} : { clipId: change.clipId };
}

/** A render that left the provider's hands frees a place there. */
async function ringDispatch(trx: Trx, deps: Pick<Deps, 'queue'>, moved: readonly MovedRender[]): Promise<void> {
  for (const endpointId of new Set(moved.map((row) => row.endpoint_id))) {
    await deps.queue.enqueue(trx, 'dispatchEndpoint', { endpointId }, { key: endpointId });
  }
}

/** What shares the clip of a render learns of its end. */
async function ringFollowers(trx: Trx, deps: Pick<Deps, 'queue'>, moved: readonly MovedRender[]): Promise<void> {
  if (
    await hasFollowers(
      trx,
      moved.map((row) => row.id),
    )
  )
    await deps.queue.enqueue(trx, 'serveReuses', {}, { key: 'all' });
}

function entriesOf(campaign: CampaignKey, row: MovedRender, money: MoneyStep, requeue: boolean): NewEntry[] {
  const render = { id: row.id, holdMicros: row.hold_micros };
  const changes: LedgerChange[] = [];
  if (money === 'settle') changes.push(settleChange(render, row.cost_micros ?? row.hold_micros));
  if (money === 'release') changes.push(releaseChange(render));
  if (money === 'release' && requeue) changes.push(carveChange(`again:${row.id}`, row.hold_micros));
  return changes.map((change) => ({ ...change, workspaceId: campaign.workspaceId, campaignNum: campaign.num }));
}

function eventKindOf(from: RenderStatus, to: RenderStatus): EventKind {
  if (from === 'submitting' && to === 'intended') return 'render.returned';
  return `render.${to}`;
}

function factsOf(campaign: CampaignKey, row: MovedRender, change: RenderChange | undefined, requeue: boolean): Record<string, unknown> {
  return {
    variant: variantId(campaign.id, row.variant_index),
    index: row.variant_index,
    attempt: row.attempt,
    ...(change?.failureCode ? { code: change.failureCode } : {}),
    ...(change?.operationId ? { operationId: change.operationId } : {}),
    ...(requeue ? { requeued: true } : {}),
  };
}
