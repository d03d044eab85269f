import { graphql, readFragment, type FragmentType } from '../gql';
import { formatMicros } from '../ui/format.ts';

export const CostTotalsFragment = graphql(`
  fragment CostTotals_Workspace on Workspace {
    id
    costs {
      heldMicros
      settledMicros
      savedMicros
      unattributedMicros
    }
  }
`);

/** What all campaigns spent, hold and saved, since the first. */
export function CostTotals({ workspace }: { workspace: FragmentType<typeof CostTotalsFragment> }) {
  const { heldMicros, settledMicros, savedMicros, unattributedMicros } = readFragment(CostTotalsFragment, workspace).costs;
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:flex">
      <Total term="Spent" micros={settledMicros} says="by all campaigns" />
      <Total term="Held" micros={heldMicros} says="for what is still to come" />
      <Total term="Saved by reuse" micros={savedMicros} says="one clip served several cells" look={savedMicros > 0 ? 'text-ready' : ''} />
      {unattributedMicros > 0 && (
        <Total term="Unattributed" micros={unattributedMicros} says="billed, for no campaign we know" look="text-blocked" />
      )}
    </dl>
  );
}

function Total({ term, micros, says, look = '' }: { term: string; micros: number; says: string; look?: string }) {
  return (
    <div className="flex min-w-44 flex-col rounded-xl border bg-surface px-4 py-3 max-sm:min-w-0">
      <dt className="text-sm text-muted">{term}</dt>
      <dd className={`figures text-2xl font-semibold tracking-tight ${look}`}>{formatMicros(micros)}</dd>
      <dd className="text-sm text-faint">{says}</dd>
    </div>
  );
}
