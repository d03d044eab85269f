import { PgBoss, fromKysely, type Db as BossDb, type JobResult } from 'pg-boss';
import type { Trx } from '../db/database.ts';
import type { Log } from '../lib/log.ts';
import { jobs, type JobName, type JobPayload } from './jobs.ts';
import type { EnqueueOptions, JobHandlers, Queue } from './queue.ts';

const DEAD_LETTERS = 'dead-letters';
const DEAD_LETTER_SECONDS = 30 * 24 * 3600;
/** A finished job has told all it had to tell: the rows it served are the record. */
const FINISHED_KEPT_SECONDS = 600;
const INSERT_BATCH = 5_000;
const RETRY_DELAY_SECONDS = 1;
const RETRY_DELAY_MAX_SECONDS = 60;
/** A worker that was killed is silent; its jobs come back after this and one supervision pass. */
const HEARTBEAT_SECONDS = 10;
const HEARTBEAT_REFRESH_SECONDS = 3;
const SUPERVISE_SECONDS = 3;
/** Without NOTIFY a lane looks this often; with it, that is only the backstop of a lost notification. */
const POLL_SECONDS = 1;
const POLL_WITH_NOTIFY_SECONDS = 5;
const CONNECTIONS_MAX = 6;
const START_ATTEMPTS = 5;

/**
 * The queue on pg-boss (schema `pgboss`, made on first start, safe to start from several processes at once). It holds at most six
 * connections and one that listens. A process that never calls `work` only enqueues. Retries wait 1 s, doubling to 60 s; a job
 * that used all its retries is kept 30 days in the queue `dead-letters`, except those with no retries, which a sweep rings again.
 * Enqueueing a `one_per_key` job locks its key until the transaction ends: do it last, in short transactions.
 */
export async function createPgBossQueue(options: { connectionString: string; log: Log; schema?: string }): Promise<Queue> {
  const { log } = options;
  const boss = new PgBoss({
    connectionString: options.connectionString,
    schema: options.schema ?? 'pgboss',
    max: CONNECTIONS_MAX,
    application_name: 'dailies-queue',
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', (error) => log.error({ event: 'queue.error', err: error }));
  boss.on('warning', (warning) => log.warn({ event: 'queue.warning', message: warning.message }));
  await boss.start({ attempts: START_ATTEMPTS });
  await createQueues(boss);

  const draining = new AbortController();
  return {
    enqueue: (trx, name, payload, enqueueOptions) => insert(boss, fromKysely(trx), name, [payload], enqueueOptions),
    enqueueMany: (trx: Trx, name, payloads, enqueueOptions) => insert(boss, fromKysely(trx), name, payloads, enqueueOptions),
    ring: (name, payload, enqueueOptions) => insert(boss, undefined, name, [payload], enqueueOptions),
    work: async (handlers) => {
      for (const name of Object.keys(jobs) as JobName[]) await startLanes(boss, name, handlers[name], draining.signal, log);
    },
    stop: async (drainMs) => {
      draining.abort();
      await boss.stop({ graceful: true, timeout: drainMs });
    },
  };
}

async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTER_SECONDS });
  for (const job of Object.values(jobs)) {
    const settings = {
      retryLimit: job.retries,
      retryDelay: RETRY_DELAY_SECONDS,
      retryBackoff: true,
      retryDelayMax: RETRY_DELAY_MAX_SECONDS,
      expireInSeconds: job.expireSeconds,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: FINISHED_KEPT_SECONDS,
      notify: true,
      ...(job.retries > 0 ? { deadLetter: DEAD_LETTERS } : {}),
    };
    await boss.createQueue(job.name, { ...settings, policy: job.policy === 'one_per_key' ? 'stately' : 'standard' });
    await boss.updateQueue(job.name, settings);
  }
}

/**
 * Adds jobs in the given transaction, or by itself. A keyed job that already waits is kept; if it is rung alone and for now, it is
 * brought forward to now, with the priority it is rung with.
 */
async function insert<Name extends JobName>(
  boss: PgBoss,
  db: BossDb | undefined,
  name: Name,
  payloads: readonly JobPayload<Name>[],
  options: EnqueueOptions = {},
): Promise<void> {
  const job = jobs[name];
  const connection = db === undefined ? {} : { db };
  const priority = options.priority === undefined ? {} : { priority: options.priority };
  const rows = payloads.map((payload) => {
    const data = job.payload.parse(payload);
    return {
      data,
      ...(job.policy === 'one_per_key' ? { singletonKey: options.key ?? Object.values(data).join(':') } : {}),
      ...(options.startAfter === undefined ? {} : { startAfter: options.startAfter }),
      ...priority,
    };
  });
  for (let from = 0; from < rows.length; from += INSERT_BATCH) {
    const added = await boss.insert(job.name, rows.slice(from, from + INSERT_BATCH), { ...connection, returnId: true });
    const [only] = rows;
    if (added !== null || rows.length > 1 || only?.singletonKey === undefined || only.startAfter !== undefined) continue;
    await boss.update(job.name, undefined, { ...connection, singletonKey: only.singletonKey, startAfter: 0, ...priority });
  }
}

/** Starts the job's lanes. A lane that worked looks again at once, so that a backlog is drained without waiting for a poll. */
async function startLanes<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handler: JobHandlers[Name],
  draining: AbortSignal,
  log: Log,
): Promise<void> {
  const job = jobs[name];
  for (let n = 0; n < job.concurrency; n += 1) {
    let lane: string | undefined;
    const settings = {
      batchSize: 1,
      perJobResults: true,
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: POLL_WITH_NOTIFY_SECONDS,
      heartbeatRefreshSeconds: HEARTBEAT_REFRESH_SECONDS,
    } as const;
    lane = await boss.work<unknown, unknown, typeof settings>(job.name, settings, async (batch) => {
      const results: JobResult[] = [];
      for (const { id, data, retryCount, signal } of batch) {
        const payload = job.payload.safeParse(data);
        if (!payload.success) {
          log.error({ event: 'job.malformed', job: job.name, jobId: id, err: payload.error });
          results.push({ id, status: 'deadletter', output: payload.error });
          continue;
        }
        try {
          await handler(payload.data as JobPayload<Name>, AbortSignal.any([signal, draining]));
          results.push({ id, status: 'completed' });
        } catch (error) {
          const event = retryCount < job.retries ? 'job.failed' : 'job.gave_up';
          log.error({ event, job: job.name, jobId: id, attempt: retryCount + 1, payload: payload.data, err: error });
          results.push({ id, status: 'failed', output: error });
        }
      }
      if (lane !== undefined) boss.notifyWorker(lane);
      return results;
    });
  }
}
