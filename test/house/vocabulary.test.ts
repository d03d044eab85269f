import {
  ADMISSION_KINDS,
  AXIS_MODES,
  BUDGET_PERIODS,
  BUDGET_SCOPES,
  CAMPAIGN_ORIGINS,
  CAMPAIGN_PRIORITIES,
  CAMPAIGN_PURPOSES,
  CAMPAIGN_STATUSES,
  CLIP_FILE_KINDS,
  CLIP_STATUSES,
  DIALECTS,
  EDITIONS,
  ENDPOINT_LEVELS,
  ENDPOINT_STATUSES,
  LEDGER_KINDS,
  ORPHAN_KINDS,
  PARKED_CAUSES,
  PARKED_DECISIONS,
  PHASES,
  REFERENCE_ROLES,
  RENDER_STATUSES,
  REUSE_STATUSES,
  ROLES,
  TIERS,
  VERDICTS,
} from '@dailies/schema';
import { REJECTION_RULES, RULE_CODES, SEVERITIES } from '@dailies/schema/lint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { GraphQLEnumType } from 'graphql';
import { buildSchema } from '../../apps/api/src/app/schema.ts';
import { cloneDatabase } from '../support/postgres.ts';

const COLUMNS: [table: string, column: string, words: readonly string[]][] = [
  ['campaigns', 'status', CAMPAIGN_STATUSES],
  ['campaigns', 'purpose', CAMPAIGN_PURPOSES],
  ['campaigns', 'priority', CAMPAIGN_PRIORITIES],
  ['campaigns', 'origin', CAMPAIGN_ORIGINS],
  ['variants', 'phase', PHASES],
  ['renders', 'status', RENDER_STATUSES],
  ['orphans', 'kind', ORPHAN_KINDS],
  ['reuses', 'status', REUSE_STATUSES],
  ['entitlements', 'edition', EDITIONS],
  ['clips', 'status', CLIP_STATUSES],
  ['clip_files', 'kind', CLIP_FILE_KINDS],
  ['ledger_entries', 'kind', LEDGER_KINDS],
  ['admissions', 'kind', ADMISSION_KINDS],
  ['budgets', 'scope', BUDGET_SCOPES],
  ['budgets', 'period', BUDGET_PERIODS],
  ['offers', 'verdict', VERDICTS],
  ['policy_rejections', 'rule', REJECTION_RULES],
  ['compiled_prompts', 'verdict', VERDICTS],
  ['members', 'role', ROLES],
  ['workspaces', 'edition', EDITIONS],
  ['models', 'tier', TIERS],
  ['endpoints', 'dialect', DIALECTS],
  ['endpoints', 'status', ENDPOINT_STATUSES],
  ['endpoints', 'level', ENDPOINT_LEVELS],
  ['reference_images', 'role', REFERENCE_ROLES],
];

const ENUMS: [name: string, words: readonly string[]][] = [
  ['CampaignStatus', CAMPAIGN_STATUSES],
  ['CampaignPurpose', CAMPAIGN_PURPOSES],
  ['CampaignOrigin', CAMPAIGN_ORIGINS],
  ['CampaignPriority', CAMPAIGN_PRIORITIES],
  ['EndpointStatus', ENDPOINT_STATUSES],
  ['Phase', PHASES],
  ['RenderStatus', RENDER_STATUSES],
  ['OrphanKind', ORPHAN_KINDS],
  ['ParkedDecision', PARKED_DECISIONS],
  ['ParkedCause', PARKED_CAUSES],
  ['Verdict', VERDICTS],
  ['LintRule', RULE_CODES],
  ['RejectionRule', REJECTION_RULES],
  ['LintSeverity', SEVERITIES],
  ['Tier', TIERS],
  ['AxisMode', AXIS_MODES],
  ['ClipStatus', CLIP_STATUSES],
  ['LedgerKind', LEDGER_KINDS],
  ['BudgetScope', BUDGET_SCOPES],
  ['BudgetPeriod', BUDGET_PERIODS],
];

describe('the words of packages/schema', () => {
  let database: Awaited<ReturnType<typeof cloneDatabase>>;
  let client: pg.Client;

  beforeAll(async () => {
    database = await cloneDatabase();
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it.each(COLUMNS)('are the CHECK of %s.%s', async (table, column, words) => {
    const { rows } = await client.query<{ definition: string }>(
      `select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
      [table],
    );
    const check = rows.map((row) => row.definition).find((text) => text.startsWith(`CHECK ((${column} = ANY (ARRAY[`));
    const allowed = [...(check ?? '').matchAll(/'([^']+)'::text/g)].map((match) => match[1]!);
    expect(allowed.sort()).toEqual([...words].sort());
  });

  it.each(ENUMS)('are the GraphQL enum %s', (name, words) => {
    const type = buildSchema().getType(name);
    const values = type instanceof GraphQLEnumType ? type.getValues().map((value) => value.value as string) : [];
    expect(values.sort()).toEqual([...words].sort());
  });
});
