import { GraphQLError } from 'graphql';
import type { Log } from '../lib/log.ts';
import { newId } from '../lib/new-id.ts';
import { Refusal } from '../lib/refusal.ts';

/** What the database answers to a text with a NUL, by itself or escaped in JSON (source: PostgreSQL 18, appendix A). */
const NOT_STORABLE = new Set(['22021', '22P05']);
const NOT_STORABLE_WORDS = 'A text of this request holds a NUL, which can not be kept. Take it out and send the request again.';

/**
 * What a client is told of an error. A GraphQL error and a refusal are meant for it, and a text that no row can hold is its own fault. Anything
 * else is a bug: it is logged whole under a reference, and the client gets the reference and no inside of ours.
 */
export function createErrorMask(log: Log): (error: unknown) => GraphQLError {
  return (error) => {
    const origin = originOf(error);
    const where = {
      nodes: null,
      path: null,
      ...(error instanceof GraphQLError && { nodes: error.nodes ?? null, path: error.path ?? null }),
    };
    if (origin instanceof Refusal) return new GraphQLError(origin.message, { ...where, extensions: { code: origin.code } });
    if (error instanceof GraphQLError && origin instanceof GraphQLError) return error;
    if (isNotStorable(origin)) return new GraphQLError(NOT_STORABLE_WORDS, { ...where, extensions: { code: 'INPUT_INVALID' } });
    const reference = newId('request');
    log.error({ event: 'graphql.failed', reference, path: error instanceof GraphQLError ? error.path : undefined, err: origin });
    const message = `Something went wrong on our side. Try again; if it stays, tell your administrator the reference ${reference}.`;
    return new GraphQLError(message, { ...where, extensions: { code: 'INTERNAL', reference } });
  };
}

function isNotStorable(origin: unknown): boolean {
  return origin instanceof Error && 'code' in origin && NOT_STORABLE.has(String(origin.code));
}

/** What was thrown first, behind the wrappers that execution put around it. */
function originOf(error: unknown): unknown {
  return error instanceof GraphQLError && error.originalError ? originOf(error.originalError) : error;
}
