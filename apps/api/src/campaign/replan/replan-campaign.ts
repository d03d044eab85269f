import { readToday } from '../../catalog/read-today.ts';
import { sql } from 'kysely';
import type { Actor } from '../../access/actor.ts';
import { allow } from '../../access/allow.ts';
import { type CatalogModel, listModels, listOffers } from '../../catalog/catalog.store.ts';
import type { Db, Trx } from '../../db/database.ts';
import { LOCK_HOLDERS_SHARD } from '../../db/tally-shard.ts';
import type { Brief, CampaignRow } from '../../db/tables/campaigns.table.ts';
import type { Deps } from '../../deps.ts';
import { recordEvents } from '../../events/record-event.ts';
import { admitAgain } from '../../ledger/admit.ts';
import { appendEntries } from '../../ledger/append-entries.ts';
import { releaseUnsentChange } from '../../ledger/ledger.rules.ts';
import { InputInvalid } from '../../lib/refusal.ts';
import { checkStep, statusAfter } from '../campaign.rules.ts';
import { getCampaign, lockCampaign } from '../campaign.store.ts';
import { withIdempotency } from '../idempotency.ts';
import { planCampaign } from '../plan-campaign.ts';
import { NotPriced, NothingToRender, UnknownModel, WrongStatus } from '../refusals.ts';
import { updateCampaign } from '../update-campaign.ts';
import { checkReplacements } from './check-replacements.ts';
import { type Equivalent, equivalentOf } from './equivalence.rules.ts';
import { listModelsToRender, listUnsentColumns, type Replacement, replaceColumns, type UnsentColumn } from './replan.store.ts';

/** A model and the one that takes its place. */
export interface ModelSwap {
  fromId: string;
  toId: string;
}

/** What planning again onto other models would do, column by column. */
export interface EquivalenceReport {
  columns: (Equivalent & { from: UnsentColumn })[];
  /** Money of the cells that wait, before and after; `after` is null where a column has no price or no equivalent. */
  beforeMicros: number;
  afterMicros: number | null;
}

export interface ReplanCampaignInput {
  campaignId: string;
  models: readonly ModelSwap[];
  idempotencyKey: string;
}

/**
 * What another model would make of a campaign's unsent cells: the nearest size and length, what differs, and the price before and after.
 * Nothing changes. Throws NotAllowed, NotFound, UnknownModel, InputInvalid.
 */
export async function compareModels(
  deps: Deps,
  actor: Actor,
  input: Pick<ReplanCampaignInput, 'campaignId' | 'models'>,
): Promise<EquivalenceReport> {
  allow(actor, 'campaign.read');
  const campaign = await getCampaign(deps.db, actor.workspaceId, input.campaignId);
  return reportOf(deps.db, campaign, readSwaps(input.models), await readToday(deps.db));
}

/**
 * Moves a campaign's unsent and failed cells to other models, at their nearest size and length, and makes its reserve agree: more money is
 * asked of the budgets, less returns. What is with the provider goes on. A draft or planned campaign takes the models into its brief and is
 * planned again; one under way must be paused first. Throws NotAllowed, NotFound, WrongStatus, UnknownModel, InputInvalid, NotPriced,
 * OverEntitlement, NothingToRender, BudgetExceeded, IdempotencyKeyReused; where planning is refused (ModerationUnavailable), the same key plans again.
 */
export async function replanCampaign(deps: Deps, actor: Actor, input: ReplanCampaignInput): Promise<CampaignRow> {
  allow(actor, 'campaign.launch');
  const { campaignId, idempotencyKey: key } = input;
  const swaps = readSwaps(input.models);
  const { isBriefOnly, wasPlanned, modelIds } = await deps.db.transaction().execute((trx) =>
    withIdempotency(trx, { workspaceId: actor.workspaceId, mutation: 'replanCampaign', key, input: [campaignId, [...swaps]] }, async () => {
      const campaign = await lockCampaign(trx, actor.workspaceId, campaignId);
      checkStep('replan', campaign.status);
      const { status, brief } = campaign;
      if (isBeforeLaunch(campaign)) return { isBriefOnly: true, wasPlanned: status === 'planned', modelIds: brief.modelIds };
      await moveUnsent(trx, deps, actor, campaign, swaps);
      return { isBriefOnly: false, wasPlanned: false, modelIds: [] };
    }),
  );
  if (isBriefOnly) return replanBrief(deps, actor, { campaignId, swaps, wasPlanned, target: modelIds.map((id) => swaps.get(id) ?? id) });
  deps.events.ring();
  return getCampaign(deps.db, actor.workspaceId, campaignId);
}

