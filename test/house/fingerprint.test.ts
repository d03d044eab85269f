import { renderFingerprint, requestHash } from '@dailies/schema/fingerprint';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cloneDatabase } from '../support/postgres.ts';

/** Texts that a careless twin would read differently: escapes, quotes, digits that look like lengths, every plane of Unicode. */
const texts = fc.oneof(
  fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed() && !text.includes('\0')),
  fc.constantFrom('', '\\', '\\x41', "it's", '12', '\u{1F34E}', '一只橘猫'),
);
const requests = fc.record({ model: texts, prompt: texts, seconds: fc.integer({ min: 1, max: 20 }), size: texts });

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

it('is the same in SQL as in TypeScript', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(requests, { minLength: 20, maxLength: 50 }), async (many) => {
      const { rows } = await client.query<{ fingerprint: Buffer }>(
        `select render_fingerprint(r.model, r.prompt, r.seconds, r.size) as fingerprint
         from jsonb_to_recordset($1::jsonb) as r(model text, prompt text, seconds integer, size text)`,
        [JSON.stringify(many)],
      );
      expect(rows.map((row) => row.fingerprint.toString('hex'))).toEqual(many.map((one) => renderFingerprint(one).toString('hex')));
    }),
    { numRuns: 30 },
  );
});

it('differs wherever a field differs, also where the joined text would not', () => {
  fc.assert(
    fc.property(requests, requests, (one, other) => {
      const isSame = renderFingerprint(one).equals(renderFingerprint(other));
      expect(isSame).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
  const request = { prompt: 'b', seconds: 4, size: '720x1280' };
  expect(renderFingerprint({ ...request, model: 'ab' })).not.toEqual(renderFingerprint({ ...request, model: 'a', prompt: 'bb' }));
});

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
const identities = fc.record({
  workspaceId: texts,
  endpointId: texts,
  model: texts,
  promptSha256: hashes,
  seconds: fc.integer({ min: 1, max: 20 }),
  size: texts,
  audio: fc.boolean(),
  referenceSha256: fc.option(hashes, { nil: null }),
  options: texts,
});

it('names a request the same in SQL as in TypeScript', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(identities, { minLength: 20, maxLength: 50 }), async (many) => {
      const rows = many.map((one) => ({
        ...one,
        promptSha256: one.promptSha256.toString('hex'),
        referenceSha256: one.referenceSha256?.toString('hex') ?? null,
      }));
      const answer = await client.query<{ hash: Buffer }>(
        `select request_hash(r."workspaceId", r."endpointId", r.model, decode(r."promptSha256", 'hex'), r.seconds, r.size, r.audio,
           decode(r."referenceSha256", 'hex'), r.options) as hash
         from jsonb_to_recordset($1::jsonb) as r("workspaceId" text, "endpointId" text, model text, "promptSha256" text, seconds integer,
           size text, audio boolean, "referenceSha256" text, options text)`,
        [JSON.stringify(rows)],
      );
      expect(answer.rows.map((row) => row.hash.toString('hex'))).toEqual(many.map((one) => requestHash(one).toString('hex')));
    }),
    { numRuns: 30 },
  );
});

it('is another request wherever a field differs, a missing reference included', () => {
  fc.assert(
    fc.property(identities, identities, (one, other) => {
      expect(requestHash(one).equals(requestHash(other))).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});
