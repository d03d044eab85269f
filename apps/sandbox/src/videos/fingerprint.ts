import { createHash } from 'node:crypto';

/** sha256 over the length-prefixed UTF-8 of model, prompt, seconds and size: what the list shows of a request. Hex. */
export function fingerprintOf(asked: { model: string; prompt: string; seconds: string; size: string }): string {
  const hash = createHash('sha256');
  for (const text of [asked.model, asked.prompt, asked.seconds, asked.size]) {
    const bytes = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  }
  return hash.digest('hex');
}
