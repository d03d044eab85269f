import { lintPrompt, PACK_VERSION } from '@dailies/schema/lint';
import { HALVES, readCorpus } from './corpus.ts';
import { type Figures, measure, precisionOf, recallOf } from './measure.ts';

/**
 * `npm run policy`: precision and recall of every rule on both halves of the corpus. `-- --disagreements` adds where label and rule differ, for the
 * half the rules are written by alone.
 */
const shows = process.argv.includes('--disagreements');
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(2)).padStart(6);
const line = (row: Figures) =>
  `  ${row.rule.padEnd(18)}${String(row.right + row.missed).padStart(6)}${percent(precisionOf(row))}${percent(recallOf(row))}   ${row.wrong} wrong, ${row.missed} missed`;

console.log(`Rule pack ${PACK_VERSION}`);
for (const half of HALVES) {
  const prompts = readCorpus(half);
  const { figures, disagreements } = measure(prompts);
  console.log(`\n${half}: ${prompts.length} prompts, ${prompts.filter((one) => one.labels.length === 0).length} of them clean`);
  console.log('  rule              labels  prec.  rec.');
  for (const row of figures) console.log(line(row));
  if (shows && half === 'dev') for (const one of disagreements) console.log(`  ${one.kind} ${one.rule}: ${one.id}`);
}

const texts = HALVES.flatMap(readCorpus).map((one) => one.text);
const startMs = performance.now();
for (let round = 0; round < 10; round++) for (const text of texts) lintPrompt(text);
console.log(`\n${((performance.now() - startMs) / texts.length / 10).toFixed(3)} ms a prompt`);
