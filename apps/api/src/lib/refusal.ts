/**
 * An expected "no" with a stable code and a sentence a producer understands: what happened, why, what to do next.
 * Each subclass is a GraphQL type listed on the mutations that may answer it. Nothing was spent and nothing was changed.
 */
export abstract class Refusal extends Error {
  abstract readonly code: string;
}
