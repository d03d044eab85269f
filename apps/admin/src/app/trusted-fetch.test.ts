import { expect, test } from 'vitest';
import { trustedBody } from './trusted-fetch.ts';

const body = JSON.stringify({ query: 'query Cells { x }', operationName: 'Cells', variables: { id: 1 } });

test('a trusted document travels as its hash', () => {
  expect(JSON.parse(trustedBody(body, () => 'abc')!)).toEqual({
    operationName: 'Cells',
    variables: { id: 1 },
    extensions: { persistedQuery: { version: 1, sha256Hash: 'abc' } },
  });
});

test('any other travels as it is', () => {
  expect(trustedBody(body, () => undefined)).toBeNull();
  expect(trustedBody(JSON.stringify({ query: '{ x }' }), () => 'abc')).toBeNull();
});
