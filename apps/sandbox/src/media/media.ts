import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../lib/chance.ts';
import { openGate } from '../lib/gate.ts';
import type { SandboxOptions } from '../options.ts';
import type { Video } from '../videos/video.ts';
import type { VideosStore } from '../videos/videos.store.ts';
import { findTagPlace, tagFor } from './id-tag.ts';
import { lookName, lookOf } from './look.ts';
import { renderClip } from './render-clip.ts';
import { LOOK_COUNT } from './scenes/scene.ts';
import { makeSpritesheet, makeThumbnail } from './stills.ts';

export const CONTENT_VARIANTS = ['video', 'thumbnail', 'spritesheet'] as const;
export type ContentVariant = (typeof CONTENT_VARIANTS)[number];

/** A file to serve; `tag` are bytes to be written over what stands at its place. */
export type Content = { path: string; bytes: number; type: string; etag: string; tag: { at: number; bytes: Buffer } | null };

export type Media = ReturnType<typeof openMedia>;

const RENDERS_AT_ONCE = 2;
const THRIFTY_LOOKS = 4;
const CAPTION_CHARACTERS = 60;

/**
 * The sandbox's film studio. A shared look is rendered once and kept; what is served for one video is that file with the video's id in
 * its metadata, so no two downloads are equal. A burnt video has a file of its own. Everything can be made again from the row. `looksDir`: a
 * folder of looks that other sandboxes share.
 */
export function openMedia({ dataDir, looksDir, studio }: Pick<SandboxOptions, 'dataDir' | 'looksDir' | 'studio'>) {
  const looks = studio === 'thrifty' ? THRIFTY_LOOKS : LOOK_COUNT;
  const own = { burnt: join(dataDir, 'burnt'), references: join(dataDir, 'references') };
  const folders = { ...own, looks: looksDir ?? join(dataDir, 'looks') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const gate = openGate(RENDERS_AT_ONCE);
  const underway = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const { signal } = stopping;

  /** Makes a file unless it is there; the same file asked for twice is made once. */
  async function ensure(path: string, make: () => Promise<void>): Promise<void> {
    if (await exists(path)) return;
    const running =
      underway.get(path) ??
      gate(() => (signal.aborted ? Promise.reject(signal.reason as Error) : make())).finally(() => underway.delete(path));
    underway.set(path, running);
    await running;
  }

  const stemOf = (video: Video) =>
    video.burnt ? join(folders.burnt, sha256(video.id)) : join(folders.looks, lookName(lookOf(video, looks), video.reference));

  async function prepare(video: Video): Promise<string> {
    const stem = stemOf(video);
    const caption = video.burnt ? { title: Array.from(video.prompt).slice(0, CAPTION_CHARACTERS).join(''), id: video.id } : null;
    const referencePath = video.reference === null ? null : join(folders.references, video.reference);
    await ensure(`${stem}.mp4`, () => renderClip(`${stem}.mp4`, lookOf(video, looks), { caption, referencePath, signal }));
    return stem;
  }

  /** Removes the files a burnt video has for itself. */
  async function removeOwn(videoId: string): Promise<void> {
    const stem = join(folders.burnt, sha256(videoId));
    await Promise.all(['mp4', 'webp', 'jpg'].map((ending) => rm(`${stem}.${ending}`, { force: true })));
  }

  return {
    /** Renders what a video needs, or finds it rendered. Rejects where ffmpeg fails. */
    async prepare(video: Video): Promise<void> {
      await prepare(video);
    },
    /** The file behind one variant of a finished video, made on first use. */
    async open(video: Video, variant: ContentVariant): Promise<Content> {
      const stem = await prepare(video);
      const clip = `${stem}.mp4`;
      const etag = `"${sha256(`${stem}:${video.id}:${variant}`).slice(0, 32)}"`;
      if (variant === 'video') {
        const tag = { at: await findTagPlace(clip), bytes: tagFor(sha256(video.id).slice(0, 40)) };
        return { path: clip, bytes: (await stat(clip)).size, type: 'video/mp4', etag, tag };
      }
      const isThumbnail = variant === 'thumbnail';
      const path = isThumbnail ? `${stem}.webp` : `${stem}.jpg`;
      await ensure(path, () =>
        isThumbnail ? makeThumbnail(clip, path, video.seconds, signal) : makeSpritesheet(clip, path, video.seconds, signal),
      );
      return { path, bytes: (await stat(path)).size, type: isThumbnail ? 'image/webp' : 'image/jpeg', etag, tag: null };
    },
    removeOwn,
    /** Removes the files of burnt videos that are deleted or expired. */
    async sweepBurnt(videos: VideosStore): Promise<void> {
      for (const id of videos.listBurntLeftovers(Date.now())) {
        await removeOwn(id);
        videos.recordFileRemoved(id);
      }
    },
    /** Keeps a reference image under its sha256. */
    async keepReference(sha: string, bytes: Buffer): Promise<void> {
      const path = join(folders.references, sha);
      if (await exists(path)) return;
      const draft = `${path}.${randomUUID()}.draft`;
      await writeFile(draft, bytes);
      await rename(draft, path);
    },
    /** Removes drafts that a crash left behind, but for those among shared looks: others may be at work there. Call before anything is rendered. */
    async sweepDrafts(): Promise<void> {
      for (const folder of Object.values(looksDir === null ? folders : own)) {
        const drafts = (await readdir(folder)).filter((name) => name.includes('.draft'));
        await Promise.all(drafts.map((name) => rm(join(folder, name), { force: true })));
      }
    },
    /** Stops what is being rendered; the rows know what to make again. */
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.allSettled(underway.values());
    },
    referencePath: (sha: string) => join(folders.references, sha),
  };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
