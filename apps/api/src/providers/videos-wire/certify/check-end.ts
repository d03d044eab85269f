import type { Operation } from '../../provider.ts';
import { readCheck } from '../read-outcomes.rules.ts';
import { isOk, type Probe, type Seen, toldBy } from './probe.ts';

/** Questions come often at first, then every five seconds: a check may meet a sandbox or a queue of minutes. */
const POLL_FIRST_MS = 200;
const POLL_LAST_MS = 5_000;
const POLL_GROWTH = 1.4;
const RESUME_AT = 100;

/** Waits for the render's end and looks at what it left. True where it succeeded. */
export async function checkEnd(probe: Probe, { id }: Operation, patienceMs: number): Promise<boolean> {
  const { dialect, call, report } = probe;
  const startedMs = probe.now().getTime();
  const first = readCheck(dialect, id, (await call('GET', [id])).sent);
  report(
    'retrieve',
    first.kind === 'found' ? 'pass' : 'fail',
    first.kind === 'found' ? 'it does' : first.kind === 'gone' ? 'it is gone' : first.note,
  );
  for (let pollMs = POLL_FIRST_MS; ; pollMs = Math.min(POLL_LAST_MS, pollMs * POLL_GROWTH)) {
    const outcome = readCheck(dialect, id, (await call('GET', [id])).sent);
    const waitedS = Math.round((probe.now().getTime() - startedMs) / 1000);
    if (outcome.kind === 'gone') return fail(probe, 'the video is gone before it ended');
    if (outcome.kind === 'found' && outcome.operation.state.kind !== 'pending') {
      const { state } = outcome.operation;
      if (state.kind === 'unknown') return fail(probe, `it ended in a status we do not know: “${state.word}”`);
      if (state.kind !== 'succeeded') return fail(probe, state.kind === 'failed' ? `it failed: ${state.failure.note}` : 'it expired');
      report('end', 'pass', `completed after ${waitedS} s${state.expiresAt ? `, kept until ${state.expiresAt.toISOString()}` : ''}`);
      await checkContent(probe, id);
      return true;
    }
    if (waitedS * 1000 >= patienceMs) return fail(probe, `still not finished after ${waitedS} s; ask again with --wait`);
    await probe.sleep(pollMs);
  }
}

function fail({ report }: Probe, says: string): false {
  report('end', 'fail', says);
  for (const clause of ['content', 'range', 'etag'] as const) report(clause, 'skipped', 'there is no finished video to see it by');
  return false;
}

async function checkContent({ call, report }: Probe, id: string): Promise<void> {
  const whole = await call('GET', [id, 'content'], { headers: { accept: 'video/mp4, */*' } });
  const type = whole.headers.get('content-type') ?? 'no type';
  const redirect = whole.status !== null && whole.status >= 300 && whole.status < 400;
  if (redirect) {
    report('content', 'note', `it redirects to ${originOf(whole)}; the key stays with the server it belongs to`);
    for (const clause of ['range', 'etag'] as const) report(clause, 'skipped', 'the bytes come from elsewhere');
    return;
  }
  const isVideo = isOk(whole) && !/json|text/.test(type);
  report('content', isVideo ? 'pass' : 'fail', `${toldBy(whole)}, ${type}, ${whole.headers.get('content-length') ?? 'unknown many'} bytes`);
  const part = await call('GET', [id, 'content'], { headers: { accept: 'video/mp4, */*', range: `bytes=${RESUME_AT}-` } });
  const range = part.headers.get('content-range') ?? '';
  const resumes = part.status === 206 && range.startsWith(`bytes ${RESUME_AT}-`);
  report('range', resumes ? 'pass' : 'note', resumes ? range : `${toldBy(part)}: a broken download begins again from its first byte`);
  const etag = whole.headers.get('etag');
  report('etag', etag?.startsWith('"') ? 'pass' : 'note', etag ?? 'none: a resumed download is proved by its checks alone');
}

function originOf({ headers }: Seen): string {
  return URL.parse(headers.get('location') ?? '')?.origin ?? 'nowhere';
}
