import { runFfmpeg, type FfmpegRun } from './ffmpeg.ts';
import { checkMp4Boxes } from './mp4-boxes.ts';
import { probeVideo, UnreadableVideo, type MediaFacts } from './probe-video.ts';

/** What was ordered: pixels, seconds, and the length in bytes where the sender told it. */
export type ExpectedVideo = { bytes?: number | undefined; width: number; height: number; seconds: number };
export type VideoFault = 'truncated' | 'not_mp4' | 'undecodable' | 'wrong_size' | 'wrong_duration' | 'empty';
export type VideoRefused = { ok: false; code: VideoFault; message: string };
export type VideoVerdict = { ok: true; facts: MediaFacts } | VideoRefused;

/** Models deliver a few frames more or less than ordered, and whole groups of frames. */
const DURATION_TOLERANCE_MS = 500;
/** Edit lists may hide some coded pictures; a file that shows fewer than this share of them is broken. */
const DECODED_SHARE_MIN = 0.9;
/** Said of a sound whole video with a variable frame rate, by the output that keeps nothing. */
const HARMLESS = /non monotonically increasing dts/;
const PIXELS_MAX = 8192 * 8192;

/** Output arguments that decode every picture and sound and keep nothing; the count of pictures is printed as `frame=N`. */
export const DECODE_REPORT = ['-progress', 'pipe:1', '-nostats'];

const refuse = (code: VideoFault, message: string): VideoRefused => ({ ok: false, code, message });

/** Everything that can be told without decoding: length, boxes, index, pixel size, duration. Milliseconds of work. */
export async function inspectVideo(path: string, expected: ExpectedVideo): Promise<VideoVerdict> {
  const boxes = await checkMp4Boxes(path);
  if (!boxes.ok) return refuse(boxes.code, `The video cannot be used: ${boxes.reason}.`);
  if (expected.bytes !== undefined && boxes.bytes !== expected.bytes) {
    return refuse('truncated', `The video has ${boxes.bytes} bytes instead of the ${expected.bytes} that were announced.`);
  }
  try {
    return compare(await probeVideo(path), expected);
  } catch (error) {
    if (error instanceof UnreadableVideo) return refuse('undecodable', `The video cannot be used: ${error.message}.`);
    throw error;
  }
}

function compare(facts: MediaFacts, expected: ExpectedVideo): VideoVerdict {
  if (facts.frames === 0 || facts.durationMs <= 0) return refuse('empty', 'The video holds no pictures.');
  if (facts.width * facts.height > PIXELS_MAX)
    return refuse('wrong_size', `The video is ${facts.width}x${facts.height}: too large to read.`);
  if (facts.width !== expected.width || facts.height !== expected.height) {
    const wanted = `${expected.width}x${expected.height}`;
    return refuse('wrong_size', `The video is ${facts.width}x${facts.height} instead of the ${wanted} that were ordered.`);
  }
  if (Math.abs(facts.durationMs - expected.seconds * 1000) > DURATION_TOLERANCE_MS) {
    const lasts = (facts.durationMs / 1000).toFixed(2);
    return refuse('wrong_duration', `The video lasts ${lasts} s instead of the ${expected.seconds} s that were ordered.`);
  }
  return { ok: true, facts };
}

/** What ffmpeg says of a machine that has nothing left (strerror of ENOSPC, EDQUOT, ENOMEM, EMFILE). */
const MACHINE_TROUBLE = /No space left on device|Disk quota exceeded|Cannot allocate memory|Too many open files/;

/**
 * Judges a run that decoded everything and reported `frame=N`. Null when every picture came out. Throws where the run tells nothing of the video:
 * ffmpeg was killed, or the machine had no room for it.
 */
export function judgeDecoding(run: FfmpegRun, facts: MediaFacts): VideoRefused | null {
  const trouble = MACHINE_TROUBLE.exec(run.errorText)?.[0];
  if (trouble) throw new Error(`The video could not be read on this machine: ${trouble}. Free some and it is tried again.`);
  if (run.exitCode === null && !run.timedOut)
    throw new Error('The video could not be read to its end: something killed ffmpeg. It is tried again.');
  if (run.timedOut) return refuse('undecodable', 'The video took too long to decode.');
  const complaint = lastComplaint(run.errorText);
  if (!run.ok || complaint !== null) {
    return refuse('undecodable', `The video is damaged: ${complaint ?? `the decoder ended with code ${run.exitCode}`}.`);
  }
  const decoded = Number(/^frame=\s*(\d+)/gm.exec(run.stdout.slice(run.stdout.lastIndexOf('frame=')))?.[1] ?? 0);
  if (decoded >= Math.max(1, (facts.frames ?? 0) * DECODED_SHARE_MIN)) return null;
  return refuse('undecodable', `The video is damaged: only ${decoded} of ${facts.frames} pictures can be decoded.`);
}

/** What ffmpeg said last about the video itself, without its "[h264 @ 0x…]" mark. It conceals some damage and ends with code 0. */
function lastComplaint(errorText: string): string | null {
  const lines = errorText.split('\n').filter((line) => line.trim() !== '' && !HARMLESS.test(line));
  return (
    lines
      .at(-1)
      ?.replace(/^\[[^\]]*\]\s*/, '')
      .trim() ?? null
  );
}

/** Decodes every picture and every sound; a damaged one is refused. About 70 ms for four seconds of 720p. */
export async function decodeFully(path: string, facts: MediaFacts, ffmpegPath?: string): Promise<VideoVerdict> {
  const run = await runFfmpeg({ input: path, output: ['-map', '0:v:0', '-map', '0:a?', ...DECODE_REPORT, '-f', 'null', '-'], ffmpegPath });
  return judgeDecoding(run, facts) ?? { ok: true, facts };
}

/** Whether a downloaded file is the whole video that was ordered: length, box walk, index, pixel size, duration, full decode. */
export async function verifyVideo(path: string, expected: ExpectedVideo, ffmpegPath?: string): Promise<VideoVerdict> {
  const seen = await inspectVideo(path, expected);
  return seen.ok ? decodeFully(path, seen.facts, ffmpegPath) : seen;
}
