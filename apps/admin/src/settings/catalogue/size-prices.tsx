import { TriangleAlert } from 'lucide-react';
import { graphql, readFragment, type FragmentType } from '../../gql';
import { formatDay, formatMicros, pixelsOf, ratioOf } from '../../ui/format.ts';
import { FrameGlyph } from '../../ui/frame-glyph.tsx';

export const SizePricesFragment = graphql(`
  fragment SizePrices_Model on Model {
    id
    retired
    sizes {
      size
      secondMicros
      audioSecondMicros
      priceSource
      priceCheckedOn
      priceIsStale
      nextPrice {
        secondMicros
        audioSecondMicros
        validFrom
      }
    }
  }
`);

/** Each size with its price of a second: where that was read, when it was last checked, and what follows it. */
export function SizePrices({ model }: { model: FragmentType<typeof SizePricesFragment> }) {
  const { retired, sizes } = readFragment(SizePricesFragment, model);
  return (
    <ul className="flex flex-col gap-1.5">
      {sizes.map(({ size, secondMicros, audioSecondMicros, priceSource, priceCheckedOn, priceIsStale, nextPrice }) => (
        <li key={size} className="grid grid-cols-[10.5rem_7rem_minmax(10rem,1fr)] items-start gap-x-3">
          <span className="figures flex items-center gap-2 whitespace-nowrap">
            <span className="grid w-4 place-items-center text-muted">
              <FrameGlyph size={size} />
            </span>
            {pixelsOf(size)} <span className="text-faint">{ratioOf(size)}</span>
          </span>
          {secondMicros == null ? (
            <span className={retired ? 'text-faint' : 'font-medium text-blocked'}>{retired ? 'no price now' : 'no price yet'}</span>
          ) : (
            <span className="figures whitespace-nowrap">
              <span className="font-medium">{formatMicros(secondMicros)}</span> <span className="text-muted">a second</span>
              {audioSecondMicros != null && audioSecondMicros !== secondMicros && (
                <span className="block text-sm text-muted">{formatMicros(audioSecondMicros)} with sound</span>
              )}
            </span>
          )}
          <span className="min-w-0 pt-0.5 text-sm text-muted">
            {priceSource != null && (
              <span className="block break-words">
                {priceSource}
                {priceCheckedOn != null && !priceIsStale && <span className="text-faint"> · checked {formatDay(priceCheckedOn)}</span>}
              </span>
            )}
            {priceCheckedOn != null && priceIsStale && (
              <span className="flex items-start gap-1 text-parked">
                <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
                Not checked since {formatDay(priceCheckedOn)}: it may have moved.
              </span>
            )}
            {nextPrice && (
              <span className="figures block">
                {formatMicros(nextPrice.secondMicros)}
                {nextPrice.audioSecondMicros !== nextPrice.secondMicros && (
                  <> ({formatMicros(nextPrice.audioSecondMicros)} with sound)</>
                )}{' '}
                from {formatDay(nextPrice.validFrom)}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
