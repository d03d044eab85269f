import { graphql, readFragment, type FragmentType } from '../../gql';
import { formatMicros } from '../../ui/format.ts';
import { isOpen } from './open-render.ts';

export const CostLinesFragment = graphql(`
  fragment CostLines_Variant on Variant {
    phase
    verdict
    seconds
    priceMicros
    savedMicros
    renders {
      id
      attempt
      status
      holdMicros
      costMicros
    }
  }
`);

/** Price by the plan, then what each attempt really cost or still holds. */
export function CostLines({ variant }: { variant: FragmentType<typeof CostLinesFragment> }) {
  const { verdict, seconds, priceMicros, savedMicros, renders } = readFragment(CostLinesFragment, variant);
  const isPriced = verdict !== 'UNPRICED';
  const spent = renders.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0);
  return (
    <table className="figures w-full">
      <tbody>
        <tr>
          <th scope="row" className="py-0.5 text-left font-normal text-muted">
            Planned, {seconds} s{isPriced && <> at {formatMicros(Math.round(priceMicros / seconds))} a second</>}
          </th>
          <td className="text-right">{isPriced ? formatMicros(priceMicros) : 'no price'}</td>
        </tr>
        {savedMicros > 0 && (
          <tr>
            <th scope="row" className="py-0.5 text-left font-normal text-muted">
              An identical clip serves it
            </th>
            <td className="text-right text-ready">−{formatMicros(savedMicros)}</td>
          </tr>
        )}
        {renders.map(({ id, attempt, status, holdMicros, costMicros }) => (
          <tr key={id}>
            <th scope="row" className="py-0.5 text-left font-normal text-muted">
              Attempt {attempt}
              {costMicros === null && (isOpen(status) ? ' holds' : ', released')}
            </th>
            <td className="text-right">{formatMicros(costMicros ?? (isOpen(status) ? holdMicros : 0))}</td>
          </tr>
        ))}
        {renders.length > 0 && (
          <tr className="border-t font-medium">
            <th scope="row" className="pt-1.5 text-left font-medium">
              Spent
            </th>
            <td className="pt-1.5 text-right">{formatMicros(spent)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
