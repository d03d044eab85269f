/** Codes of everything the launcher can refuse; stable, so that scripts and `doctor` may rely on them. */
export type StartRefusalCode =
  | 'LOCAL_POSTGRES_UNAVAILABLE'
  | 'LOCAL_POSTGRES_FOLDER'
  | 'LOCAL_POSTGRES_FAILED'
  | 'LOCAL_SANDBOX_BUSY'
  | 'LOCAL_SANDBOX_FAILED'
  | 'LOCAL_FOLDER_LOCKED'
  | 'PORT_BLOCKED'
  | 'PORT_BUSY';

/** The launcher cannot start something and says so to a person: what happened, why, and what to do next. */
export class StartRefusal extends Error {
  readonly code: StartRefusalCode;

  constructor(code: StartRefusalCode, sentences: string, options?: ErrorOptions) {
    super(sentences, options);
    this.name = 'StartRefusal';
    this.code = code;
  }
}
