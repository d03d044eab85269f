import { FileCheck2, Replace } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { countOf, formatCount } from '../../ui/format.ts';
import type { DraftPrompt, DraftPrompts } from './draft.ts';

const SHOWN_ROWS = 20;

/** Prompts the server holds: how the columns were understood, and the first rows. */
export function KeptPrompts({ prompts, onReplace }: { prompts: DraftPrompts & { kind: 'kept' }; onReplace: () => void }) {
  const { count, sample, from } = prompts;
  const variables = [...new Set(sample.flatMap((prompt) => Object.keys(prompt.variables)))];
  const hasKeys = sample.some(({ key }) => key !== null);
  const columns = [...(hasKeys ? ['key'] : []), 'prompt', ...variables];
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <FileCheck2 aria-hidden className="size-4 text-ready" />
        <span className="font-medium">
          {countOf(count, 'prompt')} {from === null ? 'saved' : `from ${from}`}
        </span>
        <span className="text-muted">
          {variables.length > 0 && (
            <>
              with{' '}
              {variables.map((name) => (
                <code key={name} className="mr-1 rounded-sm bg-sunken px-1 text-sm">{`{{${name}}}`}</code>
              ))}
            </>
          )}
        </span>
        <span className="grow" />
        <Button size="small" look="quiet" icon={Replace} onClick={onReplace}>
          Replace all
        </Button>
      </div>
      {from !== null && <ColumnsAsRead sample={sample} count={count} columns={columns} variables={variables} />}
    </div>
  );
}

interface ColumnsProps {
  sample: readonly DraftPrompt[];
  count: number;
  columns: readonly string[];
  variables: readonly string[];
}

/** How the columns of a file were understood, by its first rows. */
function ColumnsAsRead({ sample, count, columns, variables }: ColumnsProps) {
  return (
    <>
      <div className="max-h-72 overflow-auto rounded-md border bg-sunken" tabIndex={0} role="group" aria-label="First prompts">
        <table className="w-full text-left">
          <thead className="sticky top-0 bg-sunken text-sm text-faint">
            <tr>
              <th scope="col" className="px-2.5 py-1 text-right font-normal">
                #
              </th>
              {columns.map((name) => (
                <th key={name} scope="col" className="px-2.5 py-1 font-normal whitespace-nowrap">
                  {variables.includes(name) ? `{{${name}}}` : name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.slice(0, SHOWN_ROWS).map((prompt, place) => (
              <tr key={place} className="border-t align-top">
                <td className="figures px-2.5 py-1 text-right text-faint">{place + 1}</td>
                {columns.map((name) => (
                  <td key={name} className="px-2.5 py-1">
                    <span className={`line-clamp-2 break-words ${name === 'prompt' ? 'min-w-56' : ''}`}>
                      {name === 'key' && !variables.includes('key')
                        ? prompt.key
                        : name === 'prompt'
                          ? prompt.slots.scene
                          : prompt.variables[name]}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {count > SHOWN_ROWS && (
        <p className="figures mt-1 text-sm text-muted">
          The first {SHOWN_ROWS} of {formatCount(count)}.
        </p>
      )}
    </>
  );
}
