import { listModelsByIds } from '../../catalog/catalog.store.ts';
import type { Trx } from '../../db/database.ts';
import type { CampaignRow } from '../../db/tables/campaigns.table.ts';
import { InputInvalid } from '../../lib/refusal.ts';
import { getEntitlement } from '../../policy/entitlement.store.ts';
import { overEntitlement } from '../../policy/entitlements.rules.ts';
import { OverEntitlement } from '../../policy/refusals.ts';
import { fitToBrief } from '../read-choices.ts';
import type { Replacement } from './replan.store.ts';

/**
 * What a plan asks of its columns is asked of those that take their place: they are within the workspace's edition, and the campaign's picture
 * can begin their clips. Throws OverEntitlement, InputInvalid.
 */
export async function checkReplacements(trx: Trx, campaign: CampaignRow, replacements: readonly Replacement[]): Promise<void> {
  const { workspace_id: workspaceId, brief } = campaign;
  const entitlement = await getEntitlement(trx, workspaceId);
  const models = await listModelsByIds(
    trx,
    replacements.map(({ modelId }) => modelId),
  );
  const tierOf = new Map(models.map((model) => [model.id, model.tier]));
  const limits = replacements.flatMap((one) => overEntitlement(entitlement, { ...one, tier: tierOf.get(one.modelId)! }) ?? []);
  if (limits.length > 0) throw new OverEntitlement(entitlement.edition, [...new Set(limits)]);
  const offers = replacements.map(({ endpointId, size }) => ({
    endpoint_id: endpointId,
    size,
    verdict: 'ok' as const,
    verdict_note: null,
  }));
  const unfit = (await fitToBrief(trx, workspaceId, brief, offers)).find(({ verdict }) => verdict !== 'ok');
  if (unfit) throw new InputInvalid('models', unfit.verdict_note!);
}
