import type { Operation } from '../../provider.ts';
import { readCheck } from '../read-outcomes.rules.ts';
import { isOk, type Probe, type Seen, toldBy } from './probe.ts';

/** Looks at what a delete does to a render under way: the newest of this check that is not `kept`. */
export async function checkAbort(probe: Probe, kept: Operation): Promise<void> {
  const { dialect, call, report, learned } = probe;
  const victim = probe.began.find(({ id }) => id !== kept.id);
  if (!victim) return report('abort', 'skipped', 'there is one video only');
  const before = readCheck(dialect, victim.id, (await call('GET', [victim.id])).sent);
  if (before.kind !== 'found' || before.operation.state.kind !== 'pending') return report('abort', 'skipped', 'it had ended already');
  const deleted = await call('DELETE', [victim.id]);
  const after = readCheck(dialect, victim.id, (await call('GET', [victim.id])).sent);
  const isGone = after.kind === 'gone';
  if (isAnswered(deleted) && after.kind !== 'unanswered') learned.removesWhileRunning = isOk(deleted) && isGone;
  if (isOk(deleted) !== isGone) return report('abort', 'fail', `${toldBy(deleted)}, and the video is ${isGone ? 'gone' : 'still there'}`);
  report('abort', 'pass', isGone ? 'gone at once' : `left alone (${toldBy(deleted)})`);
}

/** A rest, trouble or silence says nothing of what a server can do. */
function isAnswered({ status }: Seen): boolean {
  return status !== null && status < 500 && ![408, 409, 429].includes(status);
}

/** Deletes the finished video, and then whatever else this check began. */
export async function checkDelete(probe: Probe, { id }: Operation): Promise<void> {
  const { dialect, call, report, learned } = probe;
  const deleted = await call('DELETE', [id]);
  if (isAnswered(deleted)) learned.removes = isOk(deleted);
  if (!isOk(deleted)) {
    report('delete', 'note', `${toldBy(deleted)}: the provider keeps its copies until they expire`);
    report('gone', 'skipped', 'nothing was deleted');
    return;
  }
  report('delete', 'pass', toldBy(deleted));
  const again = await call('DELETE', [id]);
  const after = readCheck(dialect, id, (await call('GET', [id])).sent);
  const isSound = after.kind === 'gone' && again.status !== null && again.status < 500;
  report('gone', isSound ? 'pass' : 'fail', `retrieve: ${after.kind}; deleted again: ${toldBy(again)}`);
  for (const rest of probe.began) if (rest.id !== id) await call('DELETE', [rest.id]);
}
