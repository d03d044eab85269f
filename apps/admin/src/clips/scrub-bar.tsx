import { Slider } from 'radix-ui';
import { useState, type PointerEvent } from 'react';
import { formatClock } from '../ui/format.ts';
import type { Playback } from './playback.ts';
import { tileAt, type SpriteSheet } from './sprite.ts';

const PREVIEW_LONG_PX = 132;
const STEP_SECONDS = 0.1;

/** Where the clip stands, and a small picture of any other moment under the pointer. */
export function ScrubBar({ playback, sprite }: { playback: Playback; sprite: SpriteSheet & { url: string } }) {
  const [hover, setHover] = useState<number | null>(null);
  const { atSeconds, lengthSeconds } = playback;
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setHover(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  return (
    <div className="relative px-2.5 pt-1.5">
      {hover !== null && <Preview share={hover} seconds={hover * lengthSeconds} sprite={sprite} />}
      <Slider.Root
        className="relative flex h-5 w-full cursor-pointer touch-none items-center"
        min={0}
        max={lengthSeconds}
        step={STEP_SECONDS}
        value={[Math.min(atSeconds, lengthSeconds)]}
        onValueChange={([seconds]) => seconds !== undefined && playback.seek(seconds)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setHover(null)}
      >
        <Slider.Track className="relative h-1 grow overflow-hidden rounded-full bg-white/25">
          <Slider.Range className="absolute h-full bg-white" />
        </Slider.Track>
        <Slider.Thumb
          aria-label="Moment"
          aria-valuetext={`${formatClock(atSeconds)} of ${formatClock(lengthSeconds)}`}
          className="block size-3 rounded-full bg-white focus-visible:outline-white"
        />
      </Slider.Root>
    </div>
  );
}

function Preview({ share, seconds, sprite }: { share: number; seconds: number; sprite: SpriteSheet & { url: string } }) {
  const tile = tileAt(sprite, share);
  const unit = PREVIEW_LONG_PX / Math.max(sprite.tileWidth, sprite.tileHeight);
  const width = sprite.tileWidth * unit;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-full z-10 mb-1 overflow-hidden rounded-md border border-white/30 bg-black shadow-popup"
      style={{
        width,
        height: sprite.tileHeight * unit,
        left: `clamp(4px, calc(${share * 100}% - ${width / 2}px), calc(100% - ${width + 4}px))`,
        backgroundImage: `url("${sprite.url}")`,
        backgroundSize: `${sprite.columns * sprite.tileWidth * unit}px ${sprite.rows * sprite.tileHeight * unit}px`,
        backgroundPosition: `${-tile.x * unit}px ${-tile.y * unit}px`,
      }}
    >
      <span className="figures absolute inset-x-0 bottom-0 bg-black/60 text-center text-xs text-white">{seconds.toFixed(1)} s</span>
    </div>
  );
}
