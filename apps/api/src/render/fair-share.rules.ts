import type { CampaignPriority } from '@dailies/schema';

/** Of every 21 places that three busy campaigns share, a high one gets 16, a normal one 4, a low one 1: first is not alone. */
export const PRIORITY_WEIGHTS: Record<CampaignPriority, number> = { low: 1, normal: 4, high: 16 };
/** Where finals go first, a preview counts this little beside them. */
const PREVIEW_WEIGHT = 1 / 8;

/** A campaign that has variants to send to the endpoint. */
export interface Contender {
  workspaceId: string;
  campaignId: string;
  priority: CampaignPriority;
  purpose: 'final' | 'preview';
  /** Variants it could send; the caller may stop counting at the room. */
  waiting: number;
}

export interface FairShare {
  /** Places by campaign id; a campaign that gets none is absent. */
  places: Map<string, number>;
  /**
   * How much each workspace and campaign in the contest was served, places divided by weight, the new places included. Who has nothing to send or no room is
   * absent, and enters anew.
   */
  served: Map<string, number>;
}

/**
 * Shares `room` places: the workspace served least comes next, and in it the campaign served least for its weight. Who is new, or comes back
 * after a rest, begins where the least served stands: nobody saves up turns, and nobody waits for ever. `workspaceRoom` caps single
 * workspaces; absent is no cap. Equals go by weight, then in the order given.
 */
export function shareRoom(
  room: number,
  contenders: readonly Contender[],
  turns: { served: ReadonlyMap<string, number>; finalsFirst: boolean; workspaceRoom: ReadonlyMap<string, number> },
): FairShare {
  const roomOf = (workspaceId: string): number => turns.workspaceRoom.get(workspaceId) ?? Infinity;
  const present = contenders.filter(({ workspaceId, waiting }) => waiting > 0 && roomOf(workspaceId) > 0);
  const workspaces = [...Map.groupBy(present, ({ workspaceId }) => workspaceId)].map(([id, members]) => ({
    id,
    weight: 1,
    left: roomOf(id),
    campaigns: enter(
      members.map((one) => ({ id: one.campaignId, weight: weightOf(one, turns.finalsFirst), left: one.waiting })),
      turns.served,
    ),
  }));
  const entered = enter(workspaces, turns.served);
  const places = new Map<string, number>();
  for (let n = 0; n < room; n += 1) {
    const workspace = nextOf(entered.filter(({ campaigns }) => campaigns.some(({ left }) => left > 0)));
    const campaign = workspace && nextOf(workspace.campaigns);
    if (!workspace || !campaign) break;
    for (const winner of [workspace, campaign]) {
      winner.left -= 1;
      winner.served += 1 / winner.weight;
    }
    places.set(campaign.id, (places.get(campaign.id) ?? 0) + 1);
  }
  const everybody = entered.flatMap((workspace) => [workspace, ...workspace.campaigns]);
  return { places, served: new Map(everybody.map(({ id, served }) => [id, served])) };
}

function weightOf(contender: Contender, finalsFirst: boolean): number {
  const weight = PRIORITY_WEIGHTS[contender.priority];
  return finalsFirst && contender.purpose === 'preview' ? weight * PREVIEW_WEIGHT : weight;
}

interface Turn {
  id: string;
  weight: number;
  left: number;
}

/** Who was not here before begins where the least served stands. */
function enter<Entrant extends Turn>(entrants: readonly Entrant[], before: ReadonlyMap<string, number>): (Entrant & { served: number })[] {
  const known = entrants.flatMap(({ id }) => before.get(id) ?? []);
  const least = known.length > 0 ? Math.min(...known) : 0;
  return entrants.map((entrant) => ({ ...entrant, served: before.get(entrant.id) ?? least }));
}

function nextOf<Entrant extends Turn & { served: number }>(entrants: readonly Entrant[]): Entrant | undefined {
  let next: Entrant | undefined;
  for (const entrant of entrants) {
    if (entrant.left <= 0) continue;
    const isBefore = !next || entrant.served < next.served || (entrant.served === next.served && entrant.weight > next.weight);
    if (isBefore) next = entrant;
  }
  return next;
}
