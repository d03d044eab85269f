import type { Tier } from '@dailies/schema';
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
    model: { id: string; name: string; tier: Uppercase<Tier> };
  }[];
  /** Cells that would be launched, and what they cost together in micros. */
  total: { count: number; micros: number };
}

const HEADS = ['What', 'Renders', 'Each', 'Cost'] as const;

/** "4 s standard 9:16 × 48 = $19.20", a line for each offer, and the sum. */
export function OfferLines({ campaignId, planHash, offers, total }: OfferLinesProps) {
  const asked = useMemo(() => offers.map(({ size, seconds, model }) => ({ size, seconds, modelId: model.id })), [offers]);
  const counts = useOfferCounts(campaignId, planHash, asked);
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
        {offers.map((offer, place) => {
          const count = counts?.[place];
          return (
            <tr key={offer.n} className={`border-t ${count === 0 ? 'text-faint' : ''}`}>
              <td className="py-1.5 pr-3">
                <span className="flex items-center gap-2" title={pixelsOf(offer.size)}>
                  <FrameGlyph size={offer.size} />
                  {offer.seconds} s {offer.model.tier.toLowerCase()} {ratioOf(offer.size)}
                  <span className="truncate text-muted">{offer.model.name}</span>
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
          <td className="pt-2 text-right">{formatCount(total.count)}</td>
          <td />
          <td className="pt-2 pl-3 text-right">{formatMicros(total.micros)}</td>
        </tr>
      </tfoot>
    </table>
  );
}
