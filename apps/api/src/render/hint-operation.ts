import { sql } from 'kysely';
import type { Deps } from '../deps.ts';

/**
 * A webhook said something about this operation. It proves nothing and changes nothing: it makes the render due, so that the next pass asks
 * the provider itself. Hints of one second share one pass. Answers whether the operation is an open render of ours.
 */
export async function hintOperation(deps: Deps, endpointId: string, operationId: string): Promise<boolean> {
  const hinted = await deps.db
    .updateTable('renders')
    .set({ due_at: sql<Date>`dailies_now()` })
    .where('endpoint_id', '=', endpointId)
    .where('operation_id', '=', operationId)
    .where('status', '=', 'running')
    .returning('id')
    .execute();
  return hinted.length > 0;
}
