import { useQuery } from 'urql';
import { graphql } from '../gql';
import { EndpointCard } from '../settings/endpoint-card.tsx';
import { OrphanList } from '../settings/orphan-list.tsx';
import { countOf, formatMicros } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';
import { useEffect } from 'react';

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
    orphans(first: 50, withDeleted: true) {
      totalCount
      lossMicros
      nodes {
        id
        ...OrphanRow_Orphan
      }
    }
  }
`);

/** `/providers`: every provider's address with its limits and its use, and the videos nobody asked for. */
export function ProvidersPage() {
  usePageTitle('Providers');
  const [{ data, error, fetching }, refetch] = useQuery({ query: ProvidersQuery, requestPolicy: 'cache-and-network' });
  useEffect(() => {
    const timer = setInterval(() => document.hidden || refetch({ requestPolicy: 'network-only' }), REFRESH_MS);
    return () => clearInterval(timer);
  }, [refetch]);
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
          <section>
            <h2 className="mb-1 text-lg font-semibold">Videos without a render</h2>
            <p className="mb-3 text-muted">
              {data.orphans.totalCount === 0
                ? 'Every video the providers list belongs to a render of ours.'
                : `${countOf(data.orphans.totalCount, 'video')} that the providers list and no render has; ${formatMicros(data.orphans.lossMicros)} booked as lost.`}
            </p>
            {data.orphans.nodes.length > 0 && <OrphanList orphans={data.orphans.nodes} mayDelete={mayDelete} />}
          </section>
        </div>
      )}
    </div>
  );
}
