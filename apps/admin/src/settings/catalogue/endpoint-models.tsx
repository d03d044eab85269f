import { FlaskConical, Plus } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { Button } from '../../ui/button.tsx';
import { ModelRow, type ModelRowFragment } from './model-row.tsx';

export const EndpointModelsFragment = graphql(`
  fragment EndpointModels_Endpoint on Endpoint {
    id
    name
    dialect
    isSandbox
    status
  }
`);

const HEAD = 'px-3 py-2 text-left text-sm font-normal text-faint first:pl-4 last:pr-4';

interface EndpointModelsProps {
  endpoint: FragmentType<typeof EndpointModelsFragment>;
  models: readonly { id: string; model: FragmentType<typeof ModelRowFragment> }[];
  mayWrite: boolean;
  onAdd: () => void;
  onChanged: () => void;
}

/** What one provider's address renders, as a table. */
export function EndpointModels({ endpoint: one, models, mayWrite, onAdd, onChanged }: EndpointModelsProps) {
  const endpoint = readFragment(EndpointModelsFragment, one);
  return (
    <section aria-label={endpoint.name} className="rounded-xl border bg-surface">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <h2 className="text-lg font-semibold">{endpoint.name}</h2>
        {endpoint.isSandbox && (
          <span className="inline-flex h-6 items-center gap-1.5 rounded-full border px-2 text-sm text-muted">
            <FlaskConical aria-hidden className="size-3.5" />
            Play money
          </span>
        )}
        {endpoint.status === 'PAUSED' && <span className="text-sm font-medium text-parked">Paused</span>}
        <span className="text-sm text-faint">{endpoint.dialect.toLowerCase().replace('_', '-')}</span>
      </div>
      {models.length === 0 ? (
        <div className="flex flex-col items-start gap-3 border-t px-4 py-5">
          <p className="text-muted">No models yet. Add what this server renders, so that campaigns can choose it.</p>
          {mayWrite && (
            <Button size="small" icon={Plus} onClick={onAdd}>
              Add a model
            </Button>
          )}
        </div>
      ) : (
        <div role="region" aria-label={`Models at ${endpoint.name}`} tabIndex={0} className="overflow-x-auto border-t -outline-offset-2">
          <table className="w-full min-w-[66rem] table-fixed border-collapse">
            <thead className="border-b">
              <tr>
                <th className={`${HEAD} w-44 sm:w-60`}>Model</th>
                <th className={`${HEAD} w-24`}>Tier</th>
                <th className={HEAD}>Sizes and price</th>
                <th className={`${HEAD} w-32`}>Lengths</th>
                <th className={`${HEAD} w-28`}>Valid from</th>
                <th className={`${HEAD} w-40`}>Retires on</th>
                {mayWrite && (
                  <th className={`${HEAD} w-14`}>
                    <span className="sr-only">Actions</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody className="divide-y">
              {models.map(({ id, model }) => (
                <ModelRow key={id} model={model} mayWrite={mayWrite} onChanged={onChanged} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
