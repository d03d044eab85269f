import type { Operation } from '../../provider.ts';
import { readPage } from '../read-outcomes.rules.ts';
import { type Probe, promptOf, type Seen, toldBy } from './probe.ts';

const PAGE = 100;
/** Pages read to find the new video; a list that hides it deeper is of no use to a reader in a hurry. */
const PAGES_MAX = 5;
const SKEW_MAX_MS = 120_000;
const SECOND_LOOK_MS = 5_000;

/** What the list can prove: the clauses that decide the endpoint's level. */
export async function checkList(probe: Probe, video: Operation): Promise<void> {
  const { report, learned } = probe;
  const first = await ask(probe, { limit: PAGE });
  checkHeaders(probe, first);
  let found = await findVideo(probe, video.id);
  if (found.kind !== 'found') {
    // A list may lag behind its creates, and an answer may fail once.
    await probe.sleep(SECOND_LOOK_MS);
    found = await findVideo(probe, video.id);
  }
  if (found.kind !== 'unanswered') learned.lists = found.kind === 'found';
  if (found.kind !== 'found') {
    report('list', 'fail', found.says);
    for (const clause of ['prompt', 'tag', 'order', 'paging', 'limit'] as const) report(clause, 'skipped', 'there is no list to see it by');
    return;
  }
  report('list', 'pass', `the new video is there, among ${found.operations.length} of the first page`);
  learned.listEchoesPrompt = found.listed.prompt === promptOf(probe, 1);
  if (learned.listEchoesPrompt) report('prompt', 'pass', 'as it was sent');
  else report('prompt', 'note', found.listed.prompt === null ? 'no prompt is shown' : 'another text than was sent is shown');
  learned.echoesRequestId = found.text.includes(`${probe.nonce}-1`);
  report(
    'tag',
    learned.echoesRequestId ? 'pass' : 'note',
    learned.echoesRequestId ? 'it does' : 'it does not; nor does any server known to us',
  );
  checkOrder(probe, found.operations);
  await checkPaging(probe, found.operations);
  await checkLimit(probe);
}

function ask({ dialect, call }: Probe, page: { limit: number; after?: string }): Promise<Seen> {
  const after = page.after === undefined ? {} : { after: page.after };
  return call('GET', [], { query: { ...dialect.listQuery, limit: String(page.limit), order: 'desc', ...after } });
}

type Found = { kind: 'found'; listed: Operation; operations: Operation[]; text: string } | { kind: 'missing' | 'unanswered'; says: string };

/** The server has no such call, or takes it from nobody with this key; anything else may be another answer the next time. */
function isForGood({ status }: Seen): boolean {
  return status !== null && [404, 405, 410, 501].includes(status);
}

async function findVideo(probe: Probe, id: string): Promise<Found> {
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const seen = await ask(probe, { limit: PAGE, ...(after !== undefined && { after }) });
    const read = readPage(probe.dialect, seen.sent);
    if (read.kind !== 'page') return { kind: isForGood(seen) ? 'missing' : 'unanswered', says: read.note };
    const listed = read.operations.find((operation) => operation.id === id);
    if (listed) return { kind: 'found', listed, operations: read.operations, text: seen.text };
    if (read.nextAfter === null) break;
    after = read.nextAfter;
  }
  return { kind: 'missing', says: 'the list does not show a video that was just made: it proves nothing' };
}

/** A reading stops where videos are older than the send it looks for: another order hides them, and the list proves nothing. */
function checkOrder({ report, learned }: Probe, operations: readonly Operation[]): void {
  const times = operations.flatMap(({ createdAt }) => createdAt?.getTime() ?? []);
  if (times.length < operations.length) return report('order', 'note', 'some entries do not say when they were made');
  const isSorted = times.every((time, n) => n === 0 || time <= times[n - 1]!);
  if (!isSorted) learned.lists = false;
  report('order', isSorted ? 'pass' : 'fail', isSorted ? 'newest first' : 'it does not: a reader that stops early misses videos');
}

async function checkPaging(probe: Probe, whole: readonly Operation[]): Promise<void> {
  const { report, dialect, learned } = probe;
  const walked: string[] = [];
  let isSilent = false;
  for (let after: string | undefined; walked.length < Math.min(whole.length, 3);) {
    const seen = await ask(probe, { limit: 1, ...(after !== undefined && { after }) });
    const read = readPage(dialect, seen.sent);
    if (read.kind !== 'page') return report('paging', 'fail', read.note);
    if (read.operations.length > 1) return report('paging', 'fail', `limit=1 answered ${read.operations.length} videos`);
    isSilent ||= !seen.text.includes('"has_more"');
    const [one] = read.operations;
    if (!one || read.nextAfter === null) break;
    walked.push(one.id);
    after = read.nextAfter;
  }
  const isTrue = walked.every((id, n) => id === whole[n]?.id);
  if (!isTrue) {
    learned.lists = false;
    return report('paging', 'fail', 'pages of one repeat or leave out videos: the list can not be read to its end');
  }
  report(
    'paging',
    isSilent ? 'note' : 'pass',
    isSilent ? 'pages do not say has_more; they are read on until one is empty' : `${walked.length} pages of one`,
  );
}

async function checkLimit(probe: Probe): Promise<void> {
  const seen = await ask(probe, { limit: 1_000 });
  const read = readPage(probe.dialect, seen.sent);
  const isServerFault = seen.status === null || seen.status >= 500;
  probe.report(
    'limit',
    isServerFault ? 'note' : 'pass',
    `1,000: ${read.kind === 'page' ? `cut to ${read.operations.length}` : toldBy(seen)}`,
  );
}

function checkHeaders({ report, now }: Probe, { headers }: Seen): void {
  const date = headers.get('date');
  const skewMs = date === null ? Number.NaN : Date.parse(date) - now().getTime();
  if (Number.isNaN(skewMs)) report('clock', 'note', 'no Date: its clock can not be put right');
  else report('clock', Math.abs(skewMs) < SKEW_MAX_MS ? 'pass' : 'note', `${Math.round(skewMs / 1000)} s from ours`);
  const rates = [...headers].filter(([name]) => name.startsWith('x-ratelimit-')).map(([name, value]) => `${name}: ${value}`);
  report('rates', rates.length > 0 ? 'pass' : 'note', rates.length > 0 ? rates.join(', ') : 'none; enter the limits of your account');
}
