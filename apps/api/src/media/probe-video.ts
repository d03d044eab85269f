import { stat } from 'node:fs/promises';
import { FilePathSource, Input, MP4, QTFF, type InputAudioTrack, type InputVideoTrack } from 'mediabunny';

/** What a video is: bytes, milliseconds, pixels as shown, hertz. `frames` is the number of coded pictures, `fps` their mean rate. */
export type MediaFacts = {
  container: 'mp4';
  bytes: number;
  durationMs: number;
  width: number;
  height: number;
  videoCodec: string;
  frames: number | null;
  fps: number | null;
  audio: null | { codec: string; channels: number; sampleRate: number };
};

/** The file cannot be read as a video; `message` says why in plain words. */
export class UnreadableVideo extends Error {}

async function readAudio(track: InputAudioTrack): Promise<NonNullable<MediaFacts['audio']>> {
  const [codec, channels, sampleRate] = await Promise.all([track.getCodec(), track.getNumberOfChannels(), track.getSampleRate()]);
  return { codec: codec ?? 'unknown', channels, sampleRate };
}

async function readVideo(track: InputVideoTrack): Promise<Omit<MediaFacts, 'container' | 'bytes' | 'audio'>> {
  const [codec, width, height, seconds, packets] = await Promise.all([
    track.getCodec(),
    track.getDisplayWidth(),
    track.getDisplayHeight(),
    track.computeDuration(),
    track.computePacketStats(),
  ]);
  return {
    durationMs: Math.round(seconds * 1000),
    width,
    height,
    videoCodec: codec ?? 'unknown',
    frames: packets.packetCount,
    fps: Number.isFinite(packets.averagePacketRate) ? Math.round(packets.averagePacketRate * 1000) / 1000 : null,
  };
}

/** Reads the facts of an MP4 from its index. It does not look at the pictures: see verifyVideo. Throws UnreadableVideo. */
export async function probeVideo(path: string): Promise<MediaFacts> {
  const { size } = await stat(path);
  const input = new Input({ source: new FilePathSource(path), formats: [MP4, QTFF] });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new UnreadableVideo('it holds no picture track');
    const audio = await input.getPrimaryAudioTrack();
    return { container: 'mp4', bytes: size, ...(await readVideo(video)), audio: audio ? await readAudio(audio) : null };
  } catch (cause) {
    if (cause instanceof UnreadableVideo) throw cause;
    throw new UnreadableVideo(`its index cannot be read (${(cause as Error).message})`, { cause });
  } finally {
    input.dispose();
  }
}
