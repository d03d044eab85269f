import type { Dialect as DialectName } from '@dailies/schema';
import type { Capabilities, ReferenceImage, StartRequest } from '../../provider.ts';
import type { CreateBody, FormFile } from '../create-body.ts';

/** What a status word means to us. `gone`: the server still answers, but the video is deleted. */
export type StatusMeaning = 'queued' | 'running' | 'succeeded' | 'failed' | 'expired' | 'gone';

/** How one kind of server speaks the Videos wire: everything that differs between them, and nothing else. */
export interface Dialect {
  name: DialectName;
  capabilities: Capabilities;
  /** The create request's body with its reference image; `seconds` travels as text. */
  createBody(request: StartRequest): CreateBody;
  /** Words outside this list are unknown: reported, never guessed. */
  statusWords: Readonly<Record<string, StatusMeaning>>;
  /** Query parameters the list cannot do without; the base URL's own parameters win. */
  listQuery: Readonly<Record<string, string>>;
  /** Whether a retrieve answers the very id that was asked for. */
  echoesId: boolean;
  /** Whether a listed id is the id that create answered; where it is not, the list can not tell whose a video is. */
  isCreateId(id: string): boolean;
}

/** The published words of the Videos API (source: VideoResource of its OpenAPI file; `expired` from its batch output). */
export const COMMON_WORDS = {
  queued: 'queued',
  in_progress: 'running',
  completed: 'succeeded',
  failed: 'failed',
  expired: 'expired',
} as const satisfies Record<string, StatusMeaning>;

/** The fields every server knows. */
export function commonFields(request: StartRequest): Record<string, string> {
  return { model: request.model, prompt: request.prompt, seconds: String(request.seconds), size: request.size };
}

/** What no server of this wire is known to do, until a probe finds one that does. */
export const NOT_KNOWN = { honoursIdempotencyKey: false, echoesRequestId: false } as const;

/** A reference image as the published form takes it: the file `input_reference`. */
export function referenceFile({ contentType, bytes }: ReferenceImage): FormFile {
  return { field: 'input_reference', fileName: `reference.${contentType.slice('image/'.length)}`, contentType, bytes };
}

/** A reference image inside a text field: a base64 data URL. */
export function referenceDataUrl({ contentType, bytes }: ReferenceImage): string {
  return `data:${contentType};base64,${Buffer.from(bytes).toString('base64')}`;
}
