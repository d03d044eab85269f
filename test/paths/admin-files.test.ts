import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { globalId } from '../support/global-id.ts';
import { startTestApi, type TestApi } from '../support/start-api.ts';

const PAGE = '<!doctype html><title>Dailies</title>';
const SCRIPT = 'export const name = "Dailies";';
const CATALOG =
  'query Catalog($id: ID!) { catalog { models { id key sizes { size secondMicros } } } node(id: $id) { __typename ... on Preset { key } } }';
const PAUSE =
  'mutation Pause($input: PauseCampaignInput!) { pauseCampaign(input: $input) { __typename ... on Refusal { code message } ... on PauseCampaignSuccess { campaign { id } } } }';
const NAME_TOO_LONG =
  'mutation Create($input: CreateCampaignInput!) { createCampaign(input: $input) { __typename ... on InputInvalid { code field message } } }';
const OF_ANOTHER_RELEASE = 'query Gone { thisFieldIsGone }';
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

let folder: string;
let api: TestApi;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dailies-admin-'));
  await mkdir(path.join(folder, 'assets'));
  await writeFile(path.join(folder, 'index.html'), PAGE);
  await writeFile(path.join(folder, 'assets', 'index-Dx9_aB3-.js'), SCRIPT);
  const manifest = Object.fromEntries([CATALOG, PAUSE, NAME_TOO_LONG, OF_ANOTHER_RELEASE].map((text) => [hashOf(text), text]));
  await writeFile(path.join(folder, 'persisted-documents.json'), JSON.stringify(manifest));
  api = await startTestApi({ adminFolder: folder });
});
afterAll(async () => {
  await api.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the admin’s files', () => {
  test.each(['/', '/campaigns/cmp_1', '/index.html'])('%s answers the page, which is asked for again each time', async (pathname) => {
    const response = await fetch(`${api.url}${pathname}`);
    expect(await response.text()).toBe(PAGE);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  test('an asset with a hash in its name is kept for ever', async () => {
    const response = await fetch(`${api.url}/assets/index-Dx9_aB3-.js`);
    expect(await response.text()).toBe(SCRIPT);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    const etag = response.headers.get('etag') ?? '';
    const again = await fetch(`${api.url}/assets/index-Dx9_aB3-.js`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  test('clips may be played from the bucket, and from nowhere else', async () => {
    const policy = (await fetch(api.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("media-src 'self' blob: http://127.0.0.1:9;");
  });

  test.each(['/assets/none-12345678.js', '/favicon.png', '/graphql/x', '/webhooks/other'])('%s is not there', async (pathname) => {
    expect((await fetch(`${api.url}${pathname}`)).status).toBe(404);
  });

  test('HEAD answers no body', async () => {
    const response = await fetch(api.url, { method: 'HEAD' });
    expect(response.headers.get('content-length')).toBe(String(PAGE.length));
    expect(await response.text()).toBe('');
  });
});

describe('trusted documents', () => {
  const ask = async (body: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(api.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const persisted = (text: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(text) } } });
  const preset = { id: globalId('Preset', 'pre_slow-pan') };

  test('a known hash answers what its text answers, time after time', async () => {
    const byText = await ask({ query: CATALOG, variables: preset });
    expect(byText.text).toContain('"slow-pan"');
    for (let time = 0; time < 3; time += 1) {
      expect(await ask({ ...persisted(CATALOG), variables: preset })).toEqual(byText);
      expect(await ask({ documentId: `sha256:${hashOf(CATALOG)}`, variables: preset })).toEqual(byText);
    }
  });

  test('another value of a variable is read anew', async () => {
    const other = { id: globalId('Preset', 'pre_dolly-in') };
    expect((await ask({ ...persisted(CATALOG), variables: other })).text).toContain('"dolly-in"');
  });

  test.each([
    ['a refusal', PAUSE, { campaignId: 'nothing' }, 'NOT_FOUND'],
    ['an invalid value', NAME_TOO_LONG, { name: '' }, 'INPUT_INVALID'],
  ])('%s is answered as it is for a text', async (_name, query, input, code) => {
    const byText = await ask({ query, variables: { input } });
    expect(byText.text).toContain(code);
    expect(await ask({ ...persisted(query), variables: { input } })).toEqual(byText);
  });

  test('a wrong variable is refused as it would be for a text', async () => {
    expect(await ask({ ...persisted(CATALOG), variables: {} })).toMatchObject({ text: expect.stringContaining('$id') });
  });

  test.each([
    ['an unknown hash', 'query { viewer { role } }'],
    ['the hash of another release', OF_ANOTHER_RELEASE],
  ])('%s is refused so that the client sends the text', async (_name, text) => {
    const answer = await ask(persisted(text));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('PERSISTED_QUERY_NOT_IN_LIST');
  });
});
