import { createHash, type Hash } from 'node:crypto';

/**
 * The visible fingerprint of a render: what a provider's list echoes of a create. sha256 over the fields, each as a big-endian
 * 32-bit byte length followed by its UTF-8 bytes, so that no two different requests share an input (a joined string is not injective).
 * The SQL function `render_fingerprint` is its twin.
 */
export function renderFingerprint(input: { model: string; prompt: string; seconds: number; size: string }): Buffer {
  return hashFields([input.model, input.prompt, String(input.seconds), input.size]);
}

/** What makes two requests the same request, so that one clip may serve both. */
export interface RequestIdentity {
  workspaceId: string;
  endpointId: string;
  model: string;
  /** sha256 of the compiled prompt. */
  promptSha256: Buffer;
  seconds: number;
  /** WIDTHxHEIGHT. */
  size: string;
  audio: boolean;
  /** sha256 of the reference image's bytes; null without one. */
  referenceSha256: Buffer | null;
  /** Whatever else is sent, in one canonical text; empty where nothing else is. */
  options: string;
}

/** The name of a request for reuse: sha256 over length-prefixed fields. The SQL function `request_hash` is its twin. */
export function requestHash(request: RequestIdentity): Buffer {
  return hashFields([
    request.workspaceId,
    request.endpointId,
    request.model,
    request.promptSha256.toString('hex'),
    String(request.seconds),
    request.size,
    String(request.audio),
    request.referenceSha256?.toString('hex') ?? '',
    request.options,
  ]);
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