/** The models another could take the place of: before launch those of the brief, then those that cells wait for or failed on. */
export async function readModelsToRender(db: Db, campaign: CampaignRow): Promise<string[]> {
  if (statusAfter('update', campaign.status) !== null) return [...new Set(campaign.brief.modelIds)];
  return listModelsToRender(db, campaign.num);
}

type Swaps = ReadonlyMap<string, string>;

function readSwaps(models: readonly ModelSwap[]): Swaps {
  const swaps = new Map(models.map(({ fromId, toId }) => [fromId, toId]));
  if (swaps.size === 0) throw new InputInvalid('models', 'Say which model takes the place of which.');
  if (models.some(({ fromId, toId }) => fromId === toId))
    throw new InputInvalid('models', 'A model can not take its own place. Choose another one.');
  return swaps;
}

async function reportOf(db: Db, campaign: CampaignRow, swaps: Swaps, today: string): Promise<EquivalenceReport> {
  const models = new Map((await listModels(db, today)).map((model) => [model.id, model]));
  const columns = (await listUnsentColumns(db, campaign, [...swaps.keys()])).map((from) => ({
    ...equivalentOf(from, standIn(models, from.modelId), standIn(models, swaps.get(from.modelId)!, today)),
    from,
  }));
  const prices = columns.map(({ from, to }) => (to?.priceMicros == null ? null : to.priceMicros * from.waiting));
  return {
    columns,
    beforeMicros: columns.reduce((sum, { from }) => sum + from.priceMicros * from.waiting, 0),
    afterMicros: prices.reduce<number | null>((sum, price) => (sum === null || price === null ? null : sum + price), 0),
  };
}

/** A model by id; asked for `today` it must still be offered. */
function standIn(models: ReadonlyMap<string, CatalogModel>, id: string, today?: string): CatalogModel {
  const model = models.get(id);
  if (!model) throw new UnknownModel('This model is not in the catalogue. Choose one of the models listed there.');
  if (today !== undefined && model.retires_on !== null && model.retires_on <= today) {
    throw new UnknownModel(`${model.name} retired on ${model.retires_on}. Choose a model that is still offered.`);
  }
  return model;
}

async function moveUnsent(trx: Trx, deps: Deps, actor: Actor, campaign: CampaignRow, swaps: Swaps): Promise<void> {
  if (campaign.admitted_count < campaign.variant_count)
    throw new WrongStatus('This campaign is still being written. Try again in a moment.', campaign.status);
  const today = await readToday(trx);
  const report = await reportOf(trx, campaign, swaps, today);
  const replacements = await pricedReplacements(trx, report, today);
  await checkReplacements(trx, campaign, replacements);
  const change = (report.afterMicros ?? 0) - report.beforeMicros;
  const about = { workspaceId: actor.workspaceId, campaignNum: campaign.num, actorId: actor.userId };
  const { rows } = await sql<{
    id: number;
  }>`select coalesce(max(id), 0)::int as id from ledger_entries where campaign_num = ${campaign.num}`.execute(trx);
  const reason = `replan:${campaign.id}:${rows[0]!.id}`;
  if (change > 0)
    await admitAgain(trx, deps, { workspaceId: actor.workspaceId, userId: actor.userId, campaign, reason, cellsMicros: change });
  if (change < 0) await appendEntries(trx, [{ ...about, ...releaseUnsentChange(reason, -change) }], LOCK_HOLDERS_SHARD);
  const moved = await replaceColumns(trx, campaign.num, replacements);
  const expected = report.columns.reduce((sum, { from }) => sum + from.waiting + from.failed, 0);
  if (moved !== expected) throw new WrongStatus('Some of these cells were being sent just now. Look at the report again.', campaign.status);
  await recordEvents(trx, [
    {
      ...about,
      kind: 'campaign.replanned',
      subject: campaign.id,
      facts: { models: [...swaps], cells: moved, beforeMicros: report.beforeMicros, afterMicros: report.afterMicros },
    },
  ]);
}

