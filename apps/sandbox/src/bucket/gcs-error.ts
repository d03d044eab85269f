/** A refusal in the words of the GCS JSON API: HTTP status, `reason` of its error list, and a sentence. */
export class GcsError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.name = 'GcsError';
    this.status = status;
    this.reason = reason;
  }
}

/** https://cloud.google.com/storage/docs/json_api/v1/status-codes */
export const gcsErrors = {
  invalid: (message: string) => new GcsError(400, 'invalid', message),
  required: (message: string) => new GcsError(400, 'required', message),
  held: (message: string) => new GcsError(403, 'objectUnderActiveHold', message),
  retained: (message: string) => new GcsError(403, 'retentionPolicyNotMet', message),
  bucketNotFound: () => new GcsError(404, 'notFound', 'The specified bucket does not exist.'),
  objectNotFound: (bucket: string, name: string) => new GcsError(404, 'notFound', `No such object: ${bucket}/${name}`),
  conflict: (message: string) => new GcsError(409, 'conflict', message),
  conditionNotMet: () => new GcsError(412, 'conditionNotMet', 'At least one of the pre-conditions you specified did not hold.'),
  notModified: () => new GcsError(304, 'notModified', 'Not Modified'),
  rangeNotSatisfiable: () => new GcsError(416, 'requestedRangeNotSatisfiable', 'The requested range cannot be satisfied.'),
  unsupported: (message: string) => new GcsError(501, 'notImplemented', message),
};

/** The error body of the JSON API. */
export function errorBody(error: GcsError): object {
  const { status: code, message, reason } = error;
  return { error: { code, message, errors: [{ message, domain: 'global', reason }] } };
}
