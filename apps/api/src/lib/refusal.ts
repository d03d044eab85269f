/**
 * An expected "no" with a stable code and a sentence a producer understands: what happened, why, what to do next.
 * Each subclass is a GraphQL type listed on the mutations that may answer it. Nothing was spent and nothing was changed.
 */
export abstract class Refusal extends Error {
  abstract readonly code: string;
}

/** What was asked for is not in this workspace: the same answer whether it never was, is gone, or belongs to somebody else. */
export class NotFound extends Refusal {
  readonly code = 'NOT_FOUND';
  /** `what` names the thing for people: "campaign", "clip". */
  constructor(what: string) {
    super(`This ${what} is not in your workspace. It may have been removed; check the id.`);
  }
}

/** A value of the input can not be used. `field` is its dotted path inside the input. */
export class InputInvalid extends Refusal {
  readonly code = 'INPUT_INVALID';
  readonly field: string;
  constructor(field: string, sentence: string) {
    super(sentence);
    this.field = field;
  }
}
