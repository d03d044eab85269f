import type { Tier, Verdict } from '@dailies/schema';
import { useMemo } from 'react';
import { formatCount, formatMicros, pixelsOf, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';
import { useOfferCounts } from './use-offer-counts.ts';

interface OfferLinesProps {
  campaignId: string;
  planHash: string;
  offers: readonly {
    n: number;
    size: string;
    seconds: number;
    priceMicros: number;
    verdict: Uppercase<Verdict>;
    model: { id: string; name: string; tier: Uppercase<Tier> };
  }[];
  /** Cells that would be launched, and what they cost together in micros. */
  total: { count: number; micros: number };
}

const HEADS = ['What', 'Renders', 'Each', 'Cost'] as const;

/** Why a whole column is not sent, in place of its price. */
const NO_PRICE: Partial<Record<Uppercase<Verdict>, string>> = {
  UNPRICED: 'no price',
  OVER_ENTITLEMENT: 'beyond your plan',
  MODEL_RETIRED: 'retired',
  POLICY: 'not allowed',
  PROMPT_INVALID: 'picture does not fit',
};

/** "4 s standard 9:16 × 48 = $19.20", a line for each offer, and the sum; without a price on every line there is no sum. */
export function OfferLines({ campaignId, planHash, offers, total }: OfferLinesProps) {
  const asked = useMemo(
    () =>
      offers.map(({ size, seconds, model, verdict }) => ({ size, seconds, modelId: model.id, isSent: NO_PRICE[verdict] === undefined })),
    [offers],
  );
  const counts = useOfferCounts(campaignId, planHash, asked);
  const unpriced = offers.filter(({ verdict }, place) => verdict === 'UNPRICED' && counts?.[place] !== 0).length;
  return (
    <table className="figures w-full">
      <caption className="sr-only">Renders by model, size and length</caption>
      <thead className="text-sm text-faint">
        <tr>
          {HEADS.map((head) => (
            <th key={head} scope="col" className={`pb-1 font-normal ${head === 'What' ? 'text-left' : 'text-right'}`}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {offers.map((offer, place) => (
          <OfferLine key={offer.n} offer={offer} count={counts?.[place]} />
        ))}
      </tbody>
      <tfoot>
        <tr className="border-t-2 border-line-strong text-lg font-semibold">
          <td className="pt-2">{unpriced > 0 ? 'Sent' : 'Together'}</td>
          <td className="pt-2 text-right">{formatCount(total.count)}</td>
          <td />
          <td className="pt-2 pl-3 text-right">
            {unpriced > 0 ? <span className="text-blocked">no total</span> : formatMicros(total.micros)}
          </td>
        </tr>
        {unpriced > 0 && (
          <tr>
            <td colSpan={HEADS.length} className="pt-1 text-sm text-muted">
              {unpriced === 1 ? 'One line has' : `${formatCount(unpriced)} lines have`} no price, so what this campaign costs as a whole can
              not be said. Those cells are not sent; an administrator can enter the price.
            </td>
          </tr>
        )}
      </tfoot>
    </table>
  );
}

function OfferLine({ offer, count }: { offer: OfferLinesProps['offers'][number]; count: number | undefined }) {
  const { size, seconds, model, verdict, priceMicros } = offer;
  const refused = NO_PRICE[verdict];
  return (
    <tr className={`border-t ${count === 0 ? 'text-faint' : ''}`}>
      <td className="py-1.5 pr-3">
        <span className="flex items-center gap-2" title={pixelsOf(size)}>
          <FrameGlyph size={size} />
          {seconds} s {model.tier.toLowerCase()} {ratioOf(size)}
          <span className="truncate text-muted">{model.name}</span>
        </span>
      </td>
      <td className="text-right">{count === undefined ? '…' : formatCount(count)}</td>
      {refused === undefined ? (
        <>
          <td className="pl-3 text-right text-muted">{formatMicros(priceMicros)}</td>
          <td className="pl-3 text-right">{count === undefined ? '…' : formatMicros(count * priceMicros)}</td>
        </>
      ) : (
        <>
          <td className="pl-3 text-right font-medium whitespace-nowrap text-blocked">{refused}</td>
          <td className="pl-3 text-right whitespace-nowrap text-muted">not sent</td>
        </>
      )}
    </tr>
  );
}