/** Every column's stand-in with its price row of today. Throws NothingToRender, NotPriced, InputInvalid where a column has none. */
async function pricedReplacements(trx: Trx, report: EquivalenceReport, today: string): Promise<Replacement[]> {
  const movable = report.columns.filter(({ from }) => from.waiting + from.failed > 0);
  if (movable.length === 0) throw new NothingToRender('No cell of this campaign waits for these models: nothing is left to move.');
  return Promise.all(
    movable.map(async ({ from, to }) => {
      const column = `${from.size}, ${from.seconds} s`;
      if (!to) throw new InputInvalid('models', `The model you chose renders nothing like ${column}. Choose another one.`);
      const [offer] = await listOffers(trx, {
        modelIds: [to.modelId],
        sizes: [to.size],
        seconds: [to.seconds],
        audio: from.audio,
        on: today,
      });
      if (offer?.priceId == null || offer.priceMicros === null) {
        throw new NotPriced(`${column} has no price at the model you chose. Ask an administrator to enter the price.`);
      }
      const { endpointId, priceId, priceMicros } = offer;
      return { replacesN: from.n, modelId: to.modelId, size: to.size, seconds: to.seconds, endpointId, priceId, priceMicros };
    }),
  );
}

const isBeforeLaunch = ({ status }: Pick<CampaignRow, 'status'>): boolean => status === 'draft' || status === 'planned';

/** Before launch a campaign takes the other models into its brief. Called again, it goes on where it was refused. */
async function replanBrief(
  deps: Deps,
  actor: Actor,
  { campaignId, swaps, wasPlanned, target }: { campaignId: string; swaps: Swaps; wasPlanned: boolean; target: readonly string[] },
): Promise<CampaignRow> {
  const campaign = await getCampaign(deps.db, actor.workspaceId, campaignId);
  const { brief } = campaign;
  const inOrder = (modelIds: readonly string[]) => [...new Set(modelIds)].join();
  const isDone = inOrder(brief.modelIds) === inOrder(target);
  if (isDone && !isBeforeLaunch(campaign)) return campaign;
  const today = await readToday(deps.db);
  const models = new Map((await listModels(deps.db, today)).map((model) => [model.id, model]));
  if (!isDone) await updateCampaign(deps, actor, { campaignId, ...swapBrief(brief, swaps, models, today) });
  return wasPlanned ? planCampaign(deps, actor, { campaignId }) : getCampaign(deps.db, actor.workspaceId, campaignId);
}

function swapBrief(
  brief: Brief,
  swaps: Swaps,
  models: ReadonlyMap<string, CatalogModel>,
  today: string,
): Pick<Brief, 'modelIds' | 'sizes' | 'seconds'> {
  const nearest = (modelIds: readonly string[], size: string, seconds: number) =>
    modelIds
      .filter((id) => swaps.has(id))
      .map((id) => ({ was: standIn(models, id), now: standIn(models, swaps.get(id)!, today) }))
      .reduce(
        (at, { was, now }) =>
          equivalentOf({ n: 0, modelId: was.id, size: at.size, seconds: at.seconds, audio: brief.audio, priceMicros: 0 }, was, now).to ??
          at,
        { size, seconds },
      );
  return {
    modelIds: brief.modelIds.map((id) => swaps.get(id) ?? id),
    sizes: brief.sizes.map((size, place) => nearest(modelsMeeting(brief, brief.sizes, place), size, brief.seconds[0] ?? 4).size),
    seconds: brief.seconds.map(
      (length, place) => nearest(modelsMeeting(brief, brief.seconds, place), brief.sizes[0] ?? '1280x720', length).seconds,
    ),
  };
}

/** The models that a value of another axis is rendered by: all of a crossed brief, of a paired one those at the same place. */
function modelsMeeting({ axisMode, modelIds }: Brief, axis: readonly unknown[], place: number): readonly string[] {
  const isPaired = axisMode === 'zip' && axis.length > 1 && modelIds.length > 1;
  return isPaired ? modelIds.slice(place, place + 1) : modelIds;
}
