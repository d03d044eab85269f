import { createHash, type Hash } from 'node:crypto';

/**
 * The visible fingerprint of a render: what a provider's list echoes of a create. sha256 over the fields, each as a big-endian
 * 32-bit byte length followed by its UTF-8 bytes, so that no two different requests share an input (a joined string is not injective).
 * The SQL function `render_fingerprint` is its twin.
 */
export function renderFingerprint(input: { model: string; prompt: string; seconds: number; size: string }): Buffer {
  return hashFields([input.model, input.prompt, String(input.seconds), input.size]);
}

/** sha256 over length-prefixed UTF-8 fields: injective for lists of strings. */
export function hashFields(fields: readonly string[]): Buffer {
  const hash = createHash('sha256');
  for (const field of fields) addField(hash, field);
  return hash.digest();
}

function addField(hash: Hash, field: string): void {
  const bytes = Buffer.from(field, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  hash.update(length).update(bytes);
}
