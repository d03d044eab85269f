import { Refusal } from '../lib/refusal.ts';

/** Somebody decided it, or its video turned up, before this decision came. */
export class NotParked extends Refusal {
  readonly code = 'RENDER_NOT_PARKED';
  constructor() {
    super('This render does not wait for a decision any more: somebody decided, or its video was found. Look at it again.');
  }
}

/** The provider still has the video. */
export class OrphanNotDeleted extends Refusal {
  readonly code = 'ORPHAN_NOT_DELETED';
}
