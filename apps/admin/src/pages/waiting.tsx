import { useNavigate } from '@tanstack/react-router';
import { CircleCheck, SearchX, X } from 'lucide-react';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { ParkedList } from '../campaigns/parked/parked-list.tsx';
import { CAUSES, type CauseWord } from '../campaigns/parked/parked-words.ts';
import type { WaitingSearch } from '../campaigns/parked/waiting-search.ts';
import { graphql, type DocumentType } from '../gql';
import { useBeat } from '../ui/beat.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { countOf, formatMicros } from '../ui/format.ts';
import { useKept } from '../ui/kept.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Select } from '../ui/select.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const REFRESH_MS = 10_000;

const WaitingQuery = graphql(`
  query Waiting($causes: [ParkedCause!], $endpointId: ID, $campaignId: ID, $campaign: ID!, $ofCampaign: Boolean!) {
    viewer {
      may
    }
    endpoints {
      id
      name
    }
    campaign(id: $campaign) @include(if: $ofCampaign) {
      id
      name
    }
    parkedRenders(first: 1, causes: $causes, endpointId: $endpointId, campaignId: $campaignId) {
      totalCount
      atRiskMicros
    }
  }
`);

/** `/waiting`: every render that waits for a person, over all campaigns. */
export function WaitingPage({ search }: { search: WaitingSearch }) {
  usePageTitle('Waiting for you');
  const navigate = useNavigate();
  const filterKey = JSON.stringify(search);
  const [{ data: answer, error, fetching }, refetch] = useQuery({
    query: WaitingQuery,
    variables: {
      causes: search.cause ? [search.cause] : null,
      endpointId: search.endpoint ?? null,
      campaignId: search.campaign ?? null,
      campaign: search.campaign ?? '',
      ofCampaign: search.campaign !== undefined,
    },
    requestPolicy: 'cache-and-network',
  });
  const beat = useBeat(REFRESH_MS);
  useEffect(() => {
    if (beat > 0) refetch({ requestPolicy: 'network-only' });
  }, [beat, refetch]);
  const data = useKept(answer, filterKey);
  const show = (next: WaitingSearch) => void navigate({ to: '/waiting', search: next, replace: true });
  const mayDecide = data?.viewer.may.includes('render.decide') ?? false;
  const waiting = data?.parkedRenders;
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">Waiting for you</h1>
        {waiting && waiting.totalCount > 0 && (
          <p className="figures text-muted" role="status">
            {countOf(waiting.totalCount, 'render')} · {formatMicros(waiting.atRiskMicros)} at risk
          </p>
        )}
        <div className="grow" />
        {data && <Filters {...{ search, data, show }} />}
      </div>
      {error && <LoadError error={error} stale={data !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && fetching && (
        <AfterAMoment>
          <div role="status" aria-label="Loading what waits" className="flex flex-col gap-3 px-4 sm:px-6">
            <Skeleton className="h-20" />
            <Skeleton className="h-20" />
          </div>
        </AfterAMoment>
      )}
      {waiting && waiting.totalCount > 0 && (
        <div className="px-4 pb-10 sm:px-6">
          <p className="mb-4 max-w-3xl text-pretty text-muted">
            The answer to these requests was lost, and nobody can prove whether the provider started them. Rendering one again may pay for
            it twice, so a person decides: look for it in the provider’s console, then adopt its video, render it again, or count it as
            lost.
            {!mayDecide && ' Your role may look at them; an administrator or a producer decides.'}
          </p>
          <ParkedList key={filterKey} search={search} mayDecide={mayDecide} beat={beat} />
        </div>
      )}
      {waiting?.totalCount === 0 &&
        (filterKey === '{}' ? (
          <EmptyState icon={CircleCheck} title="Nothing waits for you">
            When the answer to a request is lost and a second one could be paid twice, the render shows here, with what is at risk and what
            you can decide.
          </EmptyState>
        ) : (
          <EmptyState icon={SearchX} title="Nothing matches" action={<Button onClick={() => show({})}>Clear filters</Button>}>
            No render that waits fits these filters.
          </EmptyState>
        ))}
    </div>
  );
}

const ANY = 'ANY';

function Filters({
  search,
  data,
  show,
}: {
  search: WaitingSearch;
  data: DocumentType<typeof WaitingQuery>;
  show: (next: WaitingSearch) => void;
}) {
  const { cause, endpoint, campaign } = search;
  const causes = Object.entries(CAUSES) as [CauseWord, string][];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {campaign !== undefined && (
        <Button
          size="small"
          className="max-w-64"
          aria-label={`Show all campaigns, not only ${data.campaign?.name ?? 'this one'}`}
          onClick={() => show({ ...(cause && { cause }), ...(endpoint !== undefined && { endpoint }) })}
        >
          <span className="truncate">{data.campaign?.name ?? 'One campaign'}</span>
          <X aria-hidden className="size-3.5 shrink-0" />
        </Button>
      )}
      <Select
        label="Why"
        value={cause ?? ANY}
        choices={[{ value: ANY, word: 'Any reason' }, ...causes.map(([value, word]) => ({ value, word }))]}
        onChoose={(value) =>
          show({
            ...(value !== ANY && { cause: value }),
            ...(endpoint !== undefined && { endpoint }),
            ...(campaign !== undefined && { campaign }),
          })
        }
      />
      {(data.endpoints.length > 1 || endpoint !== undefined) && (
        <Select
          label="Provider"
          value={endpoint ?? ANY}
          choices={[{ value: ANY, word: 'Any' }, ...data.endpoints.map(({ id, name }) => ({ value: id, word: name }))]}
          onChoose={(value) =>
            show({
              ...(cause && { cause }),
              ...(value !== ANY && { endpoint: value }),
              ...(campaign !== undefined && { campaign }),
            })
          }
        />
      )}
    </div>
  );
}
