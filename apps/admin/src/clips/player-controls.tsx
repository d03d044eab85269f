import { Gauge, Maximize, Pause, Play, Repeat, Volume2, VolumeX, type LucideIcon } from 'lucide-react';
import { formatClock } from '../ui/format.ts';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { SPEEDS, type Playback } from './playback.ts';

const BUTTON =
  'grid size-8 place-items-center rounded-md text-white/80 hover:bg-white/15 hover:text-white focus-visible:outline-white aria-pressed:text-white';

/** The row of buttons under a clip. */
export function PlayerControls({ playback, hasAudio, onFullScreen }: { playback: Playback; hasAudio: boolean; onFullScreen: () => void }) {
  const { playing, muted, loop, speed, atSeconds, lengthSeconds } = playback;
  return (
    <div className="flex items-center gap-0.5 px-1.5 pb-1.5">
      <Control icon={playing ? Pause : Play} label={playing ? 'Pause' : 'Play'} keys="p" onClick={playback.toggle} />
      <span className="figures px-1.5 text-sm whitespace-nowrap text-white/80">
        {formatClock(atSeconds)} / {formatClock(lengthSeconds)}
      </span>
      <span className="grow" />
      <Menu
        trigger={
          <button type="button" aria-label={`Speed ${speed}×`} className={`${BUTTON} w-auto! grid-flow-col gap-1 px-1.5`}>
            <Gauge aria-hidden className="size-4" />
            <span className="figures text-sm">{speed}×</span>
          </button>
        }
      >
        <MenuChoices
          value={String(speed)}
          choices={SPEEDS.map((each) => ({ value: String(each), word: `${each}×` }))}
          onChoose={(chosen) => playback.setSpeed(Number(chosen))}
        />
      </Menu>
      <Control icon={Repeat} label="Loop" pressed={loop} onClick={playback.toggleLoop} />
      {hasAudio && (
        <Control icon={muted ? VolumeX : Volume2} label={muted ? 'Sound on' : 'Sound off'} keys="m" onClick={playback.toggleMuted} />
      )}
      <Control icon={Maximize} label="Full screen" keys="f" onClick={onFullScreen} />
    </div>
  );
}

function Control({
  icon: Icon,
  label,
  keys,
  pressed,
  onClick,
}: {
  icon: LucideIcon;
  label: string;
  keys?: string;
  pressed?: boolean;
  onClick: () => void;
}) {
  return (
    <Tooltip says={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        {...(pressed !== undefined && { 'aria-pressed': pressed })}
        onClick={onClick}
        className={`${BUTTON} ${pressed === false ? 'opacity-50' : ''}`}
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </Tooltip>
  );
}
