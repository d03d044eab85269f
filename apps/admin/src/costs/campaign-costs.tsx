import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Download } from 'lucide-react';
import { graphql, type DocumentType } from '../gql';
import { Button } from '../ui/button.tsx';
import { CampaignStatusBadge } from '../ui/campaign-status.tsx';
import { dollarsOf, downloadCsv } from '../ui/csv.ts';
import { formatMicros } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { type CostColumn, type CostsSearch, readCostsSearch } from './costs-search.ts';
import { usePages } from './use-pages.ts';

const CampaignCostsQuery = graphql(`
  query CampaignCosts($first: Int!, $after: String, $sort: CampaignCostSort) {
    campaignCosts(first: $first, after: $after, sort: $sort) {
      totalCount
      nodes {
        id
        name
        status
        createdAt
        cost {
          heldMicros
          settledMicros
          savedMicros
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Data = DocumentType<typeof CampaignCostsQuery>;
const readPage = (data: Data) => data.campaignCosts;

const COLUMNS: readonly { by: CostColumn; word: string; hint: string }[] = [
  { by: 'held', word: 'Held', hint: 'Reserved for what is still to come' },
  { by: 'settled', word: 'Spent', hint: 'Billed by providers' },
  { by: 'saved', word: 'Saved', hint: 'Not spent, because a clip served more than one cell' },
  { by: 'created', word: 'Created', hint: 'When the campaign was made' },
];

/** Money by campaign: held, spent, saved; sorted by a press on a head, each row leading to its ledger. */
export function CampaignCosts({ search }: { search: CostsSearch }) {
  const navigate = useNavigate();
  const by = search.by ?? 'settled';
  const direction = search.direction ?? 'desc';
  const sort = { by: by.toUpperCase() as Uppercase<CostColumn>, direction: direction === 'asc' ? ('ASC' as const) : ('DESC' as const) };
  const { rows, hasMore, fetching, error, more, refresh } = usePages(CampaignCostsQuery, { sort }, readPage);
  const sortBy = (column: CostColumn) =>
    void navigate({
      to: '/costs',
      search: readCostsSearch({ by: column, direction: column === by && direction === 'desc' ? 'asc' : 'desc' }),
      replace: true,
    });
  const download = () =>
    downloadCsv('costs-by-campaign.csv', [
      ['Campaign', 'Status', 'Held (USD)', 'Spent (USD)', 'Saved (USD)', 'Created'],
      ...(rows ?? []).map(({ name, status, createdAt, cost }) => [
        name,
        status.toLowerCase(),
        dollarsOf(cost.heldMicros),
        dollarsOf(cost.settledMicros),
        dollarsOf(cost.savedMicros),
        createdAt,
      ]),
    ]);
  return (
    <section aria-labelledby="by-campaign">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <h2 id="by-campaign" className="text-lg font-semibold">
          By campaign
        </h2>
        <div className="grow" />
        {rows && rows.length > 0 && (
          <Button size="small" icon={Download} onClick={download}>
            CSV
          </Button>
        )}
      </div>
      {error && (
        <div className="-mx-4 sm:-mx-6">
          <LoadError error={error} stale={rows !== undefined} onRetry={refresh} />
        </div>
      )}
      {!rows && fetching && (
        <AfterAMoment>
          <Skeleton className="h-40" />
        </AfterAMoment>
      )}
      {rows?.length === 0 && <p className="text-muted">No campaign has held or spent anything yet.</p>}
      {rows && rows.length > 0 && (
        <div className="overflow-x-auto rounded-xl border bg-surface" tabIndex={0} role="group" aria-label="Costs by campaign">
          <table className="figures w-full min-w-160">
            <thead className="border-b text-sm text-faint">
              <tr>
                <th scope="col" className="px-4 py-1.5 text-left font-normal">
                  Campaign
                </th>
                <th scope="col" className="px-3 text-left font-normal">
                  Status
                </th>
                {COLUMNS.map((column) => (
                  <SortHead key={column.by} {...column} direction={column.by === by ? direction : null} onSort={() => sortBy(column.by)} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <CostRow key={row.id} {...row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasMore && (
        <Button className="mt-3" busy={fetching} onClick={more}>
          Show more
        </Button>
      )}
    </section>
  );
}

function CostRow({ id, name, status, createdAt, cost }: Data['campaignCosts']['nodes'][number]) {
  const amount = (micros: number, look: string) => (
    <td className={`px-3 text-right whitespace-nowrap ${micros === 0 ? 'text-faint' : look}`}>
      {micros === 0 ? '–' : formatMicros(micros)}
    </td>
  );
  return (
    <tr className="border-b last:border-b-0 hover:bg-hover/60">
      <td className="max-w-80 px-4 py-2">
        <Link
          to="/campaigns/$campaignId/ledger"
          params={{ campaignId: id }}
          className="block truncate font-medium hover:underline"
          title={`The ledger of ${name}`}
        >
          {name}
        </Link>
      </td>
      <td className="px-3">
        <CampaignStatusBadge status={status} />
      </td>
      {amount(cost.heldMicros, '')}
      {amount(cost.settledMicros, 'font-medium')}
      {amount(cost.savedMicros, 'text-ready')}
      <td className="px-3 pr-4 text-right text-muted">
        <RelativeTime at={createdAt} />
      </td>
    </tr>
  );
}

interface SortHeadProps {
  word: string;
  hint: string;
  direction: 'asc' | 'desc' | null;
  onSort: () => void;
}

function SortHead({ word, hint, direction, onSort }: SortHeadProps) {
  const Icon = direction === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={direction === null ? 'none' : direction === 'asc' ? 'ascending' : 'descending'}
      className="px-1 text-right font-normal last:pr-2"
    >
      <button
        type="button"
        title={hint}
        onClick={onSort}
        className={`inline-flex items-center gap-1 rounded-sm px-2 py-1.5 hover:text-text ${direction === null ? '' : 'font-medium text-text'}`}
      >
        {direction !== null && <Icon aria-hidden className="size-3.5" />}
        {word}
      </button>
    </th>
  );
}
