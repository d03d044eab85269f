import type { Deps } from '../../apps/api/src/deps.ts';
import { dispatchEndpoint } from '../../apps/api/src/render/dispatch-endpoint.ts';

const PASSES_MAX = 20;

/** Sends everything that waits to a provider that fails, ending the rest that each trouble brings. */
export async function dispatchThroughTrouble(deps: Deps): Promise<void> {
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    await dispatchEndpoint(deps, 'default', new AbortController().signal);
    await deps.db.updateTable('endpoints').set({ backoff_until: null }).where('id', '=', 'default').execute();
    const waiting = await deps.db.selectFrom('variants').where('phase', '=', 'queued').select('index').limit(1).execute();
    if (waiting.length === 0) return;
  }
  throw new Error(`something still waits after ${PASSES_MAX} passes`);
}
