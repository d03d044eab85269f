import { defineConfig, type TestProjectConfiguration } from 'vitest/config';

/** As Node resolves packages: two copies of `graphql` in one process refuse each other's types. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/** How long `expect.poll` waits for what must come; a busy machine needs its time. */
const POLL_LIMIT_MS = 15_000;

/** Tests in a folder of `test/`, on the run's real services. Groups run one after the other. */
function onServices(name: string, options: { groupOrder: number; testTimeout: number }): TestProjectConfiguration {
  const { groupOrder, testTimeout } = options;
  return {
    resolve,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/support/global-setup.ts'],
      sequence: { groupOrder },
      expect: { poll: { timeout: POLL_LIMIT_MS } },
      testTimeout,
      hookTimeout: 120_000,
    },
  };
}

/** `rules` are pure and run beside the code. `chaos` starts and kills processes, `browser` drives Chromium: nothing runs beside them. */
export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'rules', include: ['{apps,packages}/*/src/**/*.test.{ts,tsx}'] } },
      onServices('house', { groupOrder: 0, testTimeout: 60_000 }),
      onServices('paths', { groupOrder: 0, testTimeout: 60_000 }),
      onServices('chaos', { groupOrder: 1, testTimeout: 180_000 }),
      onServices('browser', { groupOrder: 2, testTimeout: 120_000 }),
    ],
  },
});
