import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const { path: ffmpeg } = createRequire(import.meta.resolve('@dailies/api/package.json'))('@ffmpeg-installer/ffmpeg') as { path: string };

/** Renders a real MP4 with a moving test picture and, if wanted, a tone. `indexFirst` puts the index before the pictures. */
export async function makeClip(
  out: string,
  clip: { width: number; height: number; seconds: number; audio?: boolean; indexFirst?: boolean; fps?: number },
): Promise<void> {
  const { width, height, seconds, audio = true, indexFirst = true, fps = 8 } = clip;
  const picture = ['-f', 'lavfi', '-i', `testsrc2=s=${width}x${height}:r=${fps}:d=${seconds}`];
  const sound = audio ? ['-f', 'lavfi', '-i', `sine=f=330:d=${seconds}:r=48000`, '-c:a', 'aac', '-b:a', '64k'] : [];
  const coding = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-threads', '1'];
  const index = indexFirst ? ['-movflags', '+faststart'] : [];
  await promisify(execFile)(ffmpeg, [
    '-v',
    'error',
    '-y',
    '-nostdin',
    ...picture,
    ...sound,
    ...coding,
    ...index,
    '-f',
    'mp4',
    `file:${out}`,
  ]);
}
