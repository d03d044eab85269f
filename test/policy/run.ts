import { createReadStream } from 'node:fs';
import { findRejections, lintPrompt, PACK_VERSION } from '@dailies/schema/lint';
import { readPromptCsv } from '../../apps/api/src/campaign/prompt-csv.ts';
import { decodeUtf8 } from '../../apps/api/src/campaign/prompt-text.ts';
import { HALVES, readCorpus } from './corpus.ts';
import { type Figures, measure, precisionOf, recallOf } from './measure.ts';

/**
 * `npm run policy`: precision and recall of every rule on both halves of the corpus. `-- --disagreements` adds where label and rule differ, for the
 * half the rules are written by alone. `-- prompts.csv`: what the rules reject of the prompts in a file, which has a column `prompt`.
 */
const args = process.argv.slice(2);
const shows = args.includes('--disagreements');
const file = args.find((arg) => !arg.startsWith('--'));
const percent = (share: number | null) => (share === null ? '–' : share.toFixed(2)).padStart(6);
const line = (row: Figures) =>
  `  ${row.rule.padEnd(18)}${String(row.right + row.missed).padStart(6)}${percent(precisionOf(row))}${percent(recallOf(row))}   ${row.wrong} wrong, ${row.missed} missed`;

console.log(`Rule pack ${PACK_VERSION}`);
if (file === undefined) printFigures();
else await printRejected(file);

function printFigures(): void {
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
}

async function printRejected(path: string): Promise<void> {
  let count = 0;
  let rejected = 0;
  for await (const { row, slots } of readPromptCsv(decodeUtf8(createReadStream(path)), false)) {
    const text = slots.scene ?? '';
    const rejections = findRejections(text);
    count += 1;
    if (rejections.length > 0) rejected += 1;
    for (const { code, span } of rejections) console.log(`  row ${row}: ${code}, “${text.slice(span.start, span.end)}”`);
  }
  console.log(`${count} prompts, ${rejected} rejected`);
}
