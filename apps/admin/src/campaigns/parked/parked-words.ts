import type { ParkedCause } from '@dailies/schema';
import { countOf } from '../../ui/format.ts';

/** A cause as the API spells it. */
export type CauseWord = Uppercase<ParkedCause>;

/** What a filter calls each cause. */
export const CAUSES: Record<CauseWord, string> = {
  DISPUTED: 'Videos to choose from',
  UNSEEN: 'Never listed',
  NO_LIST: 'No list to look in',
};

/** Why a render waits, in a sentence for somebody who has not read the protocol. */
export function causeSentence(cause: CauseWord, disputed: number): string {
  if (cause === 'DISPUTED') return `${countOf(disputed, 'video')} at the provider may be this one.`;
  if (cause === 'NO_LIST') return 'The answer was lost, and this provider has no list to look in.';
  return 'The answer was lost, and the provider’s list never showed it.';
}

/** A render that was chosen to be decided with others. */
export interface ChosenRender {
  id: string;
  micros: number;
  disputed: number;
  campaign: { id: string; name: string; takesRenders: boolean };
}

/** What a decision about many renders would do, added up before it is made. */
export interface ChosenSum {
  count: number;
  micros: number;
  /** Renders with videos that may be their own: somebody should look at those first. */
  disputed: number;
  /** Renders of campaigns that have ended for good: they can not be rendered again. */
  stuck: number;
  campaigns: { id: string; name: string; count: number; micros: number }[];
}

export function sumChosen(chosen: readonly ChosenRender[]): ChosenSum {
  const byCampaign = Map.groupBy(chosen, ({ campaign }) => campaign.id);
  const microsOf = (renders: readonly ChosenRender[]) => renders.reduce((sum, { micros }) => sum + micros, 0);
  return {
    count: chosen.length,
    micros: microsOf(chosen),
    disputed: chosen.filter(({ disputed }) => disputed > 0).length,
    stuck: chosen.filter(({ campaign }) => !campaign.takesRenders).length,
    campaigns: [...byCampaign.values()]
      .map((renders) => ({
        id: renders[0]!.campaign.id,
        name: renders[0]!.campaign.name,
        count: renders.length,
        micros: microsOf(renders),
      }))
      .toSorted((one, other) => other.micros - one.micros),
  };
}
