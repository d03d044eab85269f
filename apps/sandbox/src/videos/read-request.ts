import type { Media } from '../media/media.ts';
import { checkCreate } from './check-create.rules.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Body } from './read-body.ts';
import { findReference, type ReferenceFiles } from './reference.ts';
import type { VideoRequest } from './video.ts';
import { invalid } from './wire-error.ts';

/** Turns a create's body into a request this dialect accepts; keeps its reference image on disk. Throws Refused (400). */
export async function readRequest(dialect: Dialect, files: ReferenceFiles, media: Media, body: Body): Promise<VideoRequest> {
  checkBodyKind(dialect, body);
  const checked = checkCreate(dialect, body.fields);
  const reference = await findReference(dialect, files, media, body, checked.size);
  return { ...checked, audio: dialect.hasAudio(body.fields), reference, remixedFrom: null };
}

function checkBodyKind(dialect: Dialect, body: Body): void {
  if (body.kind === 'json' && !dialect.bodies.json) {
    throw invalid(null, 'This server accepts multipart/form-data only.', 'unsupported_content_type');
  }
  const hasImage = body.files.length > 0 || (dialect.reference.url !== null && body.fields[dialect.reference.url] !== undefined);
  if (body.kind === 'multipart' && dialect.bodies.multipart === 'with-image' && !hasImage) {
    throw invalid('input_reference', 'A multipart request needs an input_reference file; send text-to-video requests as JSON.');
  }
}
