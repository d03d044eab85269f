import { expect, it } from 'vitest';
import { isTest, listSources } from './source-files.ts';

const LINES_MAX = 300;
const GENERATED = /^apps\/admin\/src\/gql\//;

it(`keeps every file within ${LINES_MAX} lines`, () => {
  const files = ['apps', 'packages', 'test/support', 'test/bench'].flatMap(listSources);
  const long = files.filter((file) => file.lines > LINES_MAX && !isTest(file.path) && !GENERATED.test(file.path));
  expect(long.map((file) => `${file.path}: ${file.lines}`)).toEqual([]);
});
