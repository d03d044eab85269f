import { SLOTS, type Slot, type Slots } from '@dailies/schema';
import { useState } from 'react';
import { useClient } from 'urql';
import { graphql } from '../../gql';
import { refusalOf, type RefusalWords } from '../../ui/refusal.ts';
import { filledTemplate, type Draft } from './draft.ts';
import { splitPrompts } from './split-prompts.ts';

const CreateCampaignMutation = graphql(`
  mutation CreateCampaign($input: CreateCampaignInput!) {
    createCampaign(input: $input) {
      __typename
      ... on CreateCampaignSuccess {
        campaign {
          id
          ...SavedDraft_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const UpdateCampaignMutation = graphql(`
  mutation UpdateCampaign($input: UpdateCampaignInput!) {
    updateCampaign(input: $input) {
      __typename
      ... on UpdateCampaignSuccess {
        campaign {
          id
          status
          ...SavedDraft_Campaign
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

export const UNTITLED = 'Untitled campaign';

type Saved = { campaignId: string } | { refusal: RefusalWords };

/** Keeps a draft at the server: creates it the first time, changes it after that. Imported prompts stay as they are there. */
export function useSaveDraft(known: string | null) {
  const client = useClient();
  const [campaignId, setCampaignId] = useState(known);
  const [saving, setSaving] = useState(false);

  const create = async (draft: Draft): Promise<Saved> => {
    const { data, error } = await client.mutation(CreateCampaignMutation, { input: fieldsOf(draft) }).toPromise();
    const answer = data?.createCampaign;
    const refusal = refusalOf(answer, error);
    if (refusal) return { refusal };
    if (answer?.__typename !== 'CreateCampaignSuccess')
      return { refusal: { code: 'NO_ANSWER', message: 'The server gave no answer. Try again.' } };
    setCampaignId(answer.campaign.id);
    return { campaignId: answer.campaign.id };
  };
  const update = async (draft: Draft, id: string): Promise<Saved> => {
    const { data, error } = await client.mutation(UpdateCampaignMutation, { input: { campaignId: id, ...fieldsOf(draft) } }).toPromise();
    const refusal = refusalOf(data?.updateCampaign, error);
    return refusal ? { refusal } : { campaignId: id };
  };
  return {
    campaignId,
    saving,
    save: async (draft: Draft): Promise<Saved> => {
      setSaving(true);
      try {
        return campaignId === null ? await create(draft) : await update(draft, campaignId);
      } finally {
        setSaving(false);
      }
    },
  };
}

function fieldsOf(draft: Draft) {
  const { prompts } = draft;
  return {
    name: draft.name.trim() || UNTITLED,
    modelIds: [...draft.modelIds],
    sizes: [...draft.sizes],
    seconds: [...draft.seconds],
    presetIds: [...draft.presetIds],
    axisMode: draft.paired ? ('ZIP' as const) : ('CROSS' as const),
    referenceId: draft.reference?.id ?? null,
    audio: draft.audio,
    reuse: draft.reuse,
    template: slotTexts(filledTemplate(draft.template) ?? {}),
    ...(prompts.kind === 'pasted' && { prompts: splitPrompts(prompts.text, prompts.splitBy).map((text) => ({ text })) }),
  };
}

function slotTexts(slots: Slots): { slot: Uppercase<Slot>; text: string }[] {
  return SLOTS.flatMap((slot) => (slots[slot] === undefined ? [] : [{ slot: slot.toUpperCase() as Uppercase<Slot>, text: slots[slot] }]));
}
