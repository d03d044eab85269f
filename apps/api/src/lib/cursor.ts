/** Opaque page cursors: base64url of a JSON list of sort keys. */
export function encodeCursor(keys: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The sort keys of a cursor; null when the text is no cursor of ours. */
export function decodeCursor(cursor: string): (string | number)[] | null {
  try {
    const keys: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const sound = Array.isArray(keys) && keys.every((key) => typeof key === 'string' || typeof key === 'number');
    return sound ? keys : null;
  } catch {
    return null;
  }
}
