import { createHash } from 'node:crypto';

/** A request body written out whole, so that its length is known before the first byte leaves. */
export interface CreateBody {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export function jsonBody(fields: Readonly<Record<string, string>>): CreateBody {
  return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(fields)) };
}

/**
 * A form of text fields. Written here because the platform's FormData turns every line break into CRLF: the provider would echo another
 * prompt than ours. The boundary is a hash of the fields, which no field can contain.
 */
export function multipartBody(fields: Readonly<Record<string, string>>): CreateBody {
  const boundary = `dailies-${createHash('sha256').update(JSON.stringify(fields)).digest('hex')}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  };
}
