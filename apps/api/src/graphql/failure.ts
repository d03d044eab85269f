import { FAILURES, type FailureCode } from '../providers/failure.ts';
import { builder } from './builder.ts';

/** Why a render ended without a video, as its row tells it. */
export interface FailureShape {
  code: FailureCode;
  /** The provider's own words, for support. */
  note: string | null;
}

const HELP_URL = '/help/failures';

/** The failure a row carries, or null while it has none. A code this release does not know reads as the provider's own error. */
export function failureOf(row: { failure_code: string | null; failure_note: string | null }): FailureShape | null {
  if (row.failure_code === null) return null;
  const code = Object.hasOwn(FAILURES, row.failure_code) ? (row.failure_code as FailureCode) : 'provider_error';
  return { code, note: row.failure_note };
}

export const FailureRef = builder.objectRef<FailureShape>('Failure').implement({
  description: 'Why a render ended without a video.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'Stable, for programs.' }),
    message: t.string({ description: 'What happened and what to do next.', resolve: ({ code }) => FAILURES[code].sentence }),
    note: t.exposeString('note', { nullable: true, description: 'The provider’s own words, for support.' }),
    retryable: t.boolean({ description: 'Whether the same request may well succeed.', resolve: ({ code }) => FAILURES[code].retryable }),
    helpUrl: t.string({ resolve: ({ code }) => `${HELP_URL}#${code}` }),
  }),
});
