import { Link } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { graphql, readFragment, type DocumentType, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { dollarsOf, downloadCsv } from '../../ui/csv.ts';
import { formatMicros, formatMoment } from '../../ui/format.ts';
import { entryWords } from './entry-words.ts';

export const LedgerEntryFragment = graphql(`
  fragment LedgerRow_LedgerEntry on LedgerEntry {
    key
    kind
    at
    heldMicros
    spareMicros
    settledMicros
    note
    variantIndex
    actor {
      id
      name
    }
    balance {
      heldMicros
      settledMicros
    }
  }
`);

type Entry = DocumentType<typeof LedgerEntryFragment>;

interface LedgerTableProps {
  campaign: { id: string; name: string };
  entries: readonly FragmentType<typeof LedgerEntryFragment>[];
}

const HEADS = ['When', 'What', 'Held', 'Spent', 'Holds then', 'Spent then', 'Cell', 'Who', 'Why'] as const;
const AMOUNTS: ReadonlySet<string> = new Set(HEADS.slice(2, 6));

/** A campaign's bookings, newest first, each with what it changed and how it left the campaign. */
export function LedgerTable({ campaign, entries }: LedgerTableProps) {
  const rows = readFragment(LedgerEntryFragment, entries);
  return (
    <div className="overflow-x-auto rounded-xl border bg-surface" tabIndex={0} role="group" aria-label="Entries of the ledger">
      <table className="figures w-full min-w-220">
        <thead className="border-b text-sm text-faint">
          <tr>
            {HEADS.map((head) => (
              <th
                key={head}
                scope="col"
                className={`px-3 py-1.5 font-normal whitespace-nowrap first:pl-4 ${AMOUNTS.has(head) ? 'text-right' : 'text-left'}`}
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LedgerRow key={row.key} entry={row} campaignId={campaign.id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LedgerRow({ entry, campaignId }: { entry: Entry; campaignId: string }) {
  const { kind, at, heldMicros, spareMicros, settledMicros, balance, variantIndex, actor, note } = entry;
  const moved = heldMicros === 0 && settledMicros === 0 ? Math.abs(spareMicros) : 0;
  return (
    <tr className={`border-b align-top last:border-b-0 ${kind === 'ADJUST' ? 'bg-accent-soft/50' : ''}`}>
      <td className="py-2 pr-3 pl-4 whitespace-nowrap text-muted">
        <time dateTime={at}>{formatMoment(at)}</time>
      </td>
      <td className="px-3 py-2">
        {entryWords(entry)}
        {moved > 0 && <span className="text-muted"> {formatMicros(moved)}</span>}
      </td>
      <Change micros={heldMicros} />
      <Change micros={settledMicros} />
      <td className="px-3 py-2 text-right whitespace-nowrap text-muted">{balance && formatMicros(balance.heldMicros)}</td>
      <td className="px-3 py-2 text-right font-medium whitespace-nowrap">{balance && formatMicros(balance.settledMicros)}</td>
      <td className="px-3 py-2 whitespace-nowrap">
        {variantIndex !== null && (
          <Link
            to="/campaigns/$campaignId"
            params={{ campaignId }}
            search={{ cell: variantIndex, inspector: true }}
            className="text-accent-text hover:underline"
          >
            Cell {variantIndex + 1}
          </Link>
        )}
      </td>
      <td className="px-3 py-2 whitespace-nowrap text-muted">{actor?.name ?? 'Dailies'}</td>
      <td className="max-w-72 px-3 py-2 pr-4 break-words text-muted">{note}</td>
    </tr>
  );
}

function Change({ micros }: { micros: number }) {
  return (
    <td className={`px-3 py-2 text-right whitespace-nowrap ${micros === 0 ? 'text-faint' : ''}`}>
      {micros === 0 ? '–' : `${micros > 0 ? '+' : ''}${formatMicros(micros)}`}
    </td>
  );
}

/** Hands over exactly the entries that are shown. */
export function LedgerCsvButton({ campaign, entries }: LedgerTableProps) {
  const download = () =>
    downloadCsv(`ledger-${fileNameOf(campaign.name)}.csv`, [
      ['When', 'What', 'Held (USD)', 'Spent (USD)', 'Holds then (USD)', 'Spent then (USD)', 'Cell', 'Who', 'Why', 'Key'],
      ...readFragment(LedgerEntryFragment, entries).map((entry) => [
        entry.at,
        entryWords(entry),
        dollarsOf(entry.heldMicros),
        dollarsOf(entry.settledMicros),
        entry.balance ? dollarsOf(entry.balance.heldMicros) : '',
        entry.balance ? dollarsOf(entry.balance.settledMicros) : '',
        entry.variantIndex === null ? '' : entry.variantIndex + 1,
        entry.actor?.name ?? 'Dailies',
        entry.note ?? '',
        entry.key,
      ]),
    ]);
  return (
    <Button icon={Download} onClick={download}>
      CSV
    </Button>
  );
}

function fileNameOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'campaign'
  );
}
