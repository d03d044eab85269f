/** The id people use in terminals and logs (`rnd_…`) behind a global id of the API; the global id itself where it can not be read. */
export function publicIdOf(globalId: string): string {
  try {
    const text = atob(globalId);
    return text.includes(':') ? text.slice(text.indexOf(':') + 1) : globalId;
  } catch {
    return globalId;
  }
}
