import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { FAILURES } from '../../apps/api/src/providers/failure.ts';
import { isTest, listSources, ROOT } from './source-files.ts';

const text = readFileSync(path.join(ROOT, 'docs/errors.md'), 'utf8');
const documented = [...text.matchAll(/^\| `([A-Za-z_]+)` \|/gm)].map((row) => row[1]!);
const sources = listSources('apps/api/src').filter(({ path: file }) => !isTest(file));

it('docs/errors.md explains every failure of a render', () => {
  expect(Object.keys(FAILURES).filter((code) => !documented.includes(code))).toEqual([]);
});

it('docs/errors.md explains every refusal', () => {
  const refusals = sources.flatMap(({ text: source }) =>
    [...source.matchAll(/extends Refusal \{\s+readonly code = '([A-Z_]+)'/g)].map((found) => found[1]!),
  );
  expect(refusals.length).toBeGreaterThan(10);
  expect(refusals.filter((code) => !documented.includes(code))).toEqual([]);
});

it('docs/errors.md explains nothing that is gone, and nothing twice', () => {
  const isKnown = (code: string) => Object.hasOwn(FAILURES, code) || sources.some(({ text: source }) => source.includes(`'${code}`));
  expect(documented.filter((code) => !isKnown(code))).toEqual([]);
  expect(documented.filter((code, at) => documented.indexOf(code) !== at)).toEqual([]);
});
