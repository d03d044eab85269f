import { randomBytes } from 'node:crypto';
import { ID_PREFIXES, type IdKind } from '@dailies/schema';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * A fresh public id: prefix, `_`, then 26 characters of Crockford base 32: 48 bits of milliseconds (rows made together lie
 * together in an index) and 80 bits of chance (an id can not be guessed from another).
 */
export function newId(kind: IdKind, nowMs: number = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(nowMs, 0, 6);
  let bits = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let i = 0; i < 26; i += 1) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return `${ID_PREFIXES[kind]}_${text}`;
}

/** A render's clip has a name that follows from the render, so that storing twice writes the same objects. */
export function clipIdOf(renderId: string): string {
  return `${ID_PREFIXES.clip}_${renderId.slice(ID_PREFIXES.render.length + 1)}`;
}
