/** What the wire says when it says no: the `error` object of the Videos API and its HTTP status. */
export type WireError = {
  status: number;
  message: string;
  type: string;
  param: string | null;
  code: string | null;
  headers?: Record<string, string>;
};

/** A request this server refuses; caught at the door and written in the dialect's shape. */
export class Refused extends Error {
  readonly wire: WireError;
  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}

/** 400 invalid_request_error about one parameter. */
export function invalid(param: string | null, message: string, code = 'invalid_value'): Refused {
  return new Refused({ status: 400, message, type: 'invalid_request_error', param, code });
}

/** 404 for an id nobody knows (or knows any more). */
export function videoNotFound(id: string): Refused {
  return new Refused({
    status: 404,
    message: `Video with id '${id.slice(0, 80)}' not found.`,
    type: 'invalid_request_error',
    param: 'video_id',
    code: 'not_found',
  });
}

/** 404 for a model that was offered once and is no more. */
export function modelGone(model: string): Refused {
  return new Refused({
    status: 404,
    message: `The model \`${model}\` does not exist or you do not have access to it.`,
    type: 'invalid_request_error',
    param: 'model',
    code: 'model_not_found',
  });
}

/** 429 with `retry-after` in whole seconds, wall clock. */
export function rateLimited(retryAfterSeconds: number, limit: number | null): Refused {
  return new Refused({
    status: 429,
    message: `Rate limit reached${limit === null ? '' : ` (${limit} requests per minute)`}. Please try again in ${retryAfterSeconds}s.`,
    type: 'requests',
    param: null,
    code: 'rate_limit_exceeded',
    headers: { 'retry-after': String(retryAfterSeconds), 'retry-after-ms': String(retryAfterSeconds * 1000) },
  });
}

/** 500: the server failed, before or after it did what it was asked. */
export function serverError(): Refused {
  return new Refused({
    status: 500,
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    param: null,
    code: null,
  });
}
