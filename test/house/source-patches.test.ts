import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { SOURCE_PATCHES } from '../promises/source-patches.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const edits = Object.entries(SOURCE_PATCHES).flatMap(([name, patch]) => patch.edits.map((edit) => ({ name, ...edit })));

it.each(edits)('$name finds its place in $file exactly once', ({ file, find }) => {
  expect(readFileSync(path.join(ROOT, file), 'utf8').split(find)).toHaveLength(2);
});
