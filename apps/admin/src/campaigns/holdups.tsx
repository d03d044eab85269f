import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql';
import { useBeat } from '../ui/beat.ts';
import { countOf } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';

const REFRESH_MS = 10_000;

const HoldupsQuery = graphql(`
  query Holdups($id: ID!) {
    campaign(id: $id) {
      id
      paidTwice {
        count
        lossMicros
      }
      holdups {
        waiting
        because
        nextStep
        needsPerson
        endpoint {
          id
          name
        }
      }
    }
  }
`);

/** Why queued cells of a running campaign are not sent, and what ends it; nothing while they are. */
export function Holdups({ campaignId, running }: { campaignId: string; running: boolean }) {
  const [{ data }, refetch] = useQuery({
    query: HoldupsQuery,
    variables: { id: campaignId },
    pause: !running,
    requestPolicy: 'network-only',
  });
  const beat = useBeat(REFRESH_MS, running);
  useEffect(() => {
    if (beat > 0 && running) refetch({ requestPolicy: 'network-only' });
  }, [beat, running, refetch]);
  const holdups = running ? (data?.campaign?.holdups ?? []) : [];
  if (holdups.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 px-4 pt-1 pb-3 sm:px-6">
      {holdups.map(({ endpoint, waiting, because, nextStep, needsPerson }) => (
        <Notice
          key={endpoint.id}
          look={needsPerson ? 'warning' : 'info'}
          title={`${countOf(waiting, 'cell')} ${waiting === 1 ? 'waits' : 'wait'}: ${endpoint.name} sends nothing for now`}
          action={
            needsPerson && (
              <Link to="/providers" className="shrink-0 py-0.5 font-medium text-accent-text hover:underline">
                See providers
              </Link>
            )
          }
        >
          {because} {nextStep}
        </Notice>
      ))}
    </div>
  );
}
