import { REFERENCE_BYTES_MAX } from '@dailies/schema';
import { Refusal } from '../lib/refusal.ts';
import { type PictureFacts, readPicture } from '../media/read-picture.ts';

/** A file that can not guide a render. The message says which of type, bytes or pixels is wrong. */
export class PictureInvalid extends Refusal {
  readonly code = 'PICTURE_INVALID';
}

const MEGABYTE = 1024 * 1024;
/** Smallest and largest side that a provider of this wire renders; outside it no size can match. Pixels. */
const SIDE_MIN = 64;
const SIDE_MAX = 4096;

/** A picture that may become a reference. Throws PictureInvalid. */
export function checkPicture(file: Buffer): PictureFacts {
  if (file.length > REFERENCE_BYTES_MAX) throw pictureTooLarge();
  const facts = readPicture(file);
  if (!facts) throw new PictureInvalid('This file is no JPEG, PNG or WebP picture. Save it as one of these and upload it again.');
  if (!facts.isWhole) throw new PictureInvalid('This picture breaks off before its end. Save it again, then upload it once more.');
  const { width, height } = facts;
  if (Math.min(width, height) < SIDE_MIN || Math.max(width, height) > SIDE_MAX) {
    throw new PictureInvalid(
      `This picture has ${width} × ${height} pixels; a reference has ${SIDE_MIN} to ${SIDE_MAX} on each side. Scale it to the size of the clip.`,
    );
  }
  return facts;
}

export function pictureTooLarge(): PictureInvalid {
  return new PictureInvalid(
    `A reference picture may have at most ${REFERENCE_BYTES_MAX / MEGABYTE} MB: every render sends it whole. Save it smaller and upload it again.`,
  );
}
