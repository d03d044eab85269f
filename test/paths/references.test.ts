import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { REFERENCE_BYTES_MAX } from '@dailies/schema';
import { plainPng } from '../../apps/api/src/media/plain-picture.ts';
import { claimVariants } from '../../apps/api/src/render/claim-variants.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';
import { heavyPng } from '../support/pictures.ts';
import { launchCampaign } from '../support/run-campaign.ts';
import { readSandboxLedger, startApp, type TestApp } from '../support/start-app.ts';

const PORTRAIT = { width: 720, height: 1280 };
const REFUSAL = '... on Refusal { code message }';
const ADD = `mutation ($input: AddReferenceInput!) { addReference(input: $input) {
  ... on AddReferenceSuccess { reference { id name role contentType bytes width height sha256 url } } ${REFUSAL} } }`;
const ARCHIVE = `mutation ($input: ArchiveReferenceInput!) { archiveReference(input: $input) {
  ... on ArchiveReferenceSuccess { reference { archived } } ${REFUSAL} } }`;
const CREATE = `mutation ($input: CreateCampaignInput!) { createCampaign(input: $input) { ... on CreateCampaignSuccess { campaign { id } } ${REFUSAL} } }`;
const UPDATE = `mutation ($input: UpdateCampaignInput!) { updateCampaign(input: $input) { ... on UpdateCampaignSuccess { campaign { id } } ${REFUSAL} } }`;
const PLAN = `mutation ($input: PlanCampaignInput!) { planCampaign(input: $input) {
  ... on PlanCampaignSuccess { campaign { id reference { name } plan { hash } variants(first: 10) { edges { node { verdict verdictNote size } } } } } ${REFUSAL} } }`;

interface Reference {
  id: string;
  name: string;
  sha256: string;
  url: string;
}
interface Planned {
  campaign: {
    id: string;
    reference: { name: string } | null;
    plan: { hash: string };
    variants: { edges: { node: { verdict: string; verdictNote: string | null; size: string } }[] };
  };
}

let app: TestApp;
let models: { id: string; key: string }[];
beforeAll(async () => {
  app = await startApp({ worker: false });
  const { catalog } = await app.client.request<{ catalog: { models: { id: string; key: string; retired: boolean }[] } }>(
    '{ catalog { models { id key retired } } }',
  );
  models = catalog.models.filter(({ retired }) => !retired);
});
afterAll(() => app.stop());

async function upload(bytes: Buffer, type = 'image/png'): Promise<{ status: number; uploadId: string; code: string | undefined }> {
  const url = new URL('/uploads?name=bottle.png', app.api.graphqlUrl);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: new Uint8Array(bytes) });
  const body = (await response.json()) as { uploadId: string; errors?: { extensions: { code: string } }[] };
  return { status: response.status, uploadId: body.uploadId, code: body.errors?.[0]?.extensions.code };
}

async function add(bytes: Buffer, name = 'Bottle'): Promise<Reference> {
  const { uploadId } = await upload(bytes);
  return (await app.client.mutate<{ reference: Reference }>(ADD, { uploadId, name, role: 'PRODUCT' })).reference;
}

async function plan(referenceId: string | null, wish: { prompts?: string[]; sizes?: string[] } = {}): Promise<Planned['campaign']> {
  const { campaign } = await app.client.mutate<{ campaign: { id: string } }>(CREATE, {
    name: 'From a picture',
    modelIds: [models.find(({ key }) => key === 'sora-2')!.id],
    sizes: wish.sizes ?? ['720x1280'],
    seconds: [4],
    reuse: false,
    referenceId,
    prompts: (wish.prompts ?? ['The bottle turns slowly.']).map((text) => ({ text })),
  });
  return (await app.client.mutate<Planned>(PLAN, { campaignId: campaign.id })).campaign;
}

const dispatch = () => dispatchEndpoint(app.built.deps, 'default', new AbortController().signal);
const ledger = () => readSandboxLedger(app.sandbox);

it('a picture is uploaded, kept once, shown and taken out again', async () => {
  const bytes = plainPng({ ...PORTRAIT, colour: [10, 120, 90] });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const reference = await add(bytes);
  expect(reference).toMatchObject({ name: 'Bottle', role: 'PRODUCT', contentType: 'image/png', bytes: bytes.length, ...PORTRAIT, sha256 });
  expect(Buffer.from(await (await fetch(reference.url)).arrayBuffer()).equals(bytes)).toBe(true);

  expect((await add(bytes, 'The same')).id).toBe(reference.id);
  const listed = () =>
    app.client.request<{ references: { edges: { node: { name: string } }[] } }>('{ references { edges { node { name } } } }');
  expect((await listed()).references.edges.map(({ node }) => node.name)).toEqual(['The same']);

  await app.client.mutate(ARCHIVE, { referenceId: reference.id });
  expect((await listed()).references.edges).toEqual([]);
  await expect(plan(reference.id)).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
  await expect(plan('no picture of ours')).rejects.toMatchObject({ code: 'UNKNOWN_REFERENCE' });
});

