import { ID_PREFIXES, type ClipFileKind } from '@dailies/schema';

/** Whose file it is: public ids only. */
export type ClipPlace = { workspaceId: string; campaignId: string; clipId: string };

const FILE_NAMES: Record<ClipFileKind, string> = { video: 'video.mp4', poster: 'poster.jpg', sprite: 'sprite.jpg' };

/** The object name of a clip's file: ids and fixed words, nothing a person typed. Throws on anything that is not an id of ours. */
export function clipFileKey(place: ClipPlace, kind: ClipFileKind): string {
  return `${clipPrefix(place)}${FILE_NAMES[kind]}`;
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

function demandId(id: string, kind: 'workspace' | 'campaign' | 'clip'): string {
  const shape = new RegExp(`^${ID_PREFIXES[kind]}_[0-9a-z]{26}$`);
  if (!shape.test(id)) throw new Error(`An object name needs the id of a ${kind}, and this is none: ${JSON.stringify(id)}`);
  return id;
}
