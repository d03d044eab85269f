import { expect, it } from 'vitest';
import { jobs } from '../../apps/api/src/queue/jobs.ts';
import { listSources } from './source-files.ts';

const HANDLERS = 'apps/api/src/app/job-handlers.ts';

it('handles every job once', () => {
  const handlers = listSources('apps/api/src').find((file) => file.path === HANDLERS)!.text;
  const counts = Object.keys(jobs).map((name) => [name, [...handlers.matchAll(new RegExp(`^ {4}${name}:`, 'gm'))].length]);
  expect(counts).toEqual(Object.keys(jobs).map((name) => [name, 1]));
});

it('names every job once', () => {
  const names = Object.values(jobs).map((job) => job.name);
  expect(new Set(names).size).toBe(names.length);
});
