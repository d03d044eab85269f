import { parseSize } from '@dailies/schema';
import { plainPng } from '../../../media/plain-picture.ts';
import type { Operation, ReferenceImage, StartOutcome } from '../../provider.ts';
import { classifyStart } from '../classify.rules.ts';
import { isOk, type Probe, promptOf, type Seen, toldBy } from './probe.ts';

/** Servers tell the second a video was made in: videos of two seconds show the order of a list. */
const APART_MS = 1_100;

/** Everything that begins a render: at most three. Null where the first was not accepted. */
export async function checkCreate(probe: Probe): Promise<Operation | null> {
  const key = `probe-${probe.nonce}`;
  const first = await create(probe, 1, key);
  if (first.outcome.kind !== 'accepted') {
    probe.report('create', 'fail', `${first.outcome.kind}: ${wordsOf(first.outcome)}`);
    return null;
  }
  const { operation } = first.outcome;
  const { state } = operation;
  if (state.kind === 'unknown') probe.report('create', 'fail', `it begins in a status we do not know: “${state.word}”`);
  else
    probe.report(
      'create',
      'pass',
      `${operation.id.length > 60 ? `an id of ${operation.id.length} characters` : operation.id}, ${state.kind}`,
    );
  checkEcho(probe, operation);
  await checkEarly(probe, operation);
  await checkIdempotency(probe, operation, key);
  await checkReference(probe);
  return operation;
}

async function create(
  probe: Probe,
  nth: number,
  idempotencyKey: string,
  reference: ReferenceImage | null = null,
): Promise<{ seen: Seen; outcome: StartOutcome }> {
  const { dialect, ask, call } = probe;
  const body = dialect.createBody({ ...ask, renderId: probe.nonce, prompt: promptOf(probe, nth), audio: false, reference });
  const headers = { 'x-client-request-id': `${probe.nonce}-${nth}`, 'idempotency-key': idempotencyKey };
  const seen = await call('POST', [], { body, headers });
  const outcome = classifyStart(dialect, seen.sent);
  if (outcome.kind === 'accepted' && !probe.began.some(({ id }) => id === outcome.operation.id)) probe.began.unshift(outcome.operation);
  return { seen, outcome };
}

function checkEcho({ ask, nonce, report }: Probe, operation: Operation): void {
  const wanted = { ...ask, prompt: promptOf({ nonce }, 1) };
  const names = ['model', 'prompt', 'seconds', 'size'] as const;
  const others = names.filter((name) => operation[name] !== null && operation[name] !== wanted[name]);
  const silent = names.filter((name) => operation[name] === null);
  if (others.length > 0) return report('echo', 'note', `it answers another ${others.join(', ')} than it was asked`);
  report('echo', silent.length > 0 ? 'note' : 'pass', silent.length > 0 ? `it leaves out ${silent.join(', ')}` : 'all four');
}

async function checkEarly({ call, report, dialect }: Probe, { id }: Operation): Promise<void> {
  const content = await call('GET', [id, 'content']);
  if (!isOk(content)) return report('early', content.status !== null && content.status < 500 ? 'pass' : 'note', toldBy(content));
  const video = await call('GET', [id]);
  const now = classifyStart(dialect, video.sent);
  const isDone = now.kind === 'accepted' && now.operation.state.kind === 'succeeded';
  report('early', isDone ? 'skipped' : 'fail', isDone ? 'it was finished at once' : 'it answers content of an unfinished video');
}

/** The one clause that would let a lost create simply be sent again. */
async function checkIdempotency(probe: Probe, first: Operation, key: string): Promise<void> {
  const { outcome } = await create(probe, 1, key);
  const isOne = outcome.kind === 'accepted' && outcome.operation.id === first.id;
  probe.learned.honoursIdempotencyKey = isOne;
  if (isOne) return probe.report('idempotency', 'pass', 'the second create answered the first video');
  const says = outcome.kind === 'accepted' ? 'the second create began a second video' : `the second create: ${wordsOf(outcome)}`;
  probe.report('idempotency', 'note', `${says}; no server of this wire is known to do better`);
}

async function checkReference(probe: Probe): Promise<void> {
  const pixels = parseSize(probe.ask.size);
  if (!pixels) return probe.report('reference', 'skipped', `${probe.ask.size} is no size`);
  await probe.sleep(APART_MS);
  const bytes = plainPng({ ...pixels, colour: [70, 110, 150] });
  const { outcome } = await create(probe, 3, `probe-${probe.nonce}-3`, { ...pixels, bytes, contentType: 'image/png' });
  if (outcome.kind === 'accepted') {
    probe.learned.takesReference = true;
    return probe.report('reference', 'pass', 'a PNG of the clip’s size was taken');
  }
  if (outcome.kind === 'refused') probe.learned.takesReference = false;
  probe.report('reference', outcome.kind === 'refused' ? 'note' : 'fail', wordsOf(outcome));
}

function wordsOf(outcome: StartOutcome): string {
  if (outcome.kind === 'accepted') return outcome.operation.id;
  return outcome.kind === 'refused' ? outcome.failure.note : outcome.note;
}
