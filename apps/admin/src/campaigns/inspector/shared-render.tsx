import { Link } from '@tanstack/react-router';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { Notice } from '../../ui/notice.tsx';
import { readBoardSearch } from '../matrix/board-search.ts';

export const SharedRenderFragment = graphql(`
  fragment SharedRender_Variant on Variant {
    phase
    reusedFrom {
      id
      variant {
        id
        index
        campaign {
          id
          name
        }
      }
    }
  }
`);

interface SharedRenderProps {
  variant: FragmentType<typeof SharedRenderFragment>;
  campaignId: string;
  /** Goes to another cell of the same matrix. */
  onGoTo: (index: number) => void;
}

/** Which other cell’s render serves this one, or will; nothing for a cell with a render of its own. */
export function SharedRender({ variant, campaignId, onGoTo }: SharedRenderProps) {
  const { phase, reusedFrom } = readFragment(SharedRenderFragment, variant);
  if (!reusedFrom || (phase !== 'QUEUED' && phase !== 'READY')) return null;
  const { index, campaign } = reusedFrom.variant;
  const isHere = campaign.id === campaignId;
  const cell = (
    <Link
      to="/campaigns/$campaignId"
      params={{ campaignId: campaign.id }}
      search={readBoardSearch({ cell: index })}
      className="font-medium text-accent-text hover:underline"
      onClick={(event) => {
        if (!isHere || event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onGoTo(index);
      }}
    >
      cell {index + 1}
      {!isHere && ` of ${campaign.name}`}
    </Link>
  );
  if (phase === 'READY') return <Notice>This clip was rendered once, for {cell}; it serves here too.</Notice>;
  return (
    <Notice title="Waits for an identical render">
      It asks for the same as {cell}. Once that is stored, its clip serves here too; should it fail, this cell is rendered on its own.
    </Notice>
  );
}
