import { Link } from '@tanstack/react-router';
import { CornerDownRight, CornerUpLeft } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { CampaignStatusBadge } from '../../ui/campaign-status.tsx';
import { countOf } from '../../ui/format.ts';
import { Menu } from '../../ui/menu.tsx';

export const LineageFragment = graphql(`
  fragment Lineage_Campaign on Campaign {
    id
    purpose
    origin
    parent {
      id
      name
    }
    descendants {
      id
      name
      status
      origin
    }
  }
`);

/** How a campaign came from its parent; without such a word it is a copy. */
const ORIGINS = { PREVIEW: 'Preview of', PROMOTION: 'Finals of', VARIATION: 'Variation of' } as const;

/** Where a campaign came from and what came of it, as links; nothing where it stands alone. */
export function LineageLine({ campaign }: { campaign: FragmentType<typeof LineageFragment> }) {
  const { origin, parent, descendants } = readFragment(LineageFragment, campaign);
  if (!parent && descendants.length === 0) return null;
  return (
    <nav aria-label="Lineage" className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 px-4 pb-2 text-sm text-muted sm:px-6">
      {parent && (
        <span className="flex min-w-0 items-center gap-1.5">
          <CornerUpLeft aria-hidden className="size-3.5 text-faint" />
          {origin ? ORIGINS[origin] : 'Copy of'}
          <Link to="/campaigns/$campaignId" params={{ campaignId: parent.id }} className="truncate text-accent-text hover:underline">
            {parent.name}
          </Link>
        </span>
      )}
      {descendants.length > 0 && (
        <Menu
          trigger={
            <button type="button" className="flex items-center gap-1.5 text-accent-text hover:underline">
              <CornerDownRight aria-hidden className="size-3.5 text-faint" />
              {countOf(descendants.length, 'campaign')} made from this
            </button>
          }
        >
          {descendants.map(({ id, name, status }) => (
            <Link
              key={id}
              to="/campaigns/$campaignId"
              params={{ campaignId: id }}
              className="flex items-center gap-3 rounded-sm px-2 py-1.5 hover:bg-hover"
            >
              <span className="max-w-72 truncate">{name}</span>
              <CampaignStatusBadge status={status} />
            </Link>
          ))}
        </Menu>
      )}
    </nav>
  );
}
