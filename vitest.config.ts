import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** As Node resolves packages: two copies of `graphql` in one process refuse each other's types. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** How long `expect.poll` waits for what must come; a busy machine needs its time. */
const POLL_LIMIT_MS = 15_000;

/** Tests start servers, a browser and ffmpeg of their own: more workers than this fight over the processor. */
const WORKERS_MAX = 2;
/** Proofs on processes of their own wait for most of their time: for quiet periods, for a minute's end. */
const CHAOS_WORKERS_MAX = 3;

/** Tests in a folder of `test/`, on the run's real services. Groups run one after the other. */
function onServices(name: string, options: { groupOrder: number; testTimeout: number; maxWorkers?: number }): TestProjectConfiguration {
  const { groupOrder, testTimeout, maxWorkers = WORKERS_MAX } = options;
  return {
    resolve,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/support/global-setup.ts'],
      sequence: { groupOrder },
      maxWorkers,
      expect: { poll: { timeout: POLL_LIMIT_MS } },
      testTimeout,
      hookTimeout: 120_000,
    },
  };
}

/**
 * `rules` are pure, run beside the code, and share a process (`isolate: false`): each puts back what it changes of it. `chaos` starts and kills
 * processes, `browser` drives Chromium: no other project runs beside them.
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
      onServices('chaos', { groupOrder: 1, testTimeout: 300_000, maxWorkers: CHAOS_WORKERS_MAX }),
      onServices('browser', { groupOrder: 2, testTimeout: 120_000 }),
    ],
  },
});
