/** Runs everything that must be green, in order of cost, and stops at the first failure. The last line counts the tests. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');
const reportFile = path.join(root, '.tmp', 'vitest.json');
const PROJECTS = ['rules', 'house', 'paths', 'memory', 'chaos', 'browser'];
/** A child that a test left behind keeps its pipes, and so the whole run, open. */
const STEP_LIMIT_MS = 20 * 60_000;
const REPORTS = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];

/** @typedef {[title: string, command: string[]]} Step */
/** Steps of one line need nothing of each other: two of them run at a time. @type {Step[][]} */
const STEPS = [
  [['Types', ['turbo', 'run', 'typecheck', '--output-logs=errors-only', '--concurrency=2']]],
  [['Lint', ['oxlint', '--type-aware', '--deny-warnings']]],
  [
    ['Format', ['oxfmt', '--check']],
    ['Package manifests', ['sherif']],
    ['Unused code and dependencies', ['knip']],
    ['Admin build', ['node', path.join('scripts', 'setup.mjs'), '--admin']],
  ],
  [['Tests', ['vitest', 'run', ...PROJECTS.map((name) => `--project=${name}`), ...REPORTS]]],
];
const AT_ONCE = 2;

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

/** Runs a command to its end. What it says goes to `out`, or straight to the terminal where there is none. */
function run(command, out) {
  return new Promise((resolve) => {
    const stdio = ['ignore', out ? 'pipe' : 'inherit', out ? 'pipe' : 'inherit'];
    const child = spawn(command[0], command.slice(1), { cwd: root, env, stdio, timeout: STEP_LIMIT_MS, killSignal: 'SIGKILL' });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => out.push(chunk));
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Answers the exit code. Beside another step the output comes in one piece, at the end. */
async function runStep([title, command], isAlone) {
  const out = isAlone ? null : [];
  if (isAlone) console.log(`\n== ${title}`);
  const stepStartedAt = performance.now();
  const status = await run(command, out);
  if (!isAlone) process.stdout.write(`\n== ${title}\n${Buffer.concat(out).toString()}`);
  console.log(`== ${title}: ${status === 0 ? 'ok' : 'FAILED'} in ${seconds(stepStartedAt)}`);
  return status;
}

/** Runs steps in order, some at a time, and begins none after one that failed. Answers those that failed. */
async function runSteps(steps) {
  const waiting = [...steps];
  const failed = [];
  const lane = async () => {
    for (let step = waiting.shift(); step && failed.length === 0; step = waiting.shift()) {
      const status = await runStep(step, steps.length === 1);
      if (status !== 0) failed.push({ title: step[0], status });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return failed;
}

mkdirSync(path.dirname(reportFile), { recursive: true });
const startedAt = performance.now();
for (const steps of STEPS) {
  const [failed] = await runSteps(steps);
  if (!failed) continue;
  const { title, status } = failed;
  console.log(title === 'Tests' ? `\n${readTotals()} in ${seconds(startedAt)}` : `\nStopped at "${title}": no tests were run.`);
  process.exit(status);
}
console.log(`\n${readTotals()} in ${seconds(startedAt)}`);
