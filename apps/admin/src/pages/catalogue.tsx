import { Plus, Shapes } from 'lucide-react';
import { useState } from 'react';
import { useQuery } from 'urql';
import { graphql } from '../gql';
import { AddModelDialog } from '../settings/catalogue/add-model-dialog.tsx';
import { EndpointModels } from '../settings/catalogue/endpoint-models.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { LoadError } from '../ui/load-error.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { AfterAMoment, Skeleton } from '../ui/skeleton.tsx';

const CatalogueQuery = graphql(`
  query Catalogue {
    viewer {
      may
    }
    endpoints {
      id
      name
      status
      ...EndpointModels_Endpoint
    }
    catalog {
      models {
        id
        endpoint {
          id
        }
        ...ModelRow_Model
      }
    }
  }
`);

/** `/catalogue`: what can be rendered where and for how much, and for administrators the ways to change it. */
export function CataloguePage() {
  usePageTitle('Catalogue');
  const [{ data, error, fetching }, refetch] = useQuery({ query: CatalogueQuery, requestPolicy: 'cache-and-network' });
  const [addingAt, setAddingAt] = useState<string | null>(null);
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  const mayWrite = data?.viewer.may.includes('catalog.write') ?? false;
  const endpoints = (data?.endpoints ?? []).toSorted((a, b) => Number(a.status === 'PAUSED') - Number(b.status === 'PAUSED'));
  const [first] = endpoints;
  const add = () => first && setAddingAt(first.id);
  useShortcut({ keys: 'a', says: 'Add a model', group: 'Catalogue' }, add, mayWrite && first !== undefined);
  return (
    <div className="h-full overflow-y-auto">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3 px-4 pt-5 pb-4 sm:px-6">
        <div className="min-w-0 grow basis-80">
          <h1 className="text-2xl font-semibold tracking-tight">Catalogue</h1>
          <p className="mt-0.5 text-pretty text-muted">
            What campaigns can choose, where it is rendered and what a second costs. Plans that stand keep what they froze.
          </p>
        </div>
        {mayWrite && first && (
          <Button look="primary" icon={Plus} onClick={add}>
            Add a model <Kbd keys="a" />
          </Button>
        )}
      </div>
      {error && <LoadError error={error} stale={data !== undefined} onRetry={refresh} />}
      {!data && fetching && (
        <AfterAMoment>
          <div className="flex flex-col gap-4 px-4 sm:px-6">
            <Skeleton className="h-52" />
            <Skeleton className="h-32" />
          </div>
        </AfterAMoment>
      )}
      {data && (
        <div className="flex flex-col gap-6 px-4 pb-10 sm:px-6">
          {endpoints.map((endpoint) => (
            <EndpointModels
              key={endpoint.id}
              endpoint={endpoint}
              models={data.catalog.models.filter((model) => model.endpoint.id === endpoint.id).map((model) => ({ id: model.id, model }))}
              mayWrite={mayWrite}
              onAdd={() => setAddingAt(endpoint.id)}
              onChanged={refresh}
            />
          ))}
        </div>
      )}
      {data && endpoints.length === 0 && (
        <EmptyState icon={Shapes} title="No provider yet">
          A provider’s address comes from the settings of the installation. Its models are listed here.
        </EmptyState>
      )}
      {addingAt !== null && (
        <AddModelDialog
          key={addingAt}
          endpoints={endpoints}
          endpointId={addingAt}
          onClose={() => setAddingAt(null)}
          onDone={() => (setAddingAt(null), refresh())}
        />
      )}
    </div>
  );
}
