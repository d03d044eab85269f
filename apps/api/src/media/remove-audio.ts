import { fileArgument, runFfmpeg } from './ffmpeg.ts';
import { probeVideo, type MediaFacts } from './probe-video.ts';

/** Output arguments that copy the pictures as they are into a new MP4 without sound, its index first. */
export function silentOutput(path: string): string[] {
  return ['-map', '0:v:0', '-an', '-c:v', 'copy', '-movflags', '+faststart', '-fflags', '+bitexact', '-f', 'mp4', fileArgument(path)];
}

/** Writes the video without its sound track; the pictures are copied bit by bit. Throws when it cannot be read. */
export async function removeAudio(input: { videoPath: string; outPath: string; ffmpegPath?: string | undefined }): Promise<MediaFacts> {
  const run = await runFfmpeg({ input: input.videoPath, output: silentOutput(input.outPath), ffmpegPath: input.ffmpegPath });
  if (!run.ok) throw new Error(`the sound of ${input.videoPath} could not be removed: ${run.errorText}`);
  return probeVideo(input.outPath);
}
