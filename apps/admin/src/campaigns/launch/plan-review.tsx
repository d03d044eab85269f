import { CircleSlash } from 'lucide-react';
import { useMemo } from 'react';
import { readFragment, type FragmentType } from '../../gql';
import { countOf, formatCount, formatMicros, pixelsOf, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { Notice } from '../../ui/notice.tsx';
import { readCounts } from '../campaign-counts.tsx';
import { PlannedCampaignFragment } from './use-plan.ts';
import { useOfferCounts } from './use-offer-counts.ts';
import { verdictWords } from './verdict-words.ts';

/** What would be rendered, line by line: blocked cells first, then each offer with its count and its price, then the sum. */
export function PlanReview({ campaign }: { campaign: FragmentType<typeof PlannedCampaignFragment> }) {
  const planned = readFragment(PlannedCampaignFragment, campaign);
  const { id, plan, axes } = planned;
  const { phases } = readCounts(planned);
  const [blocked, excluded, wanted] = [phases.BLOCKED ?? 0, phases.EXCLUDED ?? 0, phases.PLANNED ?? 0];
  const offers = useMemo(
    () => (axes?.offers ?? []).map(({ model, ...offer }) => ({ ...offer, tier: model.tier, modelName: model.name, modelId: model.id })),
    [axes],
  );
  const counts = useOfferCounts(id, plan?.hash ?? '', offers);
  if (!plan) return null;
  return (
    <>
      {blocked > 0 && (
        <Notice look="warning" title={`${countOf(blocked, 'cell')} will not be sent`}>
          <ul className="list-disc pl-4">
            {plan.blocked.map(({ verdict, note, count }) => (
              <li key={`${verdict} ${note}`}>
                <span className="figures">{formatCount(count)}</span> {verdictWords(verdict)}
                {note !== null && <>: {note}</>}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {wanted === 0 && (
        <Notice look="error" title="There is nothing to launch">
          Every cell is blocked or left out.
        </Notice>
      )}
      <table className="figures w-full">
        <caption className="sr-only">Renders by model, size and length</caption>
        <thead className="text-sm text-faint">
          <tr>
            <th scope="col" className="pb-1 text-left font-normal">
              What
            </th>
            <th scope="col" className="pb-1 text-right font-normal">
              Renders
            </th>
            <th scope="col" className="pb-1 text-right font-normal">
              Each
            </th>
            <th scope="col" className="pb-1 text-right font-normal">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {offers.map((offer, place) => {
            const count = counts?.[place];
            return (
              <tr key={offer.n} className={`border-t ${count === 0 ? 'opacity-50' : ''}`}>
                <td className="py-1.5 pr-3">
                  <span className="flex items-center gap-2" title={pixelsOf(offer.size)}>
                    <FrameGlyph size={offer.size} />
                    {offer.seconds} s {offer.tier.toLowerCase()} {ratioOf(offer.size)}
                    <span className="truncate text-muted">{offer.modelName}</span>
                  </span>
                </td>
                <td className="text-right">{count === undefined ? '…' : formatCount(count)}</td>
                <td className="pl-3 text-right text-muted">{formatMicros(offer.priceMicros)}</td>
                <td className="pl-3 text-right">{count === undefined ? '…' : formatMicros(count * offer.priceMicros)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr className="border-t-2 border-line-strong text-lg font-semibold">
            <td className="pt-2">Together</td>
            <td className="pt-2 text-right">{formatCount(wanted)}</td>
            <td />
            <td className="pt-2 pl-3 text-right">{formatMicros(plan.estimateMicros)}</td>
          </tr>
        </tfoot>
      </table>
      {excluded > 0 && (
        <p className="flex items-center gap-2 text-muted">
          <CircleSlash aria-hidden className="size-4" />
          {countOf(excluded, 'cell')} left out by hand.
        </p>
      )}
      <p className="text-sm text-muted">
        The sum is held when you launch. Each render settles at its real cost when its clip is stored; what fails is released.
      </p>
    </>
  );
}
