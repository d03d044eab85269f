import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { REFERENCE_BYTES_MAX, UPLOAD_BYTES_MAX } from '@dailies/schema';
import type { Actor } from '../access/actor.ts';
import { allow } from '../access/allow.ts';
import type { Deps } from '../deps.ts';
import { newId } from '../lib/new-id.ts';
import { Refusal } from '../lib/refusal.ts';
import { checkPicture, pictureTooLarge } from '../library/picture.rules.ts';
import { discardBody, respondJson, respondRefusal } from './respond.ts';

const FILE_NAME_CHARS_MAX = 200;
const DEFAULT_FILE_NAME = 'upload';
const MEGABYTE = 1024 * 1024;

class UploadTooLarge extends Refusal {
  readonly code = 'UPLOAD_TOO_LARGE';
  constructor() {
    super(`A file may have at most ${UPLOAD_BYTES_MAX / MEGABYTE} MB. Split it and import the parts one after the other.`);
  }
}

class NoRoom extends Refusal {
  readonly code = 'NO_ROOM';
  constructor() {
    super('There is no room left on the server’s disk. Nothing was kept; free some space and upload again.');
  }
}

const STATUS_OF: Record<string, number> = { NOT_ALLOWED: 403, PICTURE_INVALID: 422, UPLOAD_TOO_LARGE: 413, NO_ROOM: 507 };

/** What an upload may be: a picture is for `addReference` and small, anything else a prompt file for `importPrompts`. */
interface UploadKind {
  bytesMax: number;
  tooLarge: () => Refusal;
  /** Throws a refusal for a file that can not be used. */
  check: (file: string) => Promise<void>;
}

const PROMPT_FILE: UploadKind = { bytesMax: UPLOAD_BYTES_MAX, tooLarge: () => new UploadTooLarge(), check: async () => undefined };
const PICTURE: UploadKind = {
  bytesMax: REFERENCE_BYTES_MAX,
  tooLarge: pictureTooLarge,
  check: async (file) => void checkPicture(await readFile(file)),
};

/**
 * `POST /uploads?name=prompts.csv` with the file's bytes as the body: streams them to disk and answers 201 `{"uploadId"}` for
 * `importPrompts`, or, with a `content-type` of `image/…`, for `addReference`. 403, 413, 422 and 507 answer a typed refusal; of a broken or
 * refused upload nothing stays behind.
 */
export async function receiveUpload(deps: Deps, actor: Actor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    allow(actor, 'campaign.write');
    const kind = /^image\//i.test(request.headers['content-type'] ?? '') ? PICTURE : PROMPT_FILE;
    if (Number(request.headers['content-length'] ?? 0) > kind.bytesMax) throw kind.tooLarge();
    const id = newId('upload', deps.clock.now().getTime());
    const file = path.join(deps.paths.uploads, id);
    const bytes = await keepFile(request, file, kind);
    const row = { id, workspace_id: actor.workspaceId, file_name: fileNameOf(request), path: file, bytes };
    await deps.db
      .insertInto('uploads')
      .values(row)
      .execute()
      .catch(async (error: unknown) => {
        await rm(file, { force: true });
        throw error;
      });
    respondJson(response, 201, { uploadId: id });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    respondRefusal(response, STATUS_OF[error.code] ?? 400, error);
    discardBody(request);
  }
}

/** Writes the body to a new file and answers its size in bytes. A file that could not be completed is removed. */
async function keepFile(request: IncomingMessage, file: string, kind: UploadKind): Promise<number> {
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > kind.bytesMax ? kind.tooLarge() : null, chunk);
    },
  });
  try {
    await pipeline(request, counter, createWriteStream(file, { flags: 'wx', mode: 0o600 }));
    await kind.check(file);
    return bytes;
  } catch (error) {
    await rm(file, { force: true });
    throw (error as NodeJS.ErrnoException).code === 'ENOSPC' ? new NoRoom() : error;
  }
}

/** The name people gave the file: shown to them, never used as a path. */
function fileNameOf(request: IncomingMessage): string {
  const asked = new URL(request.url ?? '', 'http://localhost').searchParams.get('name') ?? '';
  const name = asked
    .toWellFormed()
    .replace(/[\p{Cc}]/gu, '')
    .trim();
  return name.slice(0, FILE_NAME_CHARS_MAX) || DEFAULT_FILE_NAME;
}
