/** A service that reads texts and says under which of its categories they may not be shown. */
export interface Moderator {
  /** Its address and model: what it says is kept under this name. */
  readonly name: string;
  /** Has up to `TEXTS_MAX` texts read. Never rejects: what can go wrong is the outcome. */
  moderate(texts: readonly string[], signal?: AbortSignal): Promise<ModerationOutcome>;
}

export type ModerationOutcome =
  /** For each text, in order, the categories it is flagged under; none: it lets the text pass. */
  | { kind: 'moderated'; categories: string[][] }
  /** One of these texts is none that the service can read: too long, or not to its taste. */
  | { kind: 'refused'; note: string }
  /** The question was not answered, or by something that is no such service. `mayPass`: it may be answered when it is asked again soon. */
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null; mayPass: boolean };

/** A text that every such service lets pass: whoever does not read it is broken, or set wrongly. */
export const HARMLESS_TEXT = 'A red apple rolls off a table';

/** Texts of one question. */
export const TEXTS_MAX = 32;
