import { z } from 'zod';

/**
 * The table of contents of all background work. A job carries ids; its handler reads the world again. Handlers are bound once, in
 * app/job-handlers.ts; a job without a handler does not compile.
 */
function defineJob<Payload extends z.ZodType>(job: {
  name: string;
  payload: Payload;
  /** `one_per_key`: at most one waiting and one running for each key. `many`: every enqueue is a job. */
  policy: 'many' | 'one_per_key';
  retries: number;
  expireSeconds: number;
  /** How many of this job one worker process runs side by side. */
  concurrency: number;
}): typeof job {
  return job;
}

const endpoint = z.object({ endpointId: z.string() });
const render = z.object({ renderId: z.string() });
const campaign = z.object({ campaignId: z.string() });

export const jobs = {
  /** Reads an uploaded prompt file into its campaign. */
  importPrompts: defineJob({
    name: 'import-prompts',
    payload: z.object({ importId: z.string() }),
    policy: 'many',
    retries: 3,
    expireSeconds: 600,
    concurrency: 1,
  }),
  /** Writes a large campaign's variants, and admits them once it is launched, chunk by chunk; resumable. */
  expandCampaign: defineJob({
    name: 'expand-campaign',
    payload: campaign,
    policy: 'one_per_key',
    retries: 10,
    expireSeconds: 300,
    concurrency: 2,
  }),
  /** Claims queued variants and submits them while the endpoint has room. */
  dispatchEndpoint: defineJob({
    name: 'dispatch-endpoint',
    payload: endpoint,
    policy: 'one_per_key',
    retries: 0,
    expireSeconds: 120,
    concurrency: 2,
  }),
  /** Makes our open renders agree with the provider. */
  reconcileEndpoint: defineJob({
    name: 'reconcile-endpoint',
    payload: endpoint,
    policy: 'one_per_key',
    retries: 0,
    expireSeconds: 120,
    concurrency: 2,
  }),
  /** Fetches an output, proves it whole and stores it with poster and sprite. Most lanes fetch while as many decode as there are processors. */
  storeOutput: defineJob({ name: 'store-output', payload: render, policy: 'one_per_key', retries: 5, expireSeconds: 900, concurrency: 6 }),
  /** Removes the provider's copy after the buffer period. */
  removeProviderCopy: defineJob({
    name: 'remove-provider-copy',
    payload: render,
    policy: 'many',
    retries: 8,
    expireSeconds: 120,
    concurrency: 2,
  }),
  /** Remembers the prompts of a launched campaign. */
  recordPrompts: defineJob({
    name: 'record-prompts',
    payload: campaign,
    policy: 'one_per_key',
    retries: 5,
    expireSeconds: 300,
    concurrency: 1,
  }),
  /** Ends the renders of a cancelled campaign that have not been sent. */
  cancelRenders: defineJob({
    name: 'cancel-renders',
    payload: campaign,
    policy: 'one_per_key',
    retries: 10,
    expireSeconds: 300,
    concurrency: 1,
  }),
  /** Hands clips to the cells that share another cell's render, or sends them back to the queue. */
  serveReuses: defineJob({
    name: 'serve-reuses',
    payload: z.object({}),
    policy: 'one_per_key',
    retries: 3,
    expireSeconds: 300,
    concurrency: 1,
  }),
} as const;

export type JobName = keyof typeof jobs;
export type Job<Name extends JobName> = (typeof jobs)[Name];
export type JobPayload<Name extends JobName> = z.infer<Job<Name>['payload']>;
