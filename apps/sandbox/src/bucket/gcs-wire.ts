/** The fields of an object resource that a client may set. https://cloud.google.com/storage/docs/json_api/v1/objects */
export type ObjectFields = {
  contentType?: string;
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  customTime?: string;
  storageClass?: string;
  temporaryHold?: boolean;
  eventBasedHold?: boolean;
  metadata?: Record<string, string>;
};

/** An object or bucket resource as a client sends it: unknown until picked apart. */
export type Resource = Record<string, unknown>;

export const isResource = (value: unknown): value is Resource => typeof value === 'object' && value !== null && !Array.isArray(value);
