import { readFileSync } from 'node:fs';
import path from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { buildSchema } from '../../apps/api/src/app/schema.ts';
import { ROOT } from './source-files.ts';

it('packages/schema/schema.graphql is what the API serves (npm run schema prints it)', () => {
  const printed = readFileSync(path.join(ROOT, 'packages/schema/schema.graphql'), 'utf8');
  expect(`${printSchema(lexicographicSortSchema(buildSchema()))}\n`).toBe(printed);
});
