import { readFile } from 'node:fs/promises';
import { REFERENCE_NAME_CHARS_MAX, type ReferenceRole } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { ReferenceImageRow } from '../db/tables/library.table.ts';
import type { Deps } from '../deps.ts';
import { recordEvents } from '../events/record-event.ts';
import { hashFile } from '../lib/hash-file.ts';
import { newId } from '../lib/new-id.ts';
import { InputInvalid, NotFound } from '../lib/refusal.ts';
import { referenceKey } from '../storage/object-keys.ts';
import { checkPicture } from './picture.rules.ts';
import { findUploadedFile, upsertReference } from './reference.store.ts';

export interface AddReferenceInput {
  uploadId: string;
  role: ReferenceRole;
  /** The file's own name where none is given. */
  name?: string | null | undefined;
}

/**
 * Takes an uploaded picture into the library: its bytes into the bucket under a name that follows from them, then the row. The same picture
 * twice is one. Throws NotAllowed, NotFound, InputInvalid, PictureInvalid.
 */
export async function addReference(deps: Deps, actor: Actor, input: AddReferenceInput): Promise<ReferenceImageRow> {
  allow(actor, 'library.write');
  const upload = await findUploadedFile(deps.db, actor.workspaceId, input.uploadId);
  if (!upload) throw new NotFound('upload');
  const name = checkReferenceName(input.name ?? upload.file_name);
  const { contentType, width, height } = checkPicture(await readUpload(upload.path));
  const { bytes, sha256, crc32c } = await hashFile(upload.path);
  const key = referenceKey({ workspaceId: actor.workspaceId }, sha256, contentType);
  await deps.storage.putFile({ key, path: upload.path, contentType, crc32c, bytes });
  const reference = await deps.db.transaction().execute(async (trx) => {
    const row = await upsertReference(trx, {
      id: newId('reference', deps.clock.now().getTime()),
      workspace_id: actor.workspaceId,
      name,
      role: input.role,
      content_type: contentType,
      bytes,
      width,
      height,
      sha256,
      object_key: key,
      created_by: actor.userId,
    });
    await recordEvents(trx, [
      { workspaceId: actor.workspaceId, campaignNum: null, kind: 'reference.added', subject: row.id, actorId: actor.userId },
    ]);
    return row;
  });
  deps.events.ring();
  return reference;
}

/** An upload is removed after a day; its row may be read a moment before its file is gone. */
async function readUpload(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new NotFound('upload') : error;
  });
}

function checkReferenceName(text: string): string {
  const name = text.trim();
  if (name === '') throw new InputInvalid('name', 'Give the picture a name.');
  if (name.length > REFERENCE_NAME_CHARS_MAX) throw new InputInvalid('name', `A name has at most ${REFERENCE_NAME_CHARS_MAX} characters.`);
  if (name.includes('\0') || !name.isWellFormed()) throw new InputInvalid('name', 'The name contains a broken character. Type it again.');
  return name;
}
