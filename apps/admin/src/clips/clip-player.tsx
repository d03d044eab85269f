import { useRef, useState } from 'react';
import { graphql, readFragment, type FragmentType } from '../gql';
import { useShortcut } from '../ui/shortcuts.ts';
import { PlayerControls } from './player-controls.tsx';
import { usePlayback } from './playback.ts';
import { ScrubBar } from './scrub-bar.tsx';

export const ClipPlayerFragment = graphql(`
  fragment ClipPlayer_Clip on Clip {
    id
    width
    height
    durationMs
    hasAudio
    video {
      url
      contentType
    }
    poster {
      url
    }
    sprite {
      url
      columns
      rows
      tileWidth
      tileHeight
      frames
    }
  }
`);

interface ClipPlayerProps {
  clip: FragmentType<typeof ClipPlayerFragment>;
  /** What the clip shows, for those who do not see it. */
  name: string;
  /** The signed addresses have run out. */
  onExpired: () => void;
}

/** Plays one clip: scrub with preview, speed, loop, sound, full screen, all by keyboard. Silent clips have no sound button. */
export function ClipPlayer({ clip, name, onExpired }: ClipPlayerProps) {
  const { width, height, durationMs, hasAudio, video, poster, sprite } = readFragment(ClipPlayerFragment, clip);
  const frame = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState(false);
  const { element, ...playback } = usePlayback(durationMs / 1000);
  useShortcut({ keys: 'p', says: 'Play or pause in the inspector', group: 'Player' }, playback.toggle);
  useShortcut({ keys: 'comma', says: 'One step back', group: 'Player' }, () => playback.step(-1));
  useShortcut({ keys: 'period', says: 'One step forward', group: 'Player' }, () => playback.step(1));
  useShortcut({ keys: 'm', says: 'Sound on or off', group: 'Player' }, playback.toggleMuted, hasAudio);
  useShortcut({ keys: 'f', says: 'Full screen', group: 'Player' }, () => void toggleFullScreen(frame.current));
  const failed = () => {
    if (!broken) onExpired();
    setBroken(true);
  };
  return (
    <div
      ref={frame}
      className="group/player flex flex-col overflow-hidden rounded-lg bg-black text-white"
      role="group"
      aria-label={`Player: ${name}`}
    >
      <div className="relative grid min-h-0 grow place-items-center">
        <video
          ref={element}
          src={video.url}
          poster={poster.url}
          preload="metadata"
          playsInline
          muted={playback.muted}
          loop={playback.loop}
          aria-label={name}
          onClick={playback.toggle}
          onError={failed}
          onLoadedData={() => setBroken(false)}
          className="max-h-[52vh] w-full bg-black object-contain in-[:fullscreen]:max-h-none in-[:fullscreen]:h-full"
          style={{ aspectRatio: `${width} / ${height}` }}
          {...playback.listeners}
        />
        {broken && <p className="absolute inset-x-4 rounded-md bg-black/80 p-3 text-center">This video can not be played just now.</p>}
      </div>
      <ScrubBar playback={playback} sprite={sprite} />
      <PlayerControls playback={playback} hasAudio={hasAudio} onFullScreen={() => void toggleFullScreen(frame.current)} />
    </div>
  );
}

async function toggleFullScreen(frame: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  else await frame?.requestFullscreen();
}
