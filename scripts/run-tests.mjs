/** Runs everything that must be green, in order of cost, and stops at the first failure. The last line counts the tests. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const reportFile = path.join(root, '.tmp', 'vitest.json');
const PROJECTS = ['rules', 'house', 'paths', 'chaos', 'browser'];
/** A child that a test left behind keeps its pipes, and so the whole run, open. */
const STEP_LIMIT_MS = 20 * 60_000;
const REPORTS = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];

/** @type {[title: string, command: string[]][]} */
const STEPS = [
  ['Types', ['turbo', 'run', 'typecheck', '--output-logs=errors-only', '--concurrency=2']],
  ['Lint', ['oxlint', '--type-aware', '--deny-warnings']],
  ['Format', ['oxfmt', '--check']],
  ['Package manifests', ['sherif']],
  ['Unused code and dependencies', ['knip']],
  ['Admin build', ['node', path.join('scripts', 'setup.mjs'), '--admin']],
  ['Tests', ['vitest', 'run', ...PROJECTS.map((name) => `--project=${name}`), ...REPORTS]],
];

const env = {
  ...process.env,
  PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  /** What Node made of our sources is read from here by every process of the run; the tests hand it on to theirs. */
  NODE_COMPILE_CACHE: path.join(root, '.tmp', 'compile-cache'),
};
const seconds = (startedAt) => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

function readTotals() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(reportFile, 'utf8'));
    return `${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`;
  } catch {
    return 'no test ran to its end';
  }
}

function run(command) {
  const { status, error } = spawnSync(command[0], command.slice(1), {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: STEP_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  if (error) console.error(error.message);
  return status ?? 1;
}

mkdirSync(path.dirname(reportFile), { recursive: true });
const startedAt = performance.now();
for (const [title, command] of STEPS) {
  console.log(`\n== ${title}`);
  const stepStartedAt = performance.now();
  const status = run(command);
  console.log(`== ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds(stepStartedAt)}`);
  if (status === 0) continue;
  console.log(title === 'Tests' ? `\n${readTotals()} in ${seconds(startedAt)}` : `\nStopped at "${title}": no tests were run.`);
  process.exit(status);
}
console.log(`\n${readTotals()} in ${seconds(startedAt)}`);
