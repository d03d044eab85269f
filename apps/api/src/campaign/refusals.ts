import type { CampaignStatus } from '@dailies/schema';
import { Refusal } from '../lib/refusal.ts';

export class UnknownModel extends Refusal {
  readonly code = 'UNKNOWN_MODEL';
}

export class UnknownSize extends Refusal {
  readonly code = 'UNKNOWN_SIZE';
}

export class UnknownSeconds extends Refusal {
  readonly code = 'UNKNOWN_SECONDS';
}

export class UnknownPreset extends Refusal {
  readonly code = 'UNKNOWN_PRESET';
}

export class UnknownReference extends Refusal {
  readonly code = 'UNKNOWN_REFERENCE';
}

/** A prompt that can not be sent. `promptNumber` counts from 1. */
export class PromptInvalid extends Refusal {
  readonly code = 'PROMPT_INVALID';
  readonly promptNumber: number;
  readonly promptKey: string | null;
  constructor(sentence: string, prompt: { number: number; key: string | null }) {
    super(sentence);
    this.promptNumber = prompt.number;
    this.promptKey = prompt.key;
  }
}

/** A prompt, its template or its preset uses variables that the prompt gives no value for. */
export class UnknownVariable extends Refusal {
  readonly code = 'UNKNOWN_VARIABLE';
  readonly names: string[];
  constructor(sentence: string, names: string[]) {
    super(sentence);
    this.names = names;
  }
}

export class TooManyVariants extends Refusal {
  readonly code = 'TOO_MANY_VARIANTS';
  readonly limit: number;
  readonly wanted: number;
  constructor(sentence: string, limit: number, wanted: number) {
    super(sentence);
    this.limit = limit;
    this.wanted = wanted;
  }
}

/** A prompt file that can not be read. Nothing was imported. `row` counts the file's rows from 1, the header being row 1 of a CSV. */
export class ImportRefused extends Refusal {
  readonly code = 'IMPORT_REFUSED';
  readonly row: number | null;
  readonly column: string | null;
  constructor(sentence: string, at: { row: number | null; column: string | null }) {
    super(`${sentence} Nothing was imported.`);
    this.row = at.row;
    this.column = at.column;
  }
}

/** One change of a stale plan: what moved in words, how many cells, and the first few of them. */
export interface PlanChange {
  message: string;
  count: number;
  cells: { index: number; label: string }[];
}

/** What was planned is no longer what would be rendered. */
export class PlanStale extends Refusal {
  readonly code = 'PLAN_STALE';
  readonly changes: PlanChange[];
  constructor(changes: PlanChange[]) {
    super(`The plan is out of date: ${changes.map((one) => one.message).join('; ')}. Plan again, look at the new price, then launch.`);
    this.changes = changes;
  }
}

export class WrongStatus extends Refusal {
  readonly code = 'WRONG_STATUS';
  readonly status: CampaignStatus;
  constructor(sentence: string, status: CampaignStatus) {
    super(sentence);
    this.status = status;
  }
}

/** Cells wait for models that have retired: nothing can be sent for them. */
export class ModelRetired extends Refusal {
  readonly code = 'MODEL_RETIRED';
  readonly models: string[];
  constructor(waiting: readonly { model: string; cells: number }[]) {
    const cells = waiting.reduce((sum, one) => sum + one.cells, 0);
    const names = waiting.map(({ model }) => model).join(' and ');
    super(
      `${names} retired, and ${cells} ${cells === 1 ? 'cell waits' : 'cells wait'} for it. Plan ${cells === 1 ? 'it' : 'them'} again onto another model, then resume.`,
    );
    this.models = waiting.map(({ model }) => model);
  }
}

export class NothingToRender extends Refusal {
  readonly code = 'NOTHING_TO_RENDER';
}

/** Not one variant has a price: nothing can be promised about the cost. */
export class NotPriced extends Refusal {
  readonly code = 'NOT_PRICED';
}

export class IdempotencyKeyReused extends Refusal {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  constructor() {
    super(
      'This idempotency key was already used for another request. Use a new key for a new request; repeat the key only to repeat the same one.',
    );
  }
}
