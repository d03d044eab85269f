import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { ConfigInvalid, readVariable } from '../app/config.ts';
import { systemClock } from '../lib/clock.ts';
import { refuseKindly } from '../local/refuse-kindly.ts';
import { LEVEL_IN_WORDS } from '../providers/level.rules.ts';
import { type Certificate, certify } from '../providers/videos-wire/certify/certify.ts';
import { CLAUSES, type ClauseVerdict, type Finding } from '../providers/videos-wire/certify/clauses.ts';
import { costInWords } from './provider/cost.ts';
import { keepFindings } from './provider/keep-findings.ts';
import { listenForWebhook } from './provider/listen-webhook.ts';
import { type CheckOptions, readOptions } from './provider/options.ts';

const MARKS: Record<ClauseVerdict, string> = { pass: ' pass ', note: ' note ', fail: ' FAIL ', skipped: '  --  ' };
const COLOURS: Record<ClauseVerdict, number> = { pass: 32, note: 33, fail: 31, skipped: 90 };
const CLAUSE_CHARS = 13;
const NONCE_CHARS = 12;
const WEBHOOK_WITHIN_MS = 60_000;

/**
 * `npm run provider -- check <base-url>`: holds a server of the Videos wire against every clause and says what it can prove. Exit code 0
 * for pass and pass with notes, 1 for fail, 2 where nothing was begun.
 */
await refuseKindly(async () => {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') return sayAndStop(options);
  const apiKey = options.keyName === null ? '' : readVariable(options.keyName);
  if (apiKey === null) return sayAndStop(`${options.keyName} is not set: export the key under this name, or say --key-env none.`);
  if (!(await isAgreed(options))) return;
  const certificate = await check(options, apiKey);
  const kept = options.endpointId === null ? null : await keepFindings(options.endpointId, certificate.learned);
  if (options.json) process.stdout.write(`${JSON.stringify({ ...certificate, kept })}\n`);
  else process.stdout.write(`\n${linesOfEnd(certificate, options.endpointId, kept).join('\n')}\n`);
  process.exitCode = certificate.verdict === 'fail' || (options.endpointId !== null && kept === null) ? 1 : 0;
});

async function check({ baseUrl, dialect, ask, patienceMs, webhook, json }: CheckOptions, apiKey: string): Promise<Certificate> {
  const ear = webhook && (await listenForWebhook(webhook.port, demandSecret(webhook.secretName)));
  try {
    return await certify({
      baseUrl,
      apiKey,
      dialect,
      ask,
      patienceMs,
      nonce: randomUUID().replaceAll('-', '').slice(0, NONCE_CHARS),
      clock: systemClock,
      ...(ear && { webhook: (operationId: string) => ear.wait(operationId, WEBHOOK_WITHIN_MS) }),
      onFinding: (finding) => {
        if (!json) process.stdout.write(`${lineOf(finding, process.stdout.isTTY)}\n`);
      },
    });
  } finally {
    await ear?.stop();
  }
}

/** It spends money: a person says yes, or `--yes` did. */
async function isAgreed({ isAgreed: agreed, ask, json }: CheckOptions): Promise<boolean> {
  const cost = costInWords(ask);
  if (!json) process.stdout.write(`${cost}\n`);
  if (agreed) return true;
  if (!process.stdin.isTTY) {
    sayAndStop('Nothing was begun. Say --yes to begin.');
    return false;
  }
  const question = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await question.question('Begin? [y/N] ');
  question.close();
  if (/^y(es)?$/i.test(answer.trim())) return true;
  sayAndStop('Nothing was begun.');
  return false;
}

function lineOf({ clause, verdict, says }: Finding, isTerminal: boolean): string {
  const mark = isTerminal ? `\u001b[${COLOURS[verdict]}m${MARKS[verdict]}\u001b[0m` : MARKS[verdict];
  const line = `${mark} ${clause.padEnd(CLAUSE_CHARS)}${CLAUSES[clause].demands}`;
  return verdict === 'pass' ? `${line} (${says})` : `${line}\n${' '.repeat(MARKS.pass.length + 1 + CLAUSE_CHARS)}${says}`;
}

function linesOfEnd({ verdict, level, learned, findings }: Certificate, endpointId: string | null, kept: string | null): string[] {
  const failed = findings.filter((finding) => finding.verdict === 'fail').map(({ clause }) => clause);
  const found = Object.entries(learned).map(([name, value]) => `${name} ${value ? 'yes' : 'no'}`);
  const written =
    endpointId === null
      ? []
      : [
          kept === null
            ? `There is no endpoint “${endpointId}”: nothing was kept.`
            : `Kept on endpoint “${endpointId}”, now level ${kept}.`,
        ];
  return [
    failed.length > 0 ? `fail: ${failed.join(', ')}` : verdict,
    `level ${level}: ${LEVEL_IN_WORDS[level]}`,
    ...(found.length > 0 ? [`found: ${found.join(', ')}`] : []),
    ...written,
  ];
}

function demandSecret(name: string): string {
  const secret = readVariable(name);
  if (secret === null) throw new ConfigInvalid(`${name} is not set: it holds the secret that webhooks are signed with.`);
  return secret;
}

function sayAndStop(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 2;
}
