import { parseArgs } from 'node:util';
import { ConfigInvalid, readConfig } from '../app/config.ts';
import { type Check, type Finding, broken, type Patient, sentenceOf } from './doctor/check.ts';
import { CHECKS } from './doctor/checks.ts';
import { openServices } from './doctor/services.ts';

const MARKS: Record<Finding['status'], string> = { ok: '  ok  ', note: ' note ', broken: 'BROKEN' };
const COLOURS: Record<Finding['status'], number> = { ok: 32, note: 33, broken: 31 };
const NAME_CHARS = 16;

type Report = { name: string } & Finding;

/** `npm run doctor [-- --json]`: every check passes, or names the exact command that mends it. Exit code 1 when something is broken. */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const startedMs = performance.now();
const reports = await examineAll((report) => {
  if (!values.json) process.stdout.write(`${lineOf(report, process.stdout.isTTY)}\n`);
});
const count = (status: Finding['status']): number => reports.filter((one) => one.status === status).length;
if (values.json) process.stdout.write(`${JSON.stringify({ ok: count('broken') === 0, checks: reports })}\n`);
else {
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  process.stdout.write(`\n${count('ok')} ok, ${count('note')} to note, ${count('broken')} broken, in ${seconds} s\n`);
}
process.exitCode = count('broken') === 0 ? 0 : 1;

async function examineAll(show: (report: Report) => void): Promise<Report[]> {
  const config = configOrFinding();
  if ('status' in config) {
    const report: Report = { name: 'Settings', ...config };
    show(report);
    return [report];
  }
  const services = openServices(config);
  const reports: Report[] = [];
  try {
    for (const check of CHECKS) {
      const report = { name: check.name, ...(await examine(check, { config, services })) };
      reports.push(report);
      show(report);
    }
  } finally {
    await services.stop();
  }
  return reports;
}

function configOrFinding() {
  try {
    return readConfig();
  } catch (error) {
    if (!(error instanceof ConfigInvalid)) throw error;
    return broken(error.message, `unset ${/^[A-Z_]+/.exec(error.message)?.[0] ?? 'it'}   # or correct it`);
  }
}

/** A check that throws has found something too: what it says is the finding. */
async function examine(check: Check, patient: Patient): Promise<Finding> {
  try {
    return await check.examine(patient);
  } catch (error) {
    return broken(sentenceOf(error), 'LOG_LEVEL=debug npm start   # it says more');
  }
}

function lineOf(report: Report, isTerminal: boolean): string {
  const mark = isTerminal ? `\u001b[${COLOURS[report.status]}m${MARKS[report.status]}\u001b[0m` : MARKS[report.status];
  const line = `${mark}  ${report.name.padEnd(NAME_CHARS)}${report.says}`;
  if (report.status === 'ok' || report.mend === undefined) return line;
  return `${line}\n${' '.repeat(MARKS.ok.length + 2 + NAME_CHARS)}mend it: ${report.mend}`;
}
