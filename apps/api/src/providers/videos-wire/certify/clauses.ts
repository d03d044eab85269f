/** What a server of the Videos wire is held to, in the order it is looked at. `free` clauses start no render. */
export const CLAUSES = {
  reach: { demands: 'GET /videos answers under this address and key', free: true },
  key: { demands: 'a wrong key is refused with 401 or 403', free: true },
  refusal: { demands: 'a request that can not be is refused with 4xx and a reason', free: true },
  unknown: { demands: 'a video nobody knows is 404', free: true },
  create: { demands: 'POST /videos answers a Video with a usable id and a known status', free: false },
  echo: { demands: 'the Video says model, prompt, seconds and size as they were asked', free: false },
  early: { demands: 'content before completion is refused', free: false },
  idempotency: { demands: 'the same create under one Idempotency-Key is one video', free: false },
  reference: { demands: 'a create may bring a reference image', free: false },
  list: { demands: 'GET /videos shows the new video, every entry a Video', free: false },
  prompt: { demands: 'the list shows each prompt, character by character', free: false },
  tag: { demands: 'the list shows the X-Client-Request-Id of each create', free: false },
  order: { demands: 'the list begins with the newest', free: false },
  paging: { demands: 'limit and after walk the list without repeating or leaving out', free: false },
  limit: { demands: 'a limit of 100 is accepted, one of 1,000 refused or cut', free: false },
  clock: { demands: 'answers carry a Date within two minutes of ours', free: false },
  rates: { demands: 'answers tell the rate limit in x-ratelimit headers', free: false },
  abort: { demands: 'DELETE of an unfinished video either aborts it or leaves it alone', free: false },
  retrieve: { demands: 'GET /videos/{id} answers that very video', free: false },
  end: { demands: 'the render ends in a status we know', free: false },
  content: { demands: 'GET /videos/{id}/content answers an MP4', free: false },
  range: { demands: 'content resumes by Range with 206 and Content-Range', free: false },
  etag: { demands: 'content has a strong ETag to resume under', free: false },
  webhook: { demands: 'a signed webhook announces the end', free: false },
  delete: { demands: 'DELETE removes a finished video', free: false },
  gone: { demands: 'a deleted video is gone, and deleting it again does no harm', free: false },
} as const satisfies Record<string, { demands: string; free: boolean }>;

export type ClauseName = keyof typeof CLAUSES;

/** `note`: the product works with it and loses something, which `says` names. `skipped`: nothing to see it by. */
export type ClauseVerdict = 'pass' | 'note' | 'fail' | 'skipped';

export interface Finding {
  clause: ClauseName;
  verdict: ClauseVerdict;
  says: string;
}
