import type { Dialect as DialectName } from '@dailies/schema';
import type { Clock } from '../../../lib/clock.ts';
import { levelOf } from '../../level.rules.ts';
import type { Capabilities, StartRequest } from '../../provider.ts';
import { DIALECTS } from '../dialects/dialects.ts';
import { checkCreate } from './check-create.ts';
import { checkAbort, checkDelete } from './check-delete.ts';
import { checkEnd } from './check-end.ts';
import { checkFree } from './check-free.ts';
import { checkList } from './check-list.ts';
import type { Finding } from './clauses.ts';
import { createCaller, type Probe } from './probe.ts';

/** Renders a whole check begins at most: one, its repetition under the same idempotency key, and one from a picture. */
export const RENDERS_MAX = 3;

export interface CertifyOptions {
  /** Includes `/v1`. */
  baseUrl: string;
  /** Empty for a server that asks for none. */
  apiKey: string;
  dialect: DialectName;
  ask: Pick<StartRequest, 'model' | 'seconds' | 'size'>;
  /** Names this check; letters and digits. */
  nonce: string;
  /** How long the render may take, in milliseconds. */
  patienceMs: number;
  /** Waits for the signed webhook of this video; answers null when it came, else why it did not count. Left out: not looked at. */
  webhook?: (operationId: string) => Promise<string | null>;
  clock: Clock;
  /** Told of each finding as it is made. */
  onFinding?: (finding: Finding) => void;
}

export interface Certificate {
  findings: Finding[];
  /** `pass with notes` works, and loses what its notes name. */
  verdict: 'pass' | 'pass with notes' | 'fail';
  /** Only what was seen; what could not be looked at is left to the dialect. */
  learned: Partial<Capabilities>;
  level: ReturnType<typeof levelOf>;
}

/** Holds a server of the Videos wire against every clause. Begins up to three renders, and deletes what it began where it can. Never rejects. */
export async function certify(options: CertifyOptions): Promise<Certificate> {
  const { clock } = options;
  const dialect = DIALECTS[options.dialect];
  const findings: Finding[] = [];
  const probe: Probe = {
    dialect,
    apiKey: options.apiKey,
    ask: options.ask,
    nonce: options.nonce,
    call: createCaller(options.baseUrl, options.apiKey, () => clock.now()),
    report: (clause, verdict, says) => {
      const finding = { clause, verdict, says };
      findings.push(finding);
      options.onFinding?.(finding);
    },
    learned: {},
    began: [],
    now: () => clock.now(),
    sleep: (ms) => clock.sleep(ms),
  };
  await checkAll(probe, options);
  const { learned } = probe;
  return { findings, verdict: verdictOf(findings), learned, level: levelOf({ ...dialect.capabilities, ...learned }) };
}

async function checkAll(probe: Probe, { patienceMs, webhook }: CertifyOptions): Promise<void> {
  if (!(await checkFree(probe))) return;
  const video = await checkCreate(probe);
  if (!video) return;
  await checkList(probe, video);
  await checkAbort(probe, video);
  const isFinished = await checkEnd(probe, video, patienceMs);
  if (!webhook) probe.report('webhook', 'skipped', 'no address was given to send one to');
  else {
    const why = await webhook(video.id);
    probe.report('webhook', why === null ? 'pass' : 'note', why ?? 'signed, in time and of this video');
  }
  if (isFinished) await checkDelete(probe, video);
}

function verdictOf(findings: readonly Finding[]): Certificate['verdict'] {
  if (findings.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return findings.some(({ verdict }) => verdict === 'note') ? 'pass with notes' : 'pass';
}
