import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import {
  ArrowRight,
  CirclePause,
  CornerDownLeft,
  LayoutGrid,
  Plus,
  SearchX,
  Server,
  Shapes,
  SlidersHorizontal,
  Wallet,
} from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useDeferredValue, useState, type ReactNode } from 'react';
import { useQuery } from 'urql';
import { graphql, readFragment } from '../gql';
import { CampaignStatusBadge } from '../ui/campaign-status.tsx';
import { globalIdOf } from './find-by-id.ts';

const PaletteCellFragment = graphql(`
  fragment PaletteCell_Variant on Variant {
    id
    index
    campaign {
      id
      name
    }
  }
`);

const PaletteQuery = graphql(`
  query Palette($search: String, $id: ID!, $byId: Boolean!) {
    campaigns(first: 8, search: $search) @skip(if: $byId) {
      edges {
        node {
          id
          name
          status
        }
      }
    }
    node(id: $id) @include(if: $byId) {
      __typename
      id
      ... on Campaign {
        name
      }
      ... on Variant {
        ...PaletteCell_Variant
      }
      ... on Render {
        variant {
          ...PaletteCell_Variant
        }
      }
      ... on Clip {
        variant {
          ...PaletteCell_Variant
        }
      }
    }
  }
`);

/** Jump by name or by a pasted id of a campaign, cell, render or clip. */
export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-black/40" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 animate-fade overflow-hidden rounded-xl bg-raised shadow-popup outline-none"
        >
          <Radix.Title className="sr-only">Search or jump</Radix.Title>
          <PaletteList onDone={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteList({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const wanted = useDeferredValue(text.trim());
  const globalId = globalIdOf(wanted);
  const [{ data, fetching }] = useQuery({
    query: PaletteQuery,
    variables: { search: wanted || null, id: globalId ?? '', byId: globalId !== null },
    requestPolicy: 'cache-and-network',
  });
  const goTo = (campaignId: string, index?: number) => {
    onDone();
    void navigate({ to: '/campaigns/$campaignId', params: { campaignId }, search: index === undefined ? {} : { cell: index } });
  };
  const found = data?.node;
  const holder =
    found?.__typename === 'Render' || found?.__typename === 'Clip' ? found.variant : found?.__typename === 'Variant' ? found : null;
  const cell = holder && readFragment(PaletteCellFragment, holder);
  const campaigns = data?.campaigns?.edges ?? [];
  return (
    <Command
      shouldFilter={false}
      label="Search or jump"
      loop
      value={picked ?? cell?.id ?? campaigns[0]?.node.id ?? 'new'}
      onValueChange={setPicked}
    >
      <Command.Input
        value={text}
        onValueChange={(typed) => (setText(typed), setPicked(null))}
        placeholder="Campaign name, or paste an id"
        className="h-12 w-full border-b bg-transparent px-4 text-lg outline-none"
      />
      <Command.List className="max-h-[50vh] overflow-y-auto p-1.5">
        {found?.__typename === 'Campaign' && <Row value={found.id} says={found.name} onSelect={() => goTo(found.id)} />}
        {cell && (
          <Row
            value={cell.id}
            says={`Cell ${cell.index + 1} of ${cell.campaign.name}`}
            onSelect={() => goTo(cell.campaign.id, cell.index)}
          />
        )}
        {campaigns.map(({ node }) => (
          <Row
            key={node.id}
            value={node.id}
            says={node.name}
            onSelect={() => goTo(node.id)}
            end={<CampaignStatusBadge status={node.status} />}
          />
        ))}
        <Command.Group
          heading="Go to"
          className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-sm **:[[cmdk-group-heading]]:text-faint"
        >
          <Row
            icon={<Plus className="size-4" />}
            value="new"
            says="New campaign"
            onSelect={() => (onDone(), void navigate({ to: '/campaigns/new' }))}
          />
          <Row
            icon={<LayoutGrid className="size-4" />}
            value="all"
            says="All campaigns"
            onSelect={() => (onDone(), void navigate({ to: '/campaigns' }))}
          />
          <Row
            icon={<CirclePause className="size-4" />}
            value="waiting"
            says="Renders that wait for you"
            onSelect={() => (onDone(), void navigate({ to: '/waiting' }))}
          />
          <Row
            icon={<Wallet className="size-4" />}
            value="costs"
            says="Costs and budgets"
            onSelect={() => (onDone(), void navigate({ to: '/costs' }))}
          />
          <Row
            icon={<Server className="size-4" />}
            value="providers"
            says="Providers and their limits"
            onSelect={() => (onDone(), void navigate({ to: '/providers' }))}
          />
          <Row
            icon={<Shapes className="size-4" />}
            value="catalogue"
            says="Catalogue: models and prices"
            onSelect={() => (onDone(), void navigate({ to: '/catalogue' }))}
          />
          <Row
            icon={<SlidersHorizontal className="size-4" />}
            value="settings"
            says="Workspace: edition and reuse"
            onSelect={() => (onDone(), void navigate({ to: '/settings' }))}
          />
        </Command.Group>
        {wanted !== '' && !fetching && campaigns.length === 0 && !found && (
          <p className="flex items-center gap-2 px-2.5 py-3 text-muted">
            <SearchX aria-hidden className="size-4" />
            {globalId === null ? `No campaign is called “${wanted}”.` : 'Nothing in this workspace has that id.'}
          </p>
        )}
      </Command.List>
    </Command>
  );
}

function Row({
  value,
  says,
  onSelect,
  icon,
  end,
}: {
  value: string;
  says: string;
  onSelect: () => void;
  icon?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="group flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 data-[selected=true]:bg-hover"
    >
      <span aria-hidden className="text-faint">
        {icon ?? <ArrowRight className="size-4" />}
      </span>
      <span className="min-w-0 grow truncate">{says}</span>
      {end}
      <CornerDownLeft aria-hidden className="hidden size-3.5 text-faint group-data-[selected=true]:block" />
    </Command.Item>
  );
}