it.each([
  ['a text that says it is a picture', Buffer.from('hello'), 422],
  ['a picture that breaks off', plainPng({ ...PORTRAIT, colour: [0, 0, 0] }).subarray(0, 200), 422],
  ['a picture of too many bytes', heavyPng(PORTRAIT, REFERENCE_BYTES_MAX), 422],
])('%s is refused at the door', async (_name, bytes, status) => {
  expect(await upload(bytes)).toMatchObject({ status, code: 'PICTURE_INVALID' });
});

it('a prompt file is no picture', async () => {
  const { uploadId } = await upload(Buffer.from('prompt\nA fox'), 'text/csv');
  await expect(app.client.mutate(ADD, { uploadId, role: 'STYLE' })).rejects.toMatchObject({ code: 'PICTURE_INVALID' });
  await expect(app.client.mutate(ADD, { uploadId: 'upl_nobody', role: 'STYLE' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('the plan refuses, cell by cell and in words, what the picture does not fit', async () => {
  const reference = await add(plainPng({ ...PORTRAIT, colour: [1, 2, 3] }), 'Tall bottle');
  const planned = await plan(reference.id, { sizes: ['720x1280', '1280x720'] });
  const cells = planned.variants.edges.map(({ node }) => node);
  expect(planned.reference).toEqual({ name: 'Tall bottle' });
  expect(cells.find(({ size }) => size === '720x1280')).toMatchObject({ verdict: 'OK' });
  expect(cells.find(({ size }) => size === '1280x720')).toMatchObject({
    verdict: 'PROMPT_INVALID',
    verdictNote: expect.stringContaining('“Tall bottle” has 720x1280 pixels') as string,
  });
});

it('an endpoint that was found to take no picture is planned nothing with one', async () => {
  const { db } = app.built.deps;
  const reference = await add(plainPng({ ...PORTRAIT, colour: [4, 2, 3] }));
  await db
    .updateTable('endpoints')
    .set({ capabilities: sql`'{"takesReference": false}'::jsonb` })
    .where('id', '=', 'default')
    .execute();
  const planned = await plan(reference.id);
  await db
    .updateTable('endpoints')
    .set({ capabilities: sql`'{}'::jsonb` })
    .where('id', '=', 'default')
    .execute();
  expect(planned.variants.edges[0]!.node).toMatchObject({
    verdict: 'PROMPT_INVALID',
    verdictNote: expect.stringContaining('takes no reference image') as string,
  });
});

it('another picture makes the plan that was seen stale', async () => {
  const [one, other] = [await add(plainPng({ ...PORTRAIT, colour: [5, 5, 5] })), await add(plainPng({ ...PORTRAIT, colour: [6, 6, 6] }))];
  const seen = await plan(one.id);
  await app.client.mutate(UPDATE, { campaignId: seen.id, referenceId: other.id });
  await app.client.mutate(PLAN, { campaignId: seen.id });
  await expect(launchCampaign(app.client, { id: seen.id, planHash: seen.plan.hash })).rejects.toMatchObject({
    code: 'PLAN_STALE',
    message: expect.stringContaining('the reference image changed') as string,
  });
});

it('what is made from a campaign keeps its picture, also one that left the library', async () => {
  const reference = await add(plainPng({ ...PORTRAIT, colour: [8, 8, 8] }), 'Kept');
  const planned = await plan(reference.id, { prompts: ['The bottle is opened.'] });
  await app.client.mutate(ARCHIVE, { referenceId: reference.id });
  const { campaign } = await app.client.mutate<{ campaign: { id: string } }>(
    `mutation ($input: PreviewCampaignInput!) { previewCampaign(input: $input) { ... on PreviewCampaignSuccess { campaign { id } } ${REFUSAL} } }`,
    { campaignId: planned.id, idempotencyKey: 'preview' },
  );
  const made = await app.client.request('query ($id: ID!) { campaign(id: $id) { reference { name archived } } }', { id: campaign.id });
  expect(made).toEqual({ campaign: { reference: { name: 'Kept', archived: true } } });
  await app.client.mutate(UPDATE, { campaignId: planned.id, referenceId: null });
  await expect(app.client.mutate(UPDATE, { campaignId: planned.id, referenceId: reference.id })).rejects.toMatchObject({
    code: 'UNKNOWN_REFERENCE',
  });
});

it('every render carries the picture; equal prompts of two pictures are never in doubt together', async () => {
  const { deps } = app.built;
  const pictures = [plainPng({ ...PORTRAIT, colour: [200, 0, 0] }), plainPng({ ...PORTRAIT, colour: [0, 0, 200] })];
  for (const picture of pictures) {
    const planned = await plan((await add(picture)).id, { prompts: ['A twin of a picture.'] });
    await launchCampaign(app.client, { id: planned.id, planHash: planned.plan.hash });
  }
  await claimVariants(deps, 'default');
  const fingerprints = await deps.db
    .selectFrom('renders')
    .select(['fingerprint', 'single_flight'])
    .where('status', '=', 'intended')
    .execute();
  expect(fingerprints).toHaveLength(2);
  expect(fingerprints.every(({ fingerprint, single_flight }) => single_flight && fingerprint.equals(fingerprints[0]!.fingerprint))).toBe(
    true,
  );

  await dispatch();
  await dispatch();
  const { entries } = await ledger();
  const sent = entries.filter(({ kind }) => kind === 'start').map(({ reference }) => reference);
  expect(sent).toHaveLength(pictures.length);
  expect(new Set(sent)).toEqual(new Set(pictures.map((bytes) => createHash('sha256').update(bytes).digest('hex'))));
});

it('a picture whose object is gone fails its renders before anything is sent, and gives the money back', async () => {
  const { deps } = app.built;
  const before = (await ledger()).creates;
  const reference = await add(plainPng({ ...PORTRAIT, colour: [7, 7, 7] }));
  const { object_key: key } = await deps.db
    .selectFrom('reference_images')
    .select('object_key')
    .where('sha256', '=', Buffer.from(reference.sha256, 'hex'))
    .executeTakeFirstOrThrow();
  const planned = await plan(reference.id, { prompts: ['A picture that will be lost.'] });
  await launchCampaign(app.client, { id: planned.id, planHash: planned.plan.hash });
  await deps.storage.remove(key);
  await dispatch();
  const { campaign } = await app.client.request<{ campaign: { failures: { code: string }[]; cost: { heldMicros: number } } }>(
    'query ($id: ID!) { campaign(id: $id) { failures { code } cost { heldMicros } } }',
    { id: planned.id },
  );
  expect(campaign).toEqual({ failures: [expect.objectContaining({ code: 'reference_lost' })], cost: { heldMicros: 0 } });
  expect((await ledger()).creates).toBe(before);
  const { rows } = await sql<{ used: number }>`
    select sum(renders)::int as used from quota_uses where campaign_num = (select max(num) from campaigns)`.execute(deps.db);
  expect(rows[0]!.used).toBe(0);
});

it('a picture that can not be read now gives its places to others for a while', async () => {
  const { deps } = app.built;
  const openRead = vi.fn(() => Promise.reject(new Error('HTTP 403')));
  const inTrouble = { ...deps, storage: { ...deps.storage, openRead } };
  const before = (await ledger()).creates;
  const pictured = await plan((await add(plainPng({ ...PORTRAIT, colour: [9, 9, 9] }))).id, { prompts: ['One bottle.', 'Two bottles.'] });
  await launchCampaign(app.client, { id: pictured.id, planHash: pictured.plan.hash });
  await sql`update endpoints set in_flight_max = 2 + (select count(*) from renders where status in ('submitting', 'running'))
    where id = 'default'`.execute(deps.db);
  await claimVariants(deps, 'default');
  const plain = await plan(null, { prompts: ['No bottle.', 'No bottles.'] });
  await launchCampaign(app.client, { id: plain.id, planHash: plain.plan.hash });
  for (let pass = 0; pass < 2; pass += 1) await dispatchEndpoint(inTrouble, 'default', new AbortController().signal);
  expect((await ledger()).creates).toBe(before + 2);
  await sql`update renders set due_at = dailies_now() where status = 'intended'`.execute(deps.db);
  await dispatchEndpoint(inTrouble, 'default', new AbortController().signal);
  expect(openRead).toHaveBeenCalledTimes(1);

  await sql`update endpoints set in_flight_max = 64 where id = 'default'`.execute(deps.db);
  await sql`update renders set due_at = dailies_now() where status = 'intended'`.execute(deps.db);
  await dispatch();
  expect((await ledger()).creates).toBe(before + 4);
});
