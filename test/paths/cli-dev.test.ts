import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Beside, runBeside } from '../../apps/api/src/cli/dev/run-beside.ts';

const GOOD = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`;
const STUBBORN = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
const BRIEF = `setTimeout(() => process.exit(3), 50);`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dailies-dev-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): Beside {
  const file = path.join(folder, `${name}.mjs`);
  writeFileSync(file, text);
  return { name, args: [file], cwd: folder, env: process.env };
}

it('stops every program, also one that does not want to', async () => {
  const beside = runBeside([program('good', GOOD), program('stubborn', STUBBORN)]);
  await new Promise((resolve) => setTimeout(resolve, 400));
  const startedMs = performance.now();
  await beside.stop(300);
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

it('says which program ended by itself', async () => {
  const beside = runBeside([program('good', GOOD), program('brief', BRIEF)]);
  expect(await beside.ended).toEqual({ name: 'brief', how: 'code 3' });
  await beside.stop(5_000);
});
