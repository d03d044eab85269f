import { Command } from 'cmdk';
import { Check, Search } from 'lucide-react';
import { useDeferredValue, useId, useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql';
import { CampaignStatusBadge } from '../ui/campaign-status.tsx';

const CampaignPickerQuery = graphql(`
  query CampaignPicker($search: String) {
    campaigns(first: 8, search: $search) {
      edges {
        node {
          id
          name
          status
        }
      }
    }
  }
`);

export interface PickedCampaign {
  id: string;
  name: string;
}

interface CampaignPickerProps {
  picked: PickedCampaign | null;
  onPick: (campaign: PickedCampaign) => void;
}

/** One campaign, found by part of its name. */
export function CampaignPicker({ picked, onPick }: CampaignPickerProps) {
  const labelId = useId();
  const [text, setText] = useState('');
  const search = useDeferredValue(text.trim());
  const [{ data, fetching }] = useQuery({
    query: CampaignPickerQuery,
    variables: { search: search || null },
    requestPolicy: 'cache-and-network',
  });
  const found = data?.campaigns.edges ?? [];
  return (
    <div className="flex flex-col gap-1">
      <span id={labelId} className="font-medium">
        Campaign
        {picked && <span className="font-normal text-muted"> · {picked.name}</span>}
      </span>
      <Command shouldFilter={false} label="Campaign" className="overflow-hidden rounded-md border border-line-strong bg-surface">
        <span className="flex items-center gap-2 border-b px-2.5">
          <Search aria-hidden className="size-3.5 text-faint" />
          <Command.Input
            value={text}
            onValueChange={setText}
            placeholder="Part of its name"
            className="h-8 min-w-0 grow bg-transparent outline-none placeholder:text-faint"
          />
        </span>
        <Command.List label="Campaigns" className="max-h-44 overflow-y-auto p-1">
          {found.map(({ node }) => (
            <Command.Item
              key={node.id}
              value={node.id}
              onSelect={() => onPick({ id: node.id, name: node.name })}
              className="flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 data-[selected=true]:bg-hover"
            >
              <span className="grid size-4 shrink-0 place-items-center">
                {picked?.id === node.id && <Check aria-label="chosen" className="size-4 text-accent-text" />}
              </span>
              <span className="min-w-0 grow truncate">{node.name}</span>
              <CampaignStatusBadge status={node.status} />
            </Command.Item>
          ))}
          {found.length === 0 && !fetching && (
            <p className="px-2 py-1.5 text-muted">{search === '' ? 'There is no campaign yet.' : `No campaign is called “${search}”.`}</p>
          )}
        </Command.List>
      </Command>
    </div>
  );
}
