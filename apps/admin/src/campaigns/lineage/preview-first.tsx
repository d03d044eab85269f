import { useNavigate } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useMutation } from 'urql';
import { graphql } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { newKey } from '../../ui/idempotency-key.ts';
import { refusalOf } from '../../ui/refusal.ts';

const PreviewCampaignMutation = graphql(`
  mutation PreviewCampaign($campaignId: ID!, $idempotencyKey: String!) {
    previewCampaign(input: { campaignId: $campaignId, idempotencyKey: $idempotencyKey }) {
      __typename
      ... on PreviewCampaignSuccess {
        campaign {
          id
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

/** Makes a cheap preview of a campaign that has not been launched, and goes there. */
export function PreviewFirst({ campaignId }: { campaignId: string }) {
  const navigate = useNavigate();
  const [{ fetching }, preview] = useMutation(PreviewCampaignMutation);
  const [key, setKey] = useState(newKey);
  const doPreview = async () => {
    const { data, error } = await preview({ campaignId, idempotencyKey: key });
    const refusal = refusalOf(data?.previewCampaign, error);
    if (refusal) return void toast.error(refusal.message);
    if (data?.previewCampaign.__typename !== 'PreviewCampaignSuccess') return;
    setKey(newKey());
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId: data.previewCampaign.campaign.id } });
  };
  return (
    <Tooltip says="Every prompt and preset once, short and cheap, on the standard model. Star the best, then make finals of them.">
      <Button icon={Eye} busy={fetching} onClick={() => void doPreview()}>
        Preview first
      </Button>
    </Tooltip>
  );
}
