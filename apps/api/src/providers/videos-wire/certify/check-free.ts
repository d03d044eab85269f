import { classifyStart } from '../classify.rules.ts';
import { decodePage } from '../video-wire.ts';
import { isOk, type Probe, promptOf, toldBy } from './probe.ts';

/** What can be seen without starting a render. False where nothing answers, so that nothing else can be looked at. */
export async function checkFree(probe: Probe): Promise<boolean> {
  const { dialect, call, report } = probe;
  const list = await call('GET', [], { query: { ...dialect.listQuery, limit: '1' } });
  if (list.status === null) {
    report('reach', 'fail', `${toldBy(list)}. Check the address; it ends in /v1.`);
    return false;
  }
  if (list.status === 401 || list.status === 403) {
    report('reach', 'fail', `${toldBy(list)}: the server refuses this key.`);
    return false;
  }
  const isPage = list.sent.kind === 'answer' && isOk(list) && decodePage(list.sent.answer.json) !== null;
  report('reach', isPage ? 'pass' : 'note', isPage ? 'it answers a list' : `${toldBy(list)} for a list; renders may work all the same`);
  await checkKey(probe);
  await checkRefusal(probe);
  const unknown = await call('GET', ['video_nobody_knows']);
  report('unknown', unknown.status === 404 ? 'pass' : 'fail', toldBy(unknown));
  return true;
}

async function checkKey({ apiKey, dialect, call, report }: Probe): Promise<void> {
  if (apiKey === '') return report('key', 'skipped', 'no key was given');
  const stranger = await call('GET', [], { query: { ...dialect.listQuery, limit: '1' }, apiKey: 'sk-no-key-of-anybody' });
  if (stranger.status === 401 || stranger.status === 403) return report('key', 'pass', toldBy(stranger));
  report('key', isOk(stranger) ? 'note' : 'fail', isOk(stranger) ? 'any key will do: keep this server behind a wall' : toldBy(stranger));
}

/** A size that no server renders. An answer that leaves the send in doubt would park a render for every mistake of a person. */
async function checkRefusal(probe: Probe): Promise<void> {
  const { dialect, call, report, ask } = probe;
  const body = dialect.createBody({ ...ask, renderId: probe.nonce, prompt: promptOf(probe, 0), size: '0x0', audio: false });
  const seen = await call('POST', [], { body });
  const outcome = classifyStart(dialect, seen.sent);
  if (outcome.kind === 'accepted') {
    probe.began.unshift(outcome.operation);
    return report('refusal', 'fail', 'a size of 0x0 was accepted and may be billed: mistakes cost money here');
  }
  if (outcome.kind !== 'refused') return report('refusal', 'fail', `${toldBy(seen)}: such an answer leaves a send ${outcome.kind}`);
  const hasReason = outcome.failure.note !== `HTTP ${seen.status}` && !outcome.failure.note.endsWith('no JSON');
  report('refusal', hasReason ? 'pass' : 'note', hasReason ? outcome.failure.note : `${toldBy(seen)} without a reason`);
}
