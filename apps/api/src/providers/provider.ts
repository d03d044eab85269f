import type { Micros } from '@dailies/schema';
import type { Readable } from 'node:stream';
import type { Failure } from './failure.ts';

/** What we ask a provider to make. `seconds` whole seconds, `size` `WIDTHxHEIGHT`. */
export interface StartRequest {
  /** Our render id: sent as a header for support, never relied on. */
  renderId: string;
  model: string;
  prompt: string;
  seconds: number;
  size: string;
  audio: boolean;
  /** The picture the video starts from; its pixels are those of `size`. */
  reference?: ReferenceImage | null;
  /** What is left of the send budget: unless the first byte has left by then, nothing is sent at all. */
  sendWithinMs?: number;
}

/** A picture as it goes to a provider: the file's own bytes. Pixels. */
export interface ReferenceImage {
  bytes: Uint8Array;
  contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  width: number;
  height: number;
}

/** What one send saw. Each kind has exactly one next step in the render machine. */
export type StartOutcome =
  | { kind: 'accepted'; operation: Operation }
  /** No byte left this process: connection refused, DNS, TLS, connect timeout. */
  | { kind: 'not_sent'; note: string }
  /** The provider says it created nothing (429); the whole key waits. */
  | { kind: 'throttled'; retryAfterMs: number; note: string }
  /** The provider refuses the key or the address (401, 402, 403, 3xx): the endpoint pauses and a person is told. */
  | { kind: 'misconfigured'; note: string }
  /** The provider refuses this request for good. */
  | { kind: 'refused'; failure: Failure }
  /** It may or may not have been created: only reading the list tells. `trouble`: the server answered that it is failing; whether it said for how long. */
  | { kind: 'ambiguous'; note: string; trouble?: { retryAfterMs: number | null } };

/** One provider-side render as the provider tells of it. Times are the provider's clock. */
export interface Operation {
  id: string;
  state: OperationState;
  /** The echo that a match is judged by; null where the server leaves a field out. */
  model: string | null;
  prompt: string | null;
  seconds: number | null;
  size: string | null;
  createdAt: Date | null;
  /** The earliest that it may have been made, where the provider's own clocks disagree with ours; `createdAt` is then the latest. */
  earliestAt?: Date;
}

export type OperationState =
  | { kind: 'pending'; phase: 'queued' | 'running'; progressPercent: number | null }
  /** `completedAt` and `costMicros` (what it billed) where the server tells them. */
  | { kind: 'succeeded'; expiresAt: Date | null; completedAt?: Date | null; costMicros?: Micros | null }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'expired' }
  /** A status word we do not know: raised as an alarm, never polled for ever. */
  | { kind: 'unknown'; word: string };

export type CheckOutcome =
  | { kind: 'found'; operation: Operation }
  /** The provider says that it does not know it; said once this may be a gateway's slip. */
  | { kind: 'gone' }
  /** The question was not answered (5xx, timeout, garbage); ask again later. `unasked`: a limit of ours, or a rest the provider wants, kept it from being asked. */
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null; unasked?: true };

export type ListOutcome =
  /** `leftOut`: entries that are no Video are missing. `cut`: the list goes on, and does not name the place. Neither proves what is not listed. */
  | { kind: 'page'; operations: Operation[]; nextAfter: string | null; providerNow: Date | null; leftOut?: true; cut?: true }
  /** `refused`: the provider takes neither the key nor the address (401, 402, 403, 3xx), so that asking again is of no use. */
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null; refused?: true; unasked?: true };

export type OutputOutcome =
  /** `body` begins at byte `start`, which is 0 where the provider could not or would not resume; `bytes` = the whole output's size. */
  | { kind: 'stream'; body: Readable; bytes: number | null; start: number; etag: string | null }
  | { kind: 'not_ready' }
  /** The provider offers it no more: the video expired or failed there. */
  | { kind: 'gone' }
  /** The provider says that it does not know the video, which may be true for a moment only. */
  | { kind: 'not_known' }
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null };

export type RemoveOutcome =
  | { kind: 'removed' }
  /** This dialect has no such call: the provider keeps its copy until it expires. */
  | { kind: 'unsupported' }
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null };

/** What a dialect can do; stored with the endpoint where a probe found it. */
export interface Capabilities {
  /** Whether the list can be read at all, and pages. */
  lists: boolean;
  /** Whether listed operations echo the prompt. */
  listEchoesPrompt: boolean;
  /** Whether a listed status is as fresh as a retrieved one; some gateways answer what was last asked for by id, or list one backend only. */
  listIsAuthoritative: boolean;
  removesWhileRunning: boolean;
  removes: boolean;
  switchesAudio: boolean;
  /** Whether a create may bring a reference image. */
  takesReference: boolean;
  /** Whether two creates under one `Idempotency-Key` are one (level L0). */
  honoursIdempotencyKey: boolean;
  /** Whether listed operations show the `X-Client-Request-Id` of their create (level L1). */
  echoesRequestId: boolean;
}

/** One provider endpoint. Expected answers are tagged values; only bugs throw. */
export interface Provider {
  readonly capabilities: Capabilities;
  /** Sends exactly one create request and never retries it. */
  start(request: StartRequest, signal?: AbortSignal): Promise<StartOutcome>;
  check(operationId: string, signal?: AbortSignal): Promise<CheckOutcome>;
  /** One page, newest first; `limit` 1–100. */
  list(page: { after: string | null; limit: number }, signal?: AbortSignal): Promise<ListOutcome>;
  /** The finished output from byte `start` on, if it is still the one that answered `etag`. The caller ends or destroys the body. */
  openOutput(operationId: string, from: { start: number; etag: string | null }, signal?: AbortSignal): Promise<OutputOutcome>;
  /** Deletes the provider's copy; already gone counts as removed. */
  remove(operationId: string, signal?: AbortSignal): Promise<RemoveOutcome>;
}

/** Providers by endpoint id, read from the endpoint rows and the environment's secrets. */
export interface ProviderRegistry {
  /** Throws `EndpointUnusable` where the row or its secret is missing or unfit. */
  get(endpointId: string): Promise<Provider>;
}
