import type { CampaignStatus } from '@dailies/schema';
import { RETIREMENT_TOLD_DAYS } from '@dailies/schema';

/** Statuses whose waiting or failed cells may be moved to other models; a running campaign is paused first. */
const REPLANNED: readonly Uppercase<CampaignStatus>[] = ['DRAFT', 'PLANNED', 'RUNNING', 'PAUSED', 'COMPLETED'];

export function mayReplan(status: Uppercase<CampaignStatus>): boolean {
  return REPLANNED.includes(status);
}

/** A model by its dates in the catalogue; `retiresOn` is YYYY-MM-DD. */
export interface DatedModel {
  id: string;
  name: string;
  retired: boolean;
  retiresOn?: string | null;
}

/** Those that have retired, those that will within the next weeks, and the rest, each in their order. */
export function byRetirement<Model extends DatedModel>(models: readonly Model[], nowMs: number) {
  const until = new Date(nowMs + RETIREMENT_TOLD_DAYS * 86_400_000).toISOString().slice(0, 10);
  const isEnding = ({ retired, retiresOn }: Model) => !retired && retiresOn != null && retiresOn <= until;
  return {
    retired: models.filter(({ retired }) => retired),
    ending: models.filter(isEnding),
    staying: models.filter((model) => !model.retired && !isEnding(model)),
  };
}

/** What is chosen, as the API takes it: every model that another takes the place of. */
export function swapsOf(chosen: Readonly<Record<string, string | null>>): { fromId: string; toId: string }[] {
  return Object.entries(chosen).flatMap(([fromId, toId]) => (toId === null ? [] : [{ fromId, toId }]));
}
