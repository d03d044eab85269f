import { parseSize } from '@dailies/schema';

const LONG_SIDE = 14;

/** A little frame of the right shape, so that 9:16 and 16:9 are told apart at a glance. */
export function FrameGlyph({ size, scale = 1 }: { size: string; scale?: number }) {
  const { width, height } = parseSize(size) ?? { width: 1, height: 1 };
  const unit = (LONG_SIDE * scale) / Math.max(width, height);
  return (
    <span
      aria-hidden
      className="inline-block shrink-0 rounded-[1.5px] border border-current"
      style={{ width: width * unit, height: height * unit }}
    />
  );
}
