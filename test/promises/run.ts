import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stopWorlds } from './world.ts';
import type { ControlRow, Finding, Proof } from './promise.ts';

/**
 * `npm run promise -- P07` proves one promise, `npm run promises` all of them: each in an installation of its own, with the sandbox's ledger
 * as witness. Prints a table and ends with 1 where a promise was broken. `--seed N`, `--short`, `--variants N`.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    short: { type: 'boolean', default: false },
    variants: { type: 'string', default: '300' },
  },
});
/** What Node made of our sources, for every process of every world: they are started and killed by the hundred. */
process.env['NODE_COMPILE_CACHE'] ??= path.resolve(import.meta.dirname, '../../.tmp/compile-cache');
const seed = wholeNumber('--seed', values.seed);
const variants = wholeNumber('--variants', values.variants);
const say = (line: string): void => void process.stderr.write(`    ${line}\n`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopWorlds().finally(() => process.exit(130)));
const proofs = await findProofs(positionals.map((word) => word.toUpperCase()));
const rows: { proof: Proof; finding: Finding; seconds: number }[] = [];
for (const proof of proofs) {
  process.stderr.write(`${proof.id}  ${proof.promise}\n`);
  const startedMs = performance.now();
  const finding = await proof.run({ seed, short: values.short, variants, say }).catch(brokenBy);
  rows.push({ proof, finding, seconds: (performance.now() - startedMs) / 1000 });
  print(rows.at(-1)!);
}
const kept = rows.filter(({ finding }) => finding.broken.length === 0).length;
if (rows.length > 1) {
  process.stdout.write(`\nSeed ${seed}:\n`);
  for (const row of rows) print(row);
}
process.stdout.write(`\n${kept} of ${rows.length} promises kept. Witness: the sandbox's ledger.\n`);
process.exit(kept === rows.length ? 0 : 1);

async function findProofs(wanted: readonly string[]): Promise<Proof[]> {
  const known = readdirSync(import.meta.dirname).flatMap((file) => /^(p\d\d)\.ts$/.exec(file)?.[1]?.toUpperCase() ?? []);
  const unknown = wanted.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    process.stderr.write(`There is no proof of ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`);
    process.exit(2);
  }
  const ids = wanted.length > 0 ? wanted : known;
  return Promise.all(
    ids.map(async (id) => ((await import(path.join(import.meta.dirname, `${id.toLowerCase()}.ts`))) as { proof: Proof }).proof),
  );
}

function brokenBy(error: unknown): Finding {
  return { figure: 'no figure', broken: [error instanceof Error ? (error.stack ?? error.message) : String(error)] };
}

function print({ proof, finding, seconds }: (typeof rows)[number]): void {
  const isKept = finding.broken.length === 0;
  process.stdout.write(`${isKept ? '✓' : '✗'} ${proof.id}  ${finding.figure}  [${seconds.toFixed(0)} s]\n`);
  for (const breach of finding.broken) process.stdout.write(`      broken: ${breach}\n`);
  for (const control of finding.controls ?? []) process.stdout.write(`      ${describeControl(control)}\n`);
}

function describeControl({ rule, harm, withRule, without }: ControlRow): string {
  return `${rule} · ${harm}: with ${withRule}, without ${without}`;
}

function wholeNumber(flag: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  process.stderr.write(`${flag} is a whole number from 1; it was "${text}".\n`);
  process.exit(2);
}
