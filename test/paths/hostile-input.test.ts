import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CampaignRow } from '../../apps/api/src/db/tables/campaigns.table.ts';
import { globalId } from '../support/global-id.ts';
import { type CampaignStage, startCampaignStage } from '../support/make-campaign.ts';

let stage: CampaignStage;
let campaign: CampaignRow;
beforeAll(async () => {
  stage = await startCampaignStage();
  campaign = await stage.launch();
});
afterAll(() => stage.stop());

const campaignId = () => globalId('Campaign', campaign.id);
const NUL = 'a\0b';

/** The code that a mutation is refused with, as its own answer or as an error. */
async function codeOf(name: string, input: object): Promise<unknown> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await stage.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ... on Refusal { code } } }`, { input });
  const answer = data?.[name] as { code?: string } | undefined;
  return answer?.code ?? (errors[0] as { extensions?: { code?: string } } | undefined)?.extensions?.code;
}

test.each([
  ['pauseEndpoint', () => ({ endpointId: globalId('Endpoint', 'default'), reason: NUL })],
  ['addReference', () => ({ uploadId: NUL, role: 'SUBJECT' })],
  ['setPrice', () => ({ modelId: globalId('Model', 'default.sora-2'), size: NUL, secondMicros: 1, source: 'a page' })],
  ['retryRenders', () => ({ campaignId: campaignId(), failureCodes: [NUL], idempotencyKey: randomUUID() })],
])('%s refuses a NUL as the input’s fault, not as one of ours', async (name, input) => {
  expect(await codeOf(name, input())).toBe('INPUT_INVALID');
});

const LISTS = {
  orphans: (args: string) => `orphans(${args}) { nodes { id } }`,
  promptHistory: (args: string) => `promptHistory(${args}) { nodes { text } }`,
  campaigns: (args: string) => `campaigns(${args}) { nodes { id } }`,
  ledgerEntries: (args: string) => `campaign(id: "${campaignId()}") { ledgerEntries(${args}) { nodes { key } } }`,
};

/** Keys that a list may have are a place in it, whoever wrote the cursor. Orphans are sorted by a text, which the database makes of numbers too. */
test.each<[keys: unknown[], beginAPage: (keyof typeof LISTS)[]]>([
  [['x'], ['orphans']],
  [[1e30], ['orphans']],
  [['a\0'], []],
  [[1.5], ['orphans']],
  [
    [1, 2, 3],
    ['orphans', 'campaigns', 'ledgerEntries'],
  ],
])('a cursor of somebody’s own making (%j) is refused as one, but where it is a place: %j', async (keys, beginAPage) => {
  const after = Buffer.from(JSON.stringify(keys)).toString('base64url');
  for (const [name, list] of Object.entries(LISTS)) {
    const { data, errors } = await stage.ask(`{ ${list(`first: 1, after: "${after}"`)} }`);
    if (beginAPage.some((one) => one === name))
      expect({ name, data, errors }).toMatchObject({ name, data: expect.any(Object), errors: [] });
    else expect({ name, errors }).toMatchObject({ name, errors: [{ extensions: { code: 'CURSOR_INVALID' } }] });
  }
});

test('a day that no calendar has is no date', async () => {
  const retire = { modelId: globalId('Model', 'default.sora-2'), retiresOn: '2027-02-31' };
  const { errors } = await stage.ask('mutation ($input: SetModelRetirementInput!) { setModelRetirement(input: $input) { __typename } }', {
    input: retire,
  });
  expect(errors).toMatchObject([{ message: expect.stringContaining('Date must be a day') }]);
});

test('a correction beyond all reason is refused, and nothing is booked', async () => {
  for (const micros of [Number.MAX_SAFE_INTEGER, 1_000_000_000_001, -1_000_000_000_001]) {
    const adjustment = { campaignId: campaignId(), micros, reason: 'A slip of the finger', idempotencyKey: randomUUID() };
    expect(await codeOf('adjustLedger', adjustment)).toBe('INPUT_INVALID');
  }
  const booked = await stage.deps.db.selectFrom('ledger_entries').select('id').where('kind', '=', 'adjust').execute();
  expect(booked).toEqual([]);
});
