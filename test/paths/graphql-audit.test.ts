import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApi, type TestApi } from '../support/start-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

test('GraphQL over HTTP as the specification wants it: no error, no warning', async () => {
  const results = await auditServer({ url: api.graphqlUrl });

  const failed = results.filter((result) => result.status !== 'ok');
  expect(failed.filter((result) => result.status !== 'notice').map((result) => result.name)).toEqual([]);
  expect(failed.every((result) => result.name.startsWith('MAY'))).toBe(true);
  expect(failed.length).toBeLessThanOrEqual(3);
  expect(results.length).toBeGreaterThan(50);
});
