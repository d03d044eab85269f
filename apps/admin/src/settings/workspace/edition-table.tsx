import { Check } from 'lucide-react';
import { useState } from 'react';
import { useMutation } from 'urql';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { refusalOf } from '../../ui/refusal.ts';

export const EditionFragment = graphql(`
  fragment EditionTable_EditionLimits on EditionLimits {
    edition
    tiers
    secondsMax
    pixelsMax
    rendersPerDay
    rendersInFlight
    retentionDays
  }
`);

const SetEditionMutation = graphql(`
  mutation SetEdition($edition: Edition!) {
    setEdition(input: { edition: $edition }) {
      __typename
      ... on SetEditionSuccess {
        workspace {
          id
          edition
        }
      }
      ... on Refusal {
        code
        message
      }
    }
  }
`);

const NAMES = { FREE: 'Free', PRO: 'Pro', ENTERPRISE: 'Enterprise' } as const;
const TIERS = { STANDARD: 'Standard', PRO: 'Pro' } as const;
type Edition = keyof typeof NAMES;
type Limits = DocumentType<typeof EditionFragment>;

const count = (limit: number | null | undefined, unit = '') => (limit == null ? 'no limit' : `${formatCount(limit)}${unit}`);

const LINES: readonly { says: string; of: (limits: Limits) => string }[] = [
  { says: 'Models', of: ({ tiers }) => tiers.map((tier) => TIERS[tier]).join(', ') },
  { says: 'Longest clip', of: ({ secondsMax }) => count(secondsMax, ' s') },
  { says: 'Largest frame', of: ({ pixelsMax }) => count(pixelsMax, ' pixels') },
  { says: 'Renders a day', of: ({ rendersPerDay }) => count(rendersPerDay) },
  { says: 'In flight', of: ({ rendersInFlight }) => count(rendersInFlight) },
  { says: 'Kept', of: ({ retentionDays }) => (retentionDays == null ? 'by contract' : `${retentionDays} days`) },
];

interface EditionTableProps {
  editions: readonly FragmentType<typeof EditionFragment>[];
  current: Edition;
  mayWrite: boolean;
  onChanged: () => void;
}

/** What each edition allows, side by side; the workspace's own is marked, another can be given. */
export function EditionTable({ editions, current, mayWrite, onChanged }: EditionTableProps) {
  const [wanted, setWanted] = useState<Edition | null>(null);
  const all = editions.map((one) => readFragment(EditionFragment, one));
  const column = (edition: Edition) => classNames('px-4 py-2', edition === current && 'bg-accent-soft');
  return (
    <div role="region" aria-label="Editions" tabIndex={0} className="overflow-x-auto rounded-xl border bg-surface">
      <table className="w-full min-w-[36rem] table-fixed border-collapse">
        <thead className="border-b">
          <tr>
            <th className="px-4 py-2 text-left text-sm font-normal text-faint">What it allows</th>
            {all.map(({ edition }) => (
              <th key={edition} scope="col" className={`${column(edition)} text-left font-semibold`}>
                <span className="flex items-center gap-1.5">
                  {NAMES[edition]}
                  {edition === current && (
                    <span className="flex items-center gap-1 text-sm font-medium text-accent-text">
                      <Check aria-hidden className="size-3.5" />
                      yours
                    </span>
                  )}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {LINES.map(({ says, of }) => (
            <tr key={says}>
              <th scope="row" className="px-4 py-2 text-left font-normal text-muted">
                {says}
              </th>
              {all.map((limits) => (
                <td key={limits.edition} className={`${column(limits.edition)} figures`}>
                  {of(limits)}
                </td>
              ))}
            </tr>
          ))}
          {mayWrite && (
            <tr>
              <th scope="row" className="px-4 py-2">
                <span className="sr-only">Change</span>
              </th>
              {all.map(({ edition }) => (
                <td key={edition} className={column(edition)}>
                  {edition !== current && (
                    <Button size="small" onClick={() => setWanted(edition)}>
                      Change to {NAMES[edition]}
                    </Button>
                  )}
                </td>
              ))}
            </tr>
          )}
        </tbody>
      </table>
      {wanted !== null && <ChangeEdition edition={wanted} onClose={() => setWanted(null)} onDone={() => (setWanted(null), onChanged())} />}
    </div>
  );
}

function ChangeEdition({ edition, onClose, onDone }: { edition: Edition; onClose: () => void; onDone: () => void }) {
  const [{ fetching }, setEdition] = useMutation(SetEditionMutation);
  const [refused, setRefused] = useState<string | null>(null);
  const save = async () => {
    const { data, error } = await setEdition({ edition });
    const refusal = refusalOf(data?.setEdition, error);
    setRefused(refusal?.message ?? null);
    if (!refusal) onDone();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Change to the ${NAMES[edition]} edition?`}
      footer={
        <>
          <Button onClick={onClose}>Not now</Button>
          <Button look="primary" busy={fetching} onClick={() => void save()}>
            Change the edition
          </Button>
        </>
      }
    >
      <p className="text-pretty">
        Its limits hold from the next plan, launch and send on, for everybody in this workspace. What is with a provider goes on to its end.
      </p>
      {refused !== null && (
        <div className="mt-4">
          <Notice look="error">{refused}</Notice>
        </div>
      )}
    </Dialog>
  );
}
