import type { Trx } from '../db/database.ts';
import type { JobName, JobPayload } from './jobs.ts';

export interface EnqueueOptions {
  /** For `one_per_key` jobs: the key. */
  key?: string;
  /** Not before this moment. */
  startAfter?: Date;
  /** Higher goes first among those that wait; 0 if not given. */
  priority?: number;
}

/** Handlers throw to be tried again; `signal` aborts when the worker drains. */
export type JobHandlers = { [Name in JobName]: (payload: JobPayload<Name>, signal: AbortSignal) => Promise<void> };

/** The doorbell of background work: rows are the truth, a lost job is rung again by a sweep. */
export interface Queue {
  /** Enqueues inside the transaction of the rows the job serves. */
  enqueue<Name extends JobName>(trx: Trx, name: Name, payload: JobPayload<Name>, options?: EnqueueOptions): Promise<void>;
  enqueueMany<Name extends JobName>(trx: Trx, name: Name, payloads: readonly JobPayload<Name>[], options?: EnqueueOptions): Promise<void>;
  /** Enqueues by itself, for sweeps. */
  ring<Name extends JobName>(name: Name, payload: JobPayload<Name>, options?: EnqueueOptions): Promise<void>;
  /** Starts to consume. */
  work(handlers: JobHandlers): Promise<void>;
  /** Stops consuming and waits for running handlers at most `drainMs`. */
  stop(drainMs: number): Promise<void>;
}
