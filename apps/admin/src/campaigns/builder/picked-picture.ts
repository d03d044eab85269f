import { REFERENCE_BYTES_MAX } from '@dailies/schema';
import { formatBytes } from '../../ui/format.ts';

/** What a file may be to become a reference; the server reads the bytes themselves. */
export const PICTURE_TYPES: readonly string[] = ['image/jpeg', 'image/png', 'image/webp'];

/** A file of this computer that is a picture. `url` shows it until it is forgotten; pixels as it is shown. */
export interface PickedPicture {
  file: File;
  url: string;
  width: number;
  height: number;
}

/** Looks at a file before anything is sent; answers the picture, or in words why it can not be one. */
export async function pickPicture(file: File): Promise<PickedPicture | { refused: string }> {
  if (!PICTURE_TYPES.includes(file.type))
    return { refused: `${file.name} is no JPEG, PNG or WebP. Save it as one of these and try again.` };
  if (file.size > REFERENCE_BYTES_MAX) {
    const limit = formatBytes(REFERENCE_BYTES_MAX);
    return {
      refused: `${file.name} has ${formatBytes(file.size)}; every render sends the picture whole, so it may have at most ${limit}.`,
    };
  }
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    return { file, url: image.src, width: image.naturalWidth, height: image.naturalHeight };
  } catch {
    URL.revokeObjectURL(image.src);
    return { refused: `${file.name} can not be read as a picture. Save it again and try once more.` };
  }
}

/** Lets the browser forget the bytes behind `url`. */
export function forgetPicture({ url }: PickedPicture): void {
  URL.revokeObjectURL(url);
}
