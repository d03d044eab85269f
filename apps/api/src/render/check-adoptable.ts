import type { Actor } from '../access/actor.ts';
import type { Trx } from '../db/database.ts';
import type { RenderRow } from '../db/tables/renders.table.ts';
import type { Deps } from '../deps.ts';
import { InputInvalid } from '../lib/refusal.ts';
import { isAskedFor } from './match-operations.rules.ts';
import { listDoubtfulSends } from './orphan-evidence.store.ts';
import { forgetOrphan, readClaims } from './orphan.store.ts';

/** One sentence for a video that is not there, was asked for otherwise, or is another workspace's: nobody learns which. */
const unknownVideo = () =>
  new InputInvalid(
    'operationId',
    'The provider does not know this video as one of this request. Copy its id from the provider’s own console, or choose one of the disputed ones.',
  );

/**
 * A disputed video was listed; any other is asked for by id, and has to be made of this render's request as far as the provider tells.
 * Throws InputInvalid.
 */
export async function checkAskedFor(deps: Deps, render: RenderRow, operationId: string): Promise<void> {
  if (operationId === '') throw new InputInvalid('operationId', 'Name the video to adopt by the provider’s id of it.');
  if (render.disputed_ids?.includes(operationId)) return;
  const [send] = await listDoubtfulSends(deps.db, render.endpoint_id, render.id);
  // It was decided before: the same decision sent again is answered by its key, any other is refused.
  if (!send) return;
  const provider = await deps.providers.get(render.endpoint_id);
  const outcome = await provider.check(operationId);
  if (outcome.kind === 'unanswered') {
    throw new InputInvalid('operationId', 'The provider did not answer whether it knows this video. Try again in a minute.');
  }
  if (outcome.kind === 'gone' || !isAskedFor(send, outcome.operation)) throw unknownVideo();
}

/** Frees a video that the workspace keeps as an orphan; one that is a render's, or another workspace's, is not to be had. Throws InputInvalid. */
export async function takeFree(trx: Trx, actor: Actor, endpointId: string, operationId: string): Promise<void> {
  const { claimed, orphans } = await readClaims(trx, endpointId, [operationId]);
  const owner = claimed.get(operationId);
  const orphan = orphans.get(operationId);
  if ([owner, orphan?.workspace_id].some((id) => id !== undefined && id !== actor.workspaceId)) throw unknownVideo();
  if (owner !== undefined) throw new InputInvalid('operationId', 'This video belongs to another render already.');
  if (orphan && !(await forgetOrphan(trx, orphan.id))) {
    throw new InputInvalid(
      'operationId',
      'This video is kept as an orphan and was counted as a loss already. Write the render off instead.',
    );
  }
}
