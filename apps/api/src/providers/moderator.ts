/** A service that reads texts and says under which of its categories they may not be shown. */
export interface Moderator {
  /** Its address and model: what it says is kept under this name. */
  readonly name: string;
  /** Reads up to `TEXTS_MAX` texts. Never rejects: what can go wrong is the outcome. */
  judge(texts: readonly string[], signal?: AbortSignal): Promise<ModerationOutcome>;
}

export type ModerationOutcome =
  /** For each text, in order, the categories it is flagged under; none: it lets the text pass. */
  | { kind: 'judged'; categories: string[][] }
  /** The question was not answered, or by something that is no such service. */
  | { kind: 'unanswered'; note: string; retryAfterMs: number | null };

/** Texts of one question. */
export const TEXTS_MAX = 32;
