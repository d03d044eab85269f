import { Link } from '@tanstack/react-router';
import { CirclePause, Server, Shapes, Wallet } from 'lucide-react';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { AlertBadge } from '../costs/alerts.tsx';
import { graphql } from '../gql';
import { useBeat } from '../ui/beat.ts';
import { useConnection } from '../ui/connection.ts';
import { countOf, formatCount } from '../ui/format.ts';

const REFRESH_MS = 15_000;

const AttentionQuery = graphql(`
  query Attention {
    parkedRenders(first: 1) {
      totalCount
    }
    orphans(first: 1, kinds: [DUPLICATE, UNKNOWN]) {
      totalCount
    }
    endpoints {
      id
      status
      waiting
    }
  }
`);

const LINK =
  'flex items-center gap-1.5 rounded-md px-2 py-1 font-medium whitespace-nowrap text-muted hover:bg-hover hover:text-text data-[status=active]:text-text max-sm:px-1.5';

/** The pages of the bar; a number says where somebody is needed. */
export function MainNav() {
  const { waiting, orphans, paused } = useAttention();
  const troubles = [
    ...(orphans > 0 ? [`${countOf(orphans, 'video')} nobody asked for`] : []),
    ...(paused > 0 ? [`${countOf(paused, 'provider')} paused`] : []),
  ];
  return (
    <nav aria-label="Main" className="flex min-w-0 items-center overflow-x-auto [scrollbar-width:none]">
      <Link to="/campaigns" className={LINK}>
        Campaigns
      </Link>
      <Link to="/waiting" className={LINK}>
        <CirclePause aria-hidden className="size-4 sm:hidden" />
        <span className="max-sm:sr-only">
          Waiting<span className="max-lg:sr-only"> for you</span>
        </span>
        <Badge count={waiting} says={`${countOf(waiting, 'render')} ${waiting === 1 ? 'waits' : 'wait'} for a decision`} />
      </Link>
      <Link to="/costs" className={LINK}>
        <Wallet aria-hidden className="size-4 sm:hidden" />
        <span className="max-sm:sr-only">Costs</span>
        <AlertBadge />
      </Link>
      <Link to="/providers" className={LINK}>
        <Server aria-hidden className="size-4 sm:hidden" />
        <span className="max-sm:sr-only">Providers</span>
        <Badge count={orphans + paused} says={troubles.join(', ')} />
      </Link>
      <Link to="/catalogue" className={LINK}>
        <Shapes aria-hidden className="size-4 sm:hidden" />
        <span className="max-sm:sr-only">Catalogue</span>
      </Link>
    </nav>
  );
}

function Badge({ count, says }: { count: number; says: string }) {
  if (count === 0) return null;
  return (
    <span title={says} className="figures rounded-full bg-accent px-1.5 text-sm leading-5 font-semibold text-white">
      <span aria-hidden>{count > 999 ? '999+' : formatCount(count)}</span>
      <span className="sr-only">: {says}</span>
    </span>
  );
}

/** How much of the workspace waits for somebody, a paused provider where cells wait for it; asked again every quarter of a minute, and after each decision. */
function useAttention(): { waiting: number; orphans: number; paused: number } {
  const [{ data }, refetch] = useQuery({ query: AttentionQuery, requestPolicy: 'cache-and-network' });
  const { generation } = useConnection();
  const beat = useBeat(REFRESH_MS);
  useEffect(() => {
    if (beat + generation > 0) refetch({ requestPolicy: 'network-only' });
  }, [beat, generation, refetch]);
  return {
    waiting: data?.parkedRenders?.totalCount ?? 0,
    orphans: data?.orphans?.totalCount ?? 0,
    paused: data?.endpoints.filter(({ status, waiting }) => status === 'PAUSED' && waiting > 0).length ?? 0,
  };
}
