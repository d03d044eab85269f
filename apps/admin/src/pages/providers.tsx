import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql, type DocumentType } from '../gql';
import { EndpointCard } from '../settings/endpoint-card.tsx';
import { OrphanList } from '../settings/orphan-list.tsx';
import type { ProvidersSearch } from '../settings/providers-search.ts';
import { useBeat } from '../ui/beat.ts';
import { countOf, formatCount, formatMicros } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { Segmented } from '../ui/segmented.tsx';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const REFRESH_MS = 5_000;

const ProvidersQuery = graphql(`
  query Providers {
    viewer {
      may
    }
    endpoints {
      id
      ...EndpointCard_Endpoint
    }
    open: orphans(first: 1) {
      totalCount
      lossMicros
    }
    deleted: orphans(first: 1, onlyDeleted: true) {
      totalCount
      lossMicros
    }
  }
`);

/** `/providers`: every provider's address with its limits and its use, and the videos nobody asked for. */
export function ProvidersPage({ search }: { search: ProvidersSearch }) {
  usePageTitle('Providers');
  const [{ data, error, fetching }, refetch] = useQuery({ query: ProvidersQuery, requestPolicy: 'cache-and-network' });
  const beat = useBeat(REFRESH_MS);
  useEffect(() => {
    if (beat > 0) refetch({ requestPolicy: 'network-only' });
  }, [beat, refetch]);
  const mayWrite = data?.viewer.may.includes('endpoint.operate') ?? false;
  const mayDelete = data?.viewer.may.includes('render.decide') ?? false;
  return (
    <div className="h-full overflow-y-auto">
      <div className="px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">Providers</h1>
      </div>
      {error && <LoadError error={error} stale={data !== undefined} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && fetching && (
        <AfterAMoment>
          <div className="flex flex-col gap-3 px-4 sm:px-6">
            <Skeleton className="h-28" />
            <Skeleton className="h-28" />
          </div>
        </AfterAMoment>
      )}
      {data && (
        <div className="flex flex-col gap-8 px-4 pb-10 sm:px-6">
          <ul className="flex flex-col gap-3">
            {data.endpoints.map((endpoint) => (
              <EndpointCard key={endpoint.id} endpoint={endpoint} mayWrite={mayWrite} />
            ))}
          </ul>
          <Orphans data={data} onlyDeleted={search.videos === 'deleted'} mayDelete={mayDelete} beat={beat} />
        </div>
      )}
    </div>
  );
}

interface OrphansProps {
  data: DocumentType<typeof ProvidersQuery>;
  onlyDeleted: boolean;
  mayDelete: boolean;
  beat: number;
}

function Orphans({ data, onlyDeleted, mayDelete, beat }: OrphansProps) {
  const navigate = useNavigate();
  const { open, deleted } = data;
  const shown = onlyDeleted ? deleted : open;
  return (
    <section>
      <div className="mb-1 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-lg font-semibold">Videos without a render</h2>
        {(deleted?.totalCount ?? 0) > 0 && (
          <Segmented
            label="Which videos"
            value={onlyDeleted ? 'deleted' : 'open'}
            choices={[
              { value: 'open', word: `Still there ${formatCount(open?.totalCount ?? 0)}` },
              { value: 'deleted', word: `Deleted ${formatCount(deleted?.totalCount ?? 0)}` },
            ]}
            onChoose={(value) =>
              void navigate({ to: '/providers', search: value === 'deleted' ? { videos: 'deleted' } : {}, replace: true })
            }
          />
        )}
      </div>
      <p className="mb-3 text-muted">{shown && sentenceOf(shown, onlyDeleted)}</p>
      {shown && shown.totalCount > 0 && <OrphanList key={`${onlyDeleted}`} {...{ onlyDeleted, mayDelete, beat }} />}
    </section>
  );
}

function sentenceOf({ totalCount, lossMicros }: { totalCount: number; lossMicros: number }, onlyDeleted: boolean): string {
  const loss = `${formatMicros(lossMicros)} booked as lost.`;
  if (onlyDeleted) return totalCount === 0 ? 'None was deleted yet.' : `${countOf(totalCount, 'video')} deleted at the providers; ${loss}`;
  if (totalCount === 0) return 'Every video the providers list belongs to a render of ours.';
  return `${countOf(totalCount, 'video')} that the providers list and no render has; ${loss}`;
}
