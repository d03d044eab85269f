import type { Failure } from '../failure.ts';
import type { Operation, OperationState } from '../provider.ts';
import type { Dialect, StatusMeaning } from './dialects/dialect.ts';
import type { WireError } from './error-wire.ts';
import { noteOf } from './note.ts';
import type { WireVideo } from './video-wire.ts';

/** A Video in our words; null where the server says that the video is deleted. */
export function operationOf(dialect: Dialect, video: WireVideo): Operation | null {
  const state = stateOf(video, meaningOf(dialect, video.status));
  const { id, model, prompt, seconds, size, createdAt } = video;
  return state && { id, state, model, prompt, seconds, size, createdAt };
}

function meaningOf(dialect: Dialect, status: string | null): StatusMeaning | null {
  return status !== null && Object.hasOwn(dialect.statusWords, status) ? dialect.statusWords[status]! : null;
}

function stateOf(video: WireVideo, meaning: StatusMeaning | null): OperationState | null {
  switch (meaning) {
    case 'queued':
    case 'running':
      return { kind: 'pending', phase: meaning, progressPercent: video.progressPercent };
    case 'succeeded':
      return { kind: 'succeeded', expiresAt: video.expiresAt, completedAt: video.completedAt, costMicros: video.costMicros };
    case 'failed':
      return { kind: 'failed', failure: failureOf(video.error) };
    case 'expired':
      return { kind: 'expired' };
    case 'gone':
      return null;
    case null:
      return { kind: 'unknown', word: noteOf(video.status ?? '(none)') };
  }
}

/** Why a job failed. Policy codes are the provider's safety check; anything else is the provider's own trouble. */
function failureOf(error: WireError | null): Failure {
  const note = noteOf([error?.code, error?.message].filter(Boolean).join(': ') || 'the provider gave no reason');
  return { code: isPolicyCode(error?.code ?? null) ? 'moderation_blocked' : 'provider_error', note };
}

/** Words by which servers name a refusal by policy (sources: the guide's `sentinel_block` and `moderation_blocked`; gateways' own). */
export function isPolicyCode(code: string | null): boolean {
  return code !== null && POLICY_CODES.has(code);
}

const POLICY_CODES: ReadonlySet<string> = new Set(['sentinel_block', 'moderation_blocked', 'content_policy_violation', 'content_filter']);
