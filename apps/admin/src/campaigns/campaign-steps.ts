import type { CampaignPriority } from '@dailies/schema';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../gql';
import { countOf, formatMicros } from '../ui/format.ts';
import { refusalOf } from '../ui/refusal.ts';

const PauseMutation = graphql(`
  mutation PauseCampaign($campaignId: ID!) {
    pauseCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on PauseCampaignSuccess {
        alreadyRunning {
          count
          micros
        }
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const ResumeMutation = graphql(`
  mutation ResumeCampaign($campaignId: ID!) {
    resumeCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on ResumeCampaignSuccess {
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const PriorityMutation = graphql(`
  mutation SetCampaignPriority($campaignId: ID!, $priority: CampaignPriority!) {
    setCampaignPriority(input: { campaignId: $campaignId, priority: $priority }) {
      __typename
      ... on SetCampaignPrioritySuccess {
        campaign {
          id
          priority
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const ArchiveMutation = graphql(`
  mutation ArchiveCampaign($campaignId: ID!) {
    archiveCampaign(input: { campaignId: $campaignId }) {
      __typename
      ... on ArchiveCampaignSuccess {
        campaign {
          id
          status
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

/** What a person does with a whole campaign by one press; each says in a toast what came of it. */
export function useCampaignSteps(campaignId: string) {
  const [pausing, pause] = useMutation(PauseMutation);
  const [resuming, resume] = useMutation(ResumeMutation);
  const [, prioritize] = useMutation(PriorityMutation);
  const [, archive] = useMutation(ArchiveMutation);
  return {
    pausing: pausing.fetching,
    resuming: resuming.fetching,
    pause: async () => {
      const { data, error } = await pause({ campaignId });
      const refusal = refusalOf(data?.pauseCampaign, error);
      if (refusal) return void toast.error(refusal.message);
      if (data?.pauseCampaign.__typename !== 'PauseCampaignSuccess') return;
      const { count, micros } = data.pauseCampaign.alreadyRunning;
      toast.success(
        count > 0
          ? `Paused. ${countOf(count, 'render')} already running will still finish and may be billed, up to ${formatMicros(micros)}.`
          : 'Paused. Nothing more is sent.',
      );
    },
    resume: async () => {
      const { data, error } = await resume({ campaignId });
      const refusal = refusalOf(data?.resumeCampaign, error);
      if (refusal) toast.error(refusal.message);
    },
    prioritize: async (priority: Uppercase<CampaignPriority>) => {
      const { data, error } = await prioritize({ campaignId, priority });
      const refusal = refusalOf(data?.setCampaignPriority, error);
      if (refusal) toast.error(refusal.message);
    },
    archive: async () => {
      const { data, error } = await archive({ campaignId });
      const refusal = refusalOf(data?.archiveCampaign, error);
      if (refusal) toast.error(refusal.message);
      else toast.success('Archived. The list shows it again under the status “Archived”.');
    },
  };
}
