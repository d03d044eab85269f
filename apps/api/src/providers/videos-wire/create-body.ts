import { createHash } from 'node:crypto';

/** A request body written out whole, so that its length is known before the first byte leaves. */
export interface CreateBody {
  contentType: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A file in a form. Its name and type are ours, never a person's. */
export interface FormFile {
  field: string;
  fileName: string;
  contentType: string;
  bytes: Uint8Array;
}

export function jsonBody(fields: Readonly<Record<string, string>>): CreateBody {
  return { contentType: 'application/json', bytes: Buffer.from(JSON.stringify(fields)) };
}

/**
 * A form of text fields, and at most one file. Written here because the platform's FormData turns every line break into CRLF: the provider
 * would echo another prompt than ours. The boundary is a hash of everything in the form, which nothing in it can contain.
 */
export function multipartBody(fields: Readonly<Record<string, string>>, file?: FormFile): CreateBody {
  const hash = createHash('sha256').update(JSON.stringify(fields));
  const boundary = `dailies-${hash.update(file?.bytes ?? '').digest('hex')}`;
  const opening = (name: string, more = '') => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${more}\r\n\r\n`;
  const parts = Object.entries(fields).map(([name, value]) => Buffer.from(`${opening(name)}${value}\r\n`));
  if (file) {
    const head = opening(file.field, `; filename="${file.fileName}"\r\nContent-Type: ${file.contentType}`);
    parts.push(Buffer.from(head), Buffer.from(file.bytes), Buffer.from('\r\n'));
  }
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    bytes: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  };
}
