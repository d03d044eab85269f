/** Why a render ended without a video: a stable code, a calm sentence, and the provider's own words for support. */
export interface Failure {
  code: FailureCode;
  /** The provider's own code and message, kept for support; never shown as the reason. */
  note: string;
}

/** Every cause a render can fail with, in words for a producer: what happened and what to do next. */
export const FAILURES = {
  moderation_blocked: {
    sentence: 'The provider’s safety check declined this video. Rewrite the prompt and render it again.',
    retryable: false,
  },
  prompt_refused: {
    sentence: 'The provider’s safety check declined this prompt before rendering. Rewrite the prompt; nothing was billed.',
    retryable: false,
  },
  request_invalid: {
    sentence: 'The provider did not accept this request. Check model, size and seconds, then render again.',
    retryable: false,
  },
  reference_lost: {
    sentence: 'The reference image is no longer in the bucket; nothing was sent. Upload the same picture again, then render again.',
    retryable: true,
  },
  model_gone: { sentence: 'The provider no longer offers this model. Choose another model.', retryable: false },
  provider_error: { sentence: 'The provider could not finish this video. Render it again.', retryable: true },
  render_timeout: {
    sentence: 'The provider did not finish in time; it may still be billed. A retry first asks for it again, at no cost.',
    retryable: true,
  },
  status_unknown: {
    sentence:
      'The provider answered with a status we do not know; it may have been billed. Tell your administrator; a retry first asks for it again, at no cost.',
    retryable: true,
  },
  provider_silent: {
    sentence:
      'The provider answered no question about this video until its time was over; it may have been billed. A retry first asks for it again, at no cost.',
    retryable: true,
  },
  operation_gone: { sentence: 'The provider no longer knows this video. Render it again.', retryable: true },
  output_expired: { sentence: 'The video expired at the provider before it could be fetched. Render it again.', retryable: true },
  output_invalid: {
    sentence: 'The provider’s file was damaged and could not be accepted. A retry fetches it again, at no cost.',
    retryable: true,
  },
  output_unreachable: {
    sentence: 'The finished video could not be fetched from the provider. A retry fetches it again, at no cost.',
    retryable: true,
  },
  submission_lost: { sentence: 'The provider never started this video. Render it again; nothing was billed.', retryable: true },
  submission_written_off: {
    sentence: 'It stayed uncertain whether the provider started this video. A person closed it and its price counts as spent.',
    retryable: true,
  },
  submission_unclear: {
    sentence: 'It is not certain whether the provider started this video. A person must decide, so that nothing is paid twice.',
    retryable: false,
  },
} as const satisfies Record<string, { sentence: string; retryable: boolean }>;

export type FailureCode = keyof typeof FAILURES;

/** Causes after which the video is paid, or taken for paid, and its provider may still offer it. */
export const FETCHABLE_CODES = [
  'render_timeout',
  'status_unknown',
  'provider_silent',
  'output_invalid',
  'output_unreachable',
] as const satisfies readonly FailureCode[];
