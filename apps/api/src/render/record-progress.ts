import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { type OpenRender, updateProgress } from './open-render.store.ts';

/** Steps smaller than this are not worth a write. Percent. */
const STEP_PERCENT = 5;

/** Keeps what the provider says of running renders; one event a campaign tells which variants to look at. */
export async function recordProgress(deps: Deps, progress: readonly { render: OpenRender; percent: number }[]): Promise<void> {
  const changed = progress
    .map(({ render, percent }) => ({ render, percent: Math.min(100, Math.max(0, Math.round(percent))) }))
    .filter(({ render, percent }) => percent >= (render.progress ?? 0) + STEP_PERCENT);
  for (const group of Map.groupBy(changed, ({ render }) => render.campaign.num).values()) {
    const { campaign } = group[0]!.render;
    await deps.db.transaction().execute(async (trx) => {
      await updateProgress(
        trx,
        group.map(({ render, percent }) => ({ renderId: render.id, percent })),
      );
      await recordEvents(trx, [
        {
          workspaceId: campaign.workspaceId,
          campaignNum: campaign.num,
          kind: 'renders.progressed',
          subject: campaign.id,
          facts: { indexes: group.map(({ render }) => render.index) },
        },
      ]);
    });
  }
}
