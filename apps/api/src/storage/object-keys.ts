import { ID_PREFIXES, type ClipFileKind } from '@dailies/schema';

/** Whose file it is: public ids only. */
export type ClipPlace = { workspaceId: string; campaignId: string; clipId: string };

const FILE_NAMES: Record<ClipFileKind, string> = { video: 'video.mp4', poster: 'poster.jpg', sprite: 'sprite.jpg' };

/** The object name of a clip's file: ids and fixed words, nothing a person typed. Throws on anything that is not an id of ours. */
export function clipFileKey(place: ClipPlace, kind: ClipFileKind): string {
  return `${clipPrefix(place)}${FILE_NAMES[kind]}`;
}

/** The clip whose file of this kind an object is; null for any other object. */
export function clipIdOfKey(key: string, kind: ClipFileKind): string | null {
  const [clipId, name] = key.split('/').slice(-2);
  return name === FILE_NAMES[kind] && clipId?.startsWith(`${ID_PREFIXES.clip}_`) ? clipId : null;
}

/** Everything of one clip. */
export function clipPrefix(place: ClipPlace): string {
  return `${campaignPrefix(place)}${demandId(place.clipId, 'clip')}/`;
}

/** Everything of one campaign. */
export function campaignPrefix(place: Pick<ClipPlace, 'workspaceId' | 'campaignId'>): string {
  return `${workspacePrefix(place)}c/${demandId(place.campaignId, 'campaign')}/`;
}

const REFERENCE_ENDINGS = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' } as const;

/** The object name of a reference image: it follows from the bytes, so that the same picture is kept once. `sha256` is of the file. */
export function referenceKey(place: Pick<ClipPlace, 'workspaceId'>, sha256: Buffer, contentType: keyof typeof REFERENCE_ENDINGS): string {
  return `${workspacePrefix(place)}r/${sha256.toString('hex')}.${REFERENCE_ENDINGS[contentType]}`;
}

/** Everything of one workspace. */
export function workspacePrefix(place: Pick<ClipPlace, 'workspaceId'>): string {
  return `w/${demandId(place.workspaceId, 'workspace')}/`;
}

/** Marks of how far this deployment's database has come. */
export const MARKS_PREFIX = 'house/marks/';

/** A mark's object name carries the event number it stands for, so that listing names is reading them. */
export function markKey(seq: number): string {
  if (!Number.isSafeInteger(seq) || seq < 0) throw new Error(`a mark stands for the number of an event, not for ${seq}`);
  return `${MARKS_PREFIX}${String(seq).padStart(16, '0')}`;
}

/** The event number behind a mark's name; null for another object. */
export function readMarkKey(key: string): number | null {
  const found = /^house\/marks\/(\d{16})$/.exec(key);
  return found ? Number(found[1]) : null;
}

function demandId(id: string, kind: 'workspace' | 'campaign' | 'clip'): string {
  const shape = new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{26}$`);
  if (!shape.test(id)) throw new Error(`An object name needs the id of a ${kind}, and this is none: ${JSON.stringify(id)}`);
  return id;
}
