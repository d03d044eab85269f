import { sql } from 'kysely';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import type { OpenRender } from './open-render.store.ts';

/** Raises an alarm, once for each render and word: the provider answers with a status that its dialect does not know. */
export async function alarmUnknown(deps: Deps, unknown: readonly { render: OpenRender; word: string }[]): Promise<void> {
  for (const { render, word } of unknown) {
    await deps.db.transaction().execute(async (trx) => {
      const marked = await trx
        .updateTable('renders')
        .set({ unknown_word: word })
        .where('id', '=', render.id)
        .where(sql<boolean>`unknown_word is distinct from ${word}`)
        .returning('id')
        .execute();
      if (marked.length === 0) return;
      deps.log.error({ event: 'provider.status_unknown', renderId: render.id, word });
      const { workspaceId, num } = render.campaign;
      const facts = { word, index: render.index };
      await recordEvents(trx, [{ workspaceId, campaignNum: num, kind: 'render.status_unknown', subject: render.id, facts }]);
    });
  }
}
