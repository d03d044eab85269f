import { listEndpointsByIds, listModels, listOffers } from '../catalog/catalog.store.ts';
import type { Db } from '../db/database.ts';
import type { Brief, PlannedPreset } from '../db/tables/campaigns.table.ts';
import { listPresetsByIds, type VersionedPreset } from '../library/library.store.ts';
import { findReference } from '../library/reference.store.ts';
import type { ReferenceImageRow } from '../db/tables/library.table.ts';
import { getEntitlement } from '../policy/entitlement.store.ts';
import { overEntitlement } from '../policy/entitlements.rules.ts';
import { checkChoices } from './brief.rules.ts';
import type { PresetFragment } from './compile-prompts.ts';
import { offersOf, type PlannedOffer } from './plan.rules.ts';
import { type FittedOffer, fitToReference, type PlannedReference } from './reference.rules.ts';
import { UnknownReference } from './refusals.ts';

/** What a brief's choices are today. */
export interface Choices {
  offers: PlannedOffer[];
  /** By place on the preset axis; a brief without presets has one place, as written. */
  presets: (PlannedPreset & { fragment: PresetFragment | null })[];
  /** What every render starts from. */
  reference: PlannedReference | null;
  nameOfModel: (modelId: string) => string;
}

const AS_WRITTEN = { presetId: null, versionId: null, key: null, name: 'As written', fragment: null };

/** Throws UnknownModel, UnknownSize, UnknownSeconds, UnknownPreset, UnknownReference, InputInvalid for a brief that asks for what is not offered; a picture out of the library may stay, not be chosen. */
export async function checkBriefChoices(
  db: Db,
  workspaceId: string,
  brief: Brief,
  { today, isReferenceNew }: { today: string; isReferenceNew: boolean },
): Promise<void> {
  const [models, presets, reference] = await Promise.all([
    listModels(db, today),
    presetsOf(db, workspaceId, brief),
    referenceOf(db, workspaceId, brief),
  ]);
  if (isReferenceNew && reference?.archived_at)
    throw new UnknownReference('This reference image was taken out of your library. Choose another.');
  checkChoices(brief, { models, presetIds: new Set(presets.map((preset) => preset.id)) });
}

/** Reads a brief's choices with today's prices and preset versions; throws like `checkBriefChoices`. */
export async function readChoices(db: Db, workspaceId: string, brief: Brief, today: string): Promise<Choices> {
  const models = await listModels(db, today);
  const presets = new Map((await presetsOf(db, workspaceId, brief)).map((preset) => [preset.id, preset]));
  checkChoices(brief, { models, presetIds: new Set(presets.keys()) });
  const once = <Value>(values: readonly Value[]) => [...new Set(values)];
  const catalog = await listOffers(db, {
    modelIds: once(brief.modelIds),
    sizes: once(brief.sizes),
    seconds: once(brief.seconds),
    audio: brief.audio,
    on: today,
  });
  const names = new Map(models.map((model) => [model.id, model.name]));
  const tiers = new Map(models.map((model) => [model.id, model.tier]));
  const entitlement = await getEntitlement(db, workspaceId);
  const presetIds = brief.presetIds.length === 0 ? [null] : brief.presetIds;
  const offers = offersOf(brief, catalog, (offer) => {
    const tier = tiers.get(offer.modelId);
    return tier ? overEntitlement(entitlement, { ...offer, tier }) : null;
  });
  const reference = await referenceOf(db, workspaceId, brief);
  return {
    offers: fitToReference(offers, reference, await endpointsWithoutReference(db, offers)),
    reference,
    presets: presetIds.map((id) => {
      const preset = id === null ? undefined : presets.get(id);
      if (!preset) return AS_WRITTEN;
      const fragment = { name: preset.name, slots: preset.slots };
      return { presetId: preset.id, versionId: preset.version_id, key: preset.key, name: preset.name, fragment };
    }),
    nameOfModel: (modelId) => names.get(modelId) ?? modelId,
  };
}

function presetsOf(db: Db, workspaceId: string, brief: Brief): Promise<VersionedPreset[]> {
  return listPresetsByIds(db, workspaceId, [...new Set(brief.presetIds.filter((id) => id !== null))]);
}

/** Throws UnknownReference where the workspace has none of this id. */
async function referenceOf(db: Db, workspaceId: string, { referenceId }: Brief): Promise<ReferenceImageRow | null> {
  if (!referenceId) return null;
  const reference = await findReference(db, workspaceId, referenceId);
  if (reference) return reference;
  throw new UnknownReference('This reference image is not in your library. It may have been removed; choose another.');
}

/** Columns as a brief's reference image lets them be. Throws UnknownReference. */
export async function fitToBrief<Offer extends FittedOffer>(
  db: Db,
  workspaceId: string,
  brief: Brief,
  offers: readonly Offer[],
): Promise<Offer[]> {
  return fitToReference(offers, await referenceOf(db, workspaceId, brief), await endpointsWithoutReference(db, offers));
}

/** Endpoints where a probe found that no picture is taken: name by id. */
async function endpointsWithoutReference(db: Db, offers: readonly FittedOffer[]): Promise<Map<string, string>> {
  const ids = [...new Set(offers.map((offer) => offer.endpoint_id))];
  const endpoints = ids.length === 0 ? [] : await listEndpointsByIds(db, ids);
  return new Map(endpoints.filter(takesNoReference).map(({ id, name }) => [id, name]));
}

function takesNoReference(endpoint: { capabilities: Record<string, unknown> }): boolean {
  return endpoint.capabilities['takesReference'] === false;
}
