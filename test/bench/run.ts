import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { BenchRow } from './bench-row.ts';

/** Benches are files of this folder that export `bench`; each measures its rows against a floor of the same run. */
const NOT_BENCHES = new Set(['run.ts', 'bench-row.ts']);

/** `npm run bench [-- name …]`: prints every ratio beside its goal. It fails no build: a miss is said, not hidden. */
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !NOT_BENCHES.has(file) && !file.includes('.child.'))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => wanted.length === 0 || wanted.includes(name));

let met = 0;
let total = 0;
for (const name of names) {
  const module = (await import(path.join(import.meta.dirname, `${name}.ts`))) as { bench?: () => Promise<BenchRow[]> };
  if (!module.bench) continue;
  process.stdout.write(`\n${name}\n`);
  for (const row of await module.bench()) {
    total += 1;
    if (row.meets) met += 1;
    process.stdout.write(`  ${row.meets ? '✓' : '✗'} ${describe(row)}\n`);
  }
}
process.stdout.write(`\n${met} of ${total} goals met. Ratios only compare within one run; see test/bench/README.md.\n`);
process.exit(0);

function describe(row: BenchRow): string {
  const spread = row.samples > 1 ? ` (${row.samples} samples, ${short(row.min)}–${short(row.max)})` : ` (${row.samples} sample)`;
  return `${row.row}: ${short(row.ratio)}${spread} · goal ${row.goal}${row.note ? ` · ${row.note}` : ''}`;
}

function short(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
