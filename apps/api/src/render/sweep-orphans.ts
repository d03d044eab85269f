import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Deps } from '../deps.ts';
import type { Operation, Provider } from '../providers/provider.ts';
import { adoptOperation } from './adopt-operation.ts';
import { closeEndpoint, restKey } from './endpoint.store.ts';
import { freeRelisted } from './free-relisted.ts';
import { keepOrphan, settleOrphan } from './keep-orphan.ts';
import { fingerprintOf } from './match-operations.rules.ts';
import { meterProvider } from './metered-provider.ts';
import { openProvider } from './open-provider.ts';
import { type DoubtfulSend, findVeiledPlaces, type Judgement, judgeOperations } from './orphan.rules.ts';
import {
  type KnownRender,
  listDoubtfulSends,
  listPlaces,
  readHidden,
  readKnownRenders,
  type VariantPlace,
} from './orphan-evidence.store.ts';
import {
  addDisputes,
  type Claims,
  type EndpointReading,
  listForgottenOrphans,
  markJudged,
  readClaims,
  readEndpointReading,
} from './orphan.store.ts';
import { readRestMs } from './reading.store.ts';
import { readWindow } from './read-window.ts';
import { settleRenders } from './settle-renders.ts';

/** Rule 10: looks at every endpoint we ever rendered at for videos that no render of ours has. One in trouble keeps no other from it. */
export async function sweepOrphans(deps: Deps, signal: AbortSignal): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select e.id from endpoints e
    where e.status = 'active' or exists (select from renders r where r.endpoint_id = e.id) order by e.id`.execute(deps.db);
  for (const { id } of rows) {
    if (signal.aborted) return;
    try {
      const provider = await openProvider(deps, id);
      if (provider?.capabilities.lists) await judgeEndpoint(deps, id, provider, signal);
    } catch (error) {
      deps.log.error({ event: 'orphans.unjudged', endpointId: id, error });
    }
  }
}

/**
 * Reads the provider's list from now back to where it was judged last, and gives each video without a render of ours its place: an attempt, a
 * variant, or the orphans. Answers whether the whole window was read and judged; what was not is read again next time.
 */
export async function judgeEndpoint(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal): Promise<boolean> {
  const { clockSkewMs, renderWindowMs } = deps.timing;
  if ((await readRestMs(deps.db, endpointId)) > 0) return false;
  const metered = meterProvider(provider, Infinity);
  const { reading, window, nowMs } = await readBackwards(deps, endpointId, metered, signal);
  await restKey(deps.db, endpointId, metered.restMs);
  if (window.refusal !== null) await closeRefused(deps, endpointId, window.refusal);
  await freeRelisted(deps, endpointId, window.operations, nowMs());
  const evidence = await readEvidence(deps.db, endpointId, window.operations);
  for (const { orphan, operation } of evidence.moved) await settleOrphan(deps, orphan.id, operation.state.kind);
  const guardMs = deps.timing.sendTimeoutMs + clockSkewMs;
  const judgements = judgeOperations({ ...evidence, installedAt: reading.installedAt, nowMs: nowMs(), guardMs, clockSkewMs });
  const isWhole = await applyJudgements(deps, endpointId, judgements, evidence.knownRenders);
  // Entries that are no videos stay so: waiting for them would keep everything else from being judged, and sent, for good.
  if (!window.spanned || !isWhole) return false;
  for (const { id } of await listForgottenOrphans(deps.db, endpointId, renderWindowMs)) await settleOrphan(deps, id, 'unknown');
  await markJudged(deps.db, endpointId, judgedUntil(reading, judgements, guardMs));
  return true;
}

/** What a restored backup leaves open at a provider that lists everything: asked before anything is judged, because judging keeps what nobody can take. */
export interface RestoreDoubts {
  /** Campaigns whose waiting variants may be shown by videos that differ in what no list shows. */
  veiled: ReadonlySet<number>;
  /** Entries of the list are no videos: what they stand for nobody can tell. */
  hasLeftOut: boolean;
}

export async function readRestoreDoubts(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal): Promise<RestoreDoubts> {
  const { window } = await readBackwards(deps, endpointId, provider, signal);
  const evidence = await readEvidence(deps.db, endpointId, window.operations);
  const veiled = findVeiledPlaces(evidence, deps.timing.clockSkewMs);
  return { veiled: new Set(veiled.map(({ campaignNum }) => campaignNum)), hasLeftOut: window.spanned && !window.complete };
}

/** The provider's list from now back to where it was judged last. */
async function readBackwards(deps: Deps, endpointId: string, provider: Provider, signal: AbortSignal) {
  const reading = await readEndpointReading(deps.db, endpointId, deps.timing.renderWindowMs);
  const readAtMs = deps.clock.monotonicMs();
  const nowMs = () => reading.now.getTime() + deps.clock.monotonicMs() - readAtMs;
  const window = await readWindow(deps, provider, { since: beginOf(reading, deps.timing.clockSkewMs), nowMs }, signal);
  return { reading, window, nowMs };
}

/** Whoever refuses the list refuses a create as well: a person is told before anything is sent. */
async function closeRefused(deps: Deps, endpointId: string, because: string): Promise<void> {
  if (await closeEndpoint(deps.db, endpointId, because)) deps.log.error({ event: 'endpoint.paused', endpointId, because });
}

/** From the last judged video, or from the installation on; orphans that still render and what was given up lately are looked at again. */
function beginOf({ judgedUntil: judged, installedAt, pendingSince, givenUpSince }: EndpointReading, clockSkewMs: number): Date {
  const sinceMs = (judged ?? installedAt).getTime() - clockSkewMs;
  const againMs = givenUpSince === null ? sinceMs : givenUpSince.getTime() - clockSkewMs;
  return new Date(Math.min(sinceMs, againMs, pendingSince?.getTime() ?? sinceMs));
}

/** Whatever was left alone this time is looked at again. */
function judgedUntil({ now }: EndpointReading, judgements: readonly Judgement[], guardMs: number): Date {
  const left = judgements.flatMap(({ kind, operation }) =>
    kind === 'leave' && operation.createdAt ? [operation.createdAt.getTime()] : [],
  );
  return new Date(Math.min(now.getTime() - guardMs, ...left));
}

interface Evidence {
  operations: Operation[];
  sends: DoubtfulSend[];
  places: VariantPlace[];
  known: Set<string>;
  hidden: Map<string, Set<string>>;
  knownRenders: Map<string, KnownRender>;
  /** Kept orphans of which the list now tells the end. */
  moved: { orphan: { id: string }; operation: Operation }[];
}

/**
 * What we know of the listed videos, as of one moment after the list was read: whatever made one of them had its row committed before, so that it
 * is among the claims or the doubtful sends.
 */
async function readEvidence(db: Db, endpointId: string, listed: readonly Operation[]): Promise<Evidence> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const claims = await readClaims(
        trx,
        endpointId,
        listed.map(({ id }) => id),
      );
      const operations = listed.filter(({ id }) => isFree(claims, id));
      const shown = operations.filter((operation) => fingerprintOf(operation) !== null);
      const fingerprints = [...new Set(shown.map((operation) => fingerprintOf(operation)!))];
      const wanted = { fingerprints, prompts: shown.map(({ prompt }) => prompt!) };
      const isNothing = operations.length === 0;
      const knownRenders = isNothing ? new Map<string, KnownRender>() : await readKnownRenders(trx, endpointId, fingerprints);
      return {
        operations,
        sends: isNothing ? [] : await listDoubtfulSends(trx, endpointId),
        places: isNothing ? [] : await listPlaces(trx, endpointId, wanted),
        hidden: isNothing ? new Map() : await readHidden(trx, endpointId, wanted),
        known: new Set(knownRenders.keys()),
        knownRenders,
        moved: listed.flatMap((operation) => {
          const orphan = claims.orphans.get(operation.id);
          return orphan?.state === 'pending' && operation.state.kind !== 'pending' ? [{ orphan, operation }] : [];
        }),
      };
    });
}

function isFree({ claimed, disputed, orphans }: Claims, id: string): boolean {
  return !claimed.has(id) && !disputed.has(id) && !orphans.has(id);
}

/** Answers whether every video found its place; one that did not, because the world moved on, is judged again in the next look. */
async function applyJudgements(
  deps: Deps,
  endpointId: string,
  judgements: readonly Judgement<VariantPlace>[],
  knownRenders: ReadonlyMap<string, KnownRender>,
): Promise<boolean> {
  let isWhole = true;
  for (const judgement of judgements) {
    const known = knownRenders.get(fingerprintOf(judgement.operation) ?? '');
    const isDone = await applyJudgement(deps, endpointId, judgement, known).catch((error: unknown) => {
      deps.log.error({ event: 'operation.unjudged', endpointId, operationId: judgement.operation.id, error });
      return false;
    });
    isWhole &&= isDone;
  }
  const strangers = judgements.filter((judgement) => judgement.kind === 'keep' && judgement.as === 'stranger').length;
  if (strangers > 0) deps.log.warn({ event: 'provider.strangers', endpointId, count: strangers, note: 'is this key used by others too?' });
  return isWhole;
}

/** Answers whether it was done; what throws keeps no other video from its place. */
async function applyJudgement(
  deps: Deps,
  endpointId: string,
  judgement: Judgement<VariantPlace>,
  known: KnownRender | undefined,
): Promise<boolean> {
  const { operation, kind } = judgement;
  if (kind === 'leave') return true;
  if (kind === 'keep') {
    await keepOrphan(deps, endpointId, { operation, as: judgement.as, known });
    return true;
  }
  const isDone = await settleJudgement(deps, endpointId, judgement);
  deps.log.warn({ event: `operation.${kind}`, endpointId, operationId: operation.id, isDone });
  return isDone;
}

async function settleJudgement(
  deps: Deps,
  endpointId: string,
  judgement: Judgement<VariantPlace> & { kind: 'adopt' | 'resume' | 'dispute' },
): Promise<boolean> {
  const { operation } = judgement;
  if (judgement.kind === 'adopt') return adoptOperation(deps, endpointId, judgement.place, operation);
  if (judgement.kind === 'dispute') return addDisputes(deps.db, judgement.renderIds, [operation.id]);
  const { renderId } = judgement;
  const campaign = await readCampaignOf(deps.db, renderId);
  const changes = [{ renderId, operationId: operation.id }];
  const moved = await deps.db
    .transaction()
    .execute((trx) => settleRenders(trx, deps, campaign, { from: 'parked', to: 'running', changes }));
  return moved.length > 0;
}

async function readCampaignOf(db: Db, renderId: string) {
  return db
    .selectFrom('renders as r')
    .innerJoin('campaigns as c', 'c.num', 'r.campaign_num')
    .where('r.id', '=', renderId)
    .select(['c.num', 'c.id', 'c.workspace_id as workspaceId'])
    .executeTakeFirstOrThrow();
}
