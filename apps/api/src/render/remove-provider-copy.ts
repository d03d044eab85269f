import type { Deps } from '../deps.ts';

/** Deletes the provider's copy of a stored render; already gone is done. Throws to be tried again when the provider does not answer. */
export async function removeProviderCopy(deps: Deps, renderId: string, signal: AbortSignal): Promise<void> {
  const render = await deps.db
    .selectFrom('renders')
    .where('id', '=', renderId)
    .where('status', '=', 'stored')
    .select(['endpoint_id', 'operation_id'])
    .executeTakeFirst();
  if (!render?.operation_id) return;
  const provider = await deps.providers.get(render.endpoint_id);
  const outcome = await provider.remove(render.operation_id, signal);
  if (outcome.kind === 'unanswered') throw new Error(`the provider did not remove its copy: ${outcome.note}`);
  if (outcome.kind === 'removed') deps.log.info({ event: 'render.provider_copy_removed', renderId });
}
