import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** As Node resolves packages: two copies of `graphql` in one process refuse each other's types. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** How long `expect.poll` waits for what must come; a busy machine needs its time. */
const POLL_LIMIT_MS = 15_000;

/** One more than processors on the smallest machine: tests wait for a third of their time, for a render's end, a quiet period or a minute's. */
const WORKERS_MAX = 3;

interface ProjectOptions {
  groupOrder: number;
  testTimeout: number;
  /** A process for each file; else files share some, and with them what is loaded. */
  isolate?: boolean;
}

/** Tests in a folder of `test/`, on the run's real services. Groups run one after the other. */
function onServices(name: string, options: ProjectOptions): TestProjectConfiguration {
  const { groupOrder, testTimeout, isolate = false } = options;
  return {
    resolve,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/support/global-setup.ts'],
      sequence: { groupOrder },
      maxWorkers: WORKERS_MAX,
      isolate,
      expect: { poll: { timeout: POLL_LIMIT_MS } },
      testTimeout,
      hookTimeout: 120_000,
    },
  };
}

/**
 * Files share processes: each puts back what it changes of them. `memory` measures its own process, and has one a file. `rules` are pure and run
 * beside the code. `chaos` starts and kills processes, `browser` drives Chromium: no other project runs beside them.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: { name: 'rules', include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}'], maxWorkers: WORKERS_MAX, isolate: false },
      },
      onServices('house', { groupOrder: 0, testTimeout: 60_000 }),
      onServices('paths', { groupOrder: 0, testTimeout: 60_000 }),
      onServices('memory', { groupOrder: 0, testTimeout: 60_000, isolate: true }),
      onServices('chaos', { groupOrder: 1, testTimeout: 300_000 }),
      onServices('browser', { groupOrder: 2, testTimeout: 120_000 }),
    ],
  },
});
