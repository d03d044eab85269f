/** One place in the sources: `find` stands there exactly once. */
export interface Edit {
  /** Below the repository's root. */
  file: string;
  find: string;
  replace: string;
}

/** A change that a proof makes to the product while a child process loads it; the files on disk stay as they are. */
export interface SourcePatch {
  title: string;
  edits: readonly Edit[];
}

const SUBMIT = 'apps/api/src/render/submit-render.ts';
const RENDERS = 'apps/api/src/render/render.store.ts';
const DISPATCH = 'apps/api/src/render/dispatch-endpoint.ts';
const CLAIM = 'apps/api/src/render/claim-variants.ts';
const FENCE = 'migrations/0009-endpoint-limits.ts';
const WORKER = 'apps/api/src/app/start-worker.ts';
const RULES = 'apps/api/src/render/render.rules.ts';
const RESOLVE = 'apps/api/src/render/resolve-ambiguous.ts';
const WIRE = 'apps/api/src/providers/videos-wire/videos-wire.ts';

/** The mark in a prompt at which a patched worker stands still. */
export const FREEZE_MARK = '((freeze))';
/** It stands still when so many of its sends have passed their fence: none holds a lock any more, and some would find a fresh connection. */
export const FROZEN_SENDS = 6;

/** The rules of the protocol, each taken out as a careless hand would, and the stops that a proof needs. */
export const SOURCE_PATCHES = {
  'rule-2': {
    title: 'Rule 2, write ahead: nothing is committed before the send',
    edits: [
      {
        file: SUBMIT,
        find: 'const fence = await commitFence(deps, intended, caps);',
        replace: 'let fence: Awaited<ReturnType<typeof commitFence>> = { epoch: 0, waitedMs: 0 };',
      },
      {
        file: SUBMIT,
        find: 'const step = stepAfterSend(outcome);',
        replace: `fence = await commitFence(deps, intended, caps);
          if (fence === 'busy' || 'heldBack' in fence) return 'not_ours';
          send.epoch = fence.epoch;
          const step = stepAfterSend(outcome);`,
      },
    ],
  },
  'rule-3': {
    title: 'Rule 3, one fence: the row is taken whatever its status is',
    edits: [{ file: FENCE, find: "where r.id = wanted and r.status = 'intended' and", replace: 'where r.id = wanted and' }],
  },
  'rule-5': {
    title: 'Rule 5, single flight: identical requests are sent side by side',
    edits: [
      {
        file: CLAIM,
        find: 'render_fingerprint(m.key, p.text, o.seconds, o.size), true,',
        replace: 'render_fingerprint(m.key, p.text, o.seconds, o.size), false,',
      },
      { file: RENDERS, find: ".distinctOn('r.fingerprint')", replace: ".distinctOn('r.id')" },
      { file: RENDERS, find: ".orderBy('r.fingerprint')", replace: ".orderBy('r.id')" },
    ],
  },
  'rule-6': {
    title: 'Rule 6, send budget: a send is made however late it is',
    edits: [
      { file: SUBMIT, find: 'if (elapsedMs > deps.timing.sendBudgetMs || signal.aborted) {', replace: 'if (elapsedMs < 0) {' },
      { file: SUBMIT, find: 'sendWithinMs: deps.timing.sendBudgetMs - elapsedMs,', replace: 'sendWithinMs: 600_000,' },
    ],
  },
  'rule-7': {
    title: 'Rule 7, one POST: repeated on faults and server errors, as the official SDK does',
    edits: [
      {
        file: WIRE,
        find: 'const sent = await sendOnce({',
        replace: `const sendAgain: typeof sendOnce = async (send) => {
          for (let tries = 1; ; tries += 1) {
            const seen = await sendOnce(send);
            const mayRepeat = seen.kind === 'fault' || seen.answer.status >= 500;
            if (!mayRepeat || tries === 3) return seen;
          }
        };
        const sent = await sendAgain({`,
      },
    ],
  },
  'rule-8': {
    title: 'Rule 8, the list decides: a doubtful send is simply made again',
    edits: [
      {
        file: RULES,
        find: "return { to: 'ambiguous', note: outcome.note, ...(outcome.trouble ? { trouble: outcome.trouble } : {}) };",
        replace: "return { to: 'intended', wait: 'render', note: outcome.note };",
      },
    ],
  },
  'rule-9': {
    title: 'Rule 9, quiet period: one look at the list is enough',
    edits: [
      { file: RESOLVE, find: 'if (render.ageMs < deps.timing.quietPeriodMs) return;', replace: '' },
      { file: RESOLVE, find: 'if (canProve && !isMissedEnough(render.missedCount + (isCounted ? 1 : 0))) return;', replace: '' },
    ],
  },
  'rule-10': {
    title: 'Rule 10, orphan sweep: nobody looks for what no render claims',
    edits: [{ file: WORKER, find: 'await sweepOrphans(deps, signal);', replace: 'void signal;' }],
  },
  'no-read-back': {
    title: 'Nothing is read back before the first send of a process',
    edits: [{ file: DISPATCH, find: 'if (!provider || !(await readBackOnce(deps, endpointId, provider, signal))) return;', replace: '' }],
  },
  'slow-to-fence': {
    title: 'A worker that takes its time between the list of what is to be sent and the fences, so that others have the same list',
    edits: [
      {
        file: DISPATCH,
        find: 'if (sends.length === 0 && claimed === 0) return;',
        replace: `if (sends.length === 0 && claimed === 0) return;
          if (sends.length > 0) await deps.clock.sleep(500);`,
      },
    ],
  },
  'freeze-after-fence': {
    title: 'A worker that stands still between its fences and the checks of their budgets, once',
    edits: [
      {
        file: SUBMIT,
        find: 'const elapsedMs = Math.max(',
        replace: `const stand = globalThis as { fenced?: number };
          if (send.prompt.includes('${FREEZE_MARK}') && (stand.fenced ?? 0) < ${FROZEN_SENDS}) {
            stand.fenced = (stand.fenced ?? 0) + 1;
            while (stand.fenced < ${FROZEN_SENDS}) await new Promise((resolve) => setTimeout(resolve, 1));
            if (stand.fenced === ${FROZEN_SENDS}) {
              stand.fenced += 1;
              process.kill(process.pid, 'SIGSTOP');
            }
          }
          const elapsedMs = Math.max(`,
      },
    ],
  },
} as const satisfies Record<string, SourcePatch>;

export type PatchName = keyof typeof SOURCE_PATCHES;

/** Whether it changes what a migration does, so that it has no effect on a database that is migrated already. */
export const patchesMigration = (name: PatchName): boolean => SOURCE_PATCHES[name].edits.some(({ file }) => file.startsWith('migrations/'));
