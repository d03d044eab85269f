import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { AdmissionsTable, BudgetAlertsTable, BudgetsTable } from './tables/budgets.table.ts';
import type {
  CampaignTalliesTable,
  CampaignsTable,
  CompiledPromptsTable,
  ExclusionsTable,
  PlanSnapshotsTable,
  OffersTable,
  PromptsTable,
  VariantsTable,
} from './tables/campaigns.table.ts';
import type { EndpointsTable, ModelSecondsTable, ModelSizesTable, ModelsTable, PricesTable } from './tables/catalog.table.ts';
import type { ClipFilesTable, ClipsTable } from './tables/clips.table.ts';
import type { EntitlementsTable, PlannedReusesTable, QuotaUsesTable, ReusesTable } from './tables/entitlements.table.ts';
import type { EndpointReadingsTable, RenderDurationsTable } from './tables/durations.table.ts';
import type { DispatchTurnsTable, EndpointDaysTable, SendTokensTable } from './tables/endpoint-sends.table.ts';
import type { EventSequenceTable, EventsTable } from './tables/events.table.ts';
import type { IdempotencyKeysTable } from './tables/idempotency-keys.table.ts';
import type { ImportsTable, UploadsTable } from './tables/imports.table.ts';
import type { LeasesTable } from './tables/leases.table.ts';
import type { LedgerBalancesTable, LedgerEntriesTable } from './tables/ledger-entries.table.ts';
import type {
  PresetPacksTable,
  PresetVersionsTable,
  PresetsTable,
  PromptTemplatesTable,
  ReferenceImagesTable,
} from './tables/library.table.ts';
import type { LineageTable, PromptHistoryTable, PromptUsesTable, WinnersTable } from './tables/lineage.table.ts';
import type { OrphansTable } from './tables/orphans.table.ts';
import type { ModerationsTable, PolicyRejectionsTable, PolicySpikesTable } from './tables/policy.table.ts';
import type { RendersTable } from './tables/renders.table.ts';
import type { MembersTable, UsersTable, WorkspacesTable } from './tables/workspaces.table.ts';

export interface Tables {
  workspaces: WorkspacesTable;
  users: UsersTable;
  members: MembersTable;
  idempotency_keys: IdempotencyKeysTable;
  leases: LeasesTable;
  endpoints: EndpointsTable;
  models: ModelsTable;
  model_sizes: ModelSizesTable;
  model_seconds: ModelSecondsTable;
  prices: PricesTable;
  preset_packs: PresetPacksTable;
  presets: PresetsTable;
  preset_versions: PresetVersionsTable;
  prompt_templates: PromptTemplatesTable;
  reference_images: ReferenceImagesTable;
  campaigns: CampaignsTable;
  prompts: PromptsTable;
  imports: ImportsTable;
  uploads: UploadsTable;
  compiled_prompts: CompiledPromptsTable;
  offers: OffersTable;
  exclusions: ExclusionsTable;
  plan_snapshots: PlanSnapshotsTable;
  variants: VariantsTable;
  campaign_tallies: CampaignTalliesTable;
  winners: WinnersTable;
  lineage: LineageTable;
  prompt_history: PromptHistoryTable;
  prompt_uses: PromptUsesTable;
  renders: RendersTable;
  render_durations: RenderDurationsTable;
  endpoint_readings: EndpointReadingsTable;
  send_tokens: SendTokensTable;
  endpoint_days: EndpointDaysTable;
  dispatch_turns: DispatchTurnsTable;
  orphans: OrphansTable;
  reuses: ReusesTable;
  planned_reuses: PlannedReusesTable;
  entitlements: EntitlementsTable;
  quota_uses: QuotaUsesTable;
  clips: ClipsTable;
  clip_files: ClipFilesTable;
  ledger_entries: LedgerEntriesTable;
  ledger_balances: LedgerBalancesTable;
  admissions: AdmissionsTable;
  budgets: BudgetsTable;
  budget_alerts: BudgetAlertsTable;
  moderations: ModerationsTable;
  policy_rejections: PolicyRejectionsTable;
  policy_spikes: PolicySpikesTable;
  events: EventsTable;
  event_sequence: EventSequenceTable;
}

/** Either a connection pool or a transaction. A function that must run inside a transaction asks for `Trx`. */
export type Db = Kysely<Tables>;
export type Trx = Transaction<Tables>;

/** No statement of ours may run longer: a bad plan fails loudly instead of taking the processor. */
const STATEMENT_LIMIT_MS = 30_000;
/** A process that stands still inside a transaction (stopped, swapped out, its machine asleep) loses its locks after this: nobody waits for it for ever. */
const IDLE_LIMIT_MS = 15_000;

const INT8 = 20;
const DATE = 1082;

/** int8 as a number (every one of ours stays below 2^53; a larger one is a bug and throws), date as its `YYYY-MM-DD` text. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return readInt8;
    if (oid === DATE) return (text: string) => text;
    return pg.types.getTypeParser(oid, format);
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function readInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`a count of ${text} does not fit a number`);
  return value;
}

export interface Database {
  db: Db;
  pool: pg.Pool;
  close: () => Promise<void>;
}

/**
 * Opens a pool. `onIdleError` hears of connections that broke between two statements (a server restart), which is no crash. A transaction that
 * stands still is ended after `idleLimitMs`.
 */
export function openDatabase(options: {
  url: string;
  connectionsMax: number;
  onIdleError: (error: Error) => void;
  idleLimitMs?: number;
}): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax,
    types,
    connectionTimeoutMillis: 10_000,
    statement_timeout: STATEMENT_LIMIT_MS,
    idle_in_transaction_session_timeout: options.idleLimitMs ?? IDLE_LIMIT_MS,
  });
  pool.on('error', options.onIdleError);
  // The pool stops listening to a connection it lends: one that breaks inside a transaction would end the process.
  pool.on('connect', (client) => client.on('error', options.onIdleError));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}
