import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { json, type Reply } from '../lib/reply.ts';
import type { Media } from '../media/media.ts';
import type { Body } from './read-body.ts';
import type { ReferenceFiles } from './reference.ts';
import { invalid } from './wire-error.ts';

export type Files = ReferenceFiles & { upload(body: Body): Promise<Reply> };

/** The part of the Files API that `input_reference: { file_id }` needs: an upload, and the way back from its id. */
export function openFiles(db: DatabaseSync, media: Media): Files {
  const find = db.prepare('SELECT sha FROM files WHERE id = ?');
  const insert = db.prepare('INSERT INTO files (id, filename, bytes, purpose, sha, created_ms) VALUES (?, ?, ?, ?, ?, ?)');
  return {
    findSha: (id) => (find.get(id)?.['sha'] as string | undefined) ?? null,
    read: (sha) => readFile(media.referencePath(sha)),
    async upload(body) {
      const file = body.files.find((candidate) => candidate.field === 'file');
      if (!file) throw invalid('file', "Missing required parameter: 'file'.", 'missing_required_parameter');
      const purpose = typeof body.fields['purpose'] === 'string' ? body.fields['purpose'] : 'vision';
      const id = `file-${randomBytes(12).toString('hex')}`;
      const sha = createHash('sha256').update(file.bytes).digest('hex');
      const nowMs = Date.now();
      await media.keepReference(sha, file.bytes);
      insert.run(id, file.filename, file.bytes.length, purpose, sha, nowMs);
      const created = { object: 'file', created_at: Math.floor(nowMs / 1000), expires_at: null, status: 'processed' };
      return json(200, { id, bytes: file.bytes.length, filename: file.filename, purpose, ...created });
    },
  };
}
