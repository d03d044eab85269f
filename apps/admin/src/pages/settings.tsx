import { useQuery } from 'urql';
import { graphql } from '../gql';
import { EditionTable } from '../settings/workspace/edition-table.tsx';
import { ReuseWindow } from '../settings/workspace/reuse-window.tsx';
import { formatCount, formatMoment } from '../ui/format.ts';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const SettingsQuery = graphql(`
  query Settings {
    viewer {
      may
      workspace {
        id
        name
        edition
        limits {
          rendersPerDay
          rendersToday
          resetsAt
        }
        ...ReuseWindow_Workspace
      }
    }
    editions {
      edition
      ...EditionTable_EditionLimits
    }
  }
`);

/** `/settings`: what the workspace may do, and for how long a clip may serve again. */
export function SettingsPage() {
  usePageTitle('Workspace');
  const [{ data, error, fetching }, refetch] = useQuery({ query: SettingsQuery, requestPolicy: 'cache-and-network' });
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  const mayWrite = data?.viewer.may.includes('workspace.write') ?? false;
  const workspace = data?.viewer.workspace;
  return (
    <div className="h-full overflow-y-auto">
      <div className="px-4 pt-5 pb-4 sm:px-6">
        <h1 className="text-2xl font-semibold tracking-tight">{workspace?.name ?? 'Workspace'}</h1>
      </div>
      {error && <LoadError error={error} stale={data !== undefined} onRetry={refresh} />}
      {!data && fetching && (
        <AfterAMoment>
          <div className="flex max-w-4xl flex-col gap-4 px-4 sm:px-6">
            <Skeleton className="h-64" />
            <Skeleton className="h-20" />
          </div>
        </AfterAMoment>
      )}
      {data && workspace && (
        <div className="flex max-w-4xl flex-col gap-8 px-4 pb-10 sm:px-6">
          <section>
            <h2 className="mb-1 text-lg font-semibold">Edition</h2>
            <p className="figures mb-3 text-muted">
              {formatCount(workspace.limits.rendersToday)}{' '}
              {workspace.limits.rendersPerDay == null
                ? 'renders asked for today'
                : `of ${formatCount(workspace.limits.rendersPerDay)} renders asked for today`}
              ; counts anew {formatMoment(workspace.limits.resetsAt)}.
            </p>
            <EditionTable editions={data.editions} current={workspace.edition} mayWrite={mayWrite} onChanged={refresh} />
          </section>
          <section>
            <h2 className="mb-1 text-lg font-semibold">Reuse</h2>
            <p className="mb-3 max-w-2xl text-pretty text-muted">
              A finished clip serves the same request again for this long, instead of being rendered and paid once more.
            </p>
            <ReuseWindow workspace={workspace} mayWrite={mayWrite} />
          </section>
        </div>
      )}
    </div>
  );
}
