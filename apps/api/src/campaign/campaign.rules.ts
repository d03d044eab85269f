import { type CampaignStatus, LIVE_PHASES, type Phase } from '@dailies/schema';
import { WrongStatus } from './refusals.ts';

/** What a person may do with a campaign, from which statuses, and where each leads. */
const STEPS = {
  update: { from: { draft: 'draft', planned: 'draft' }, done: 'edited' },
  plan: { from: { draft: 'planned', planned: 'planned' }, done: 'planned' },
  exclude: { from: { planned: 'planned' }, done: 'changed cell by cell' },
  launch: { from: { planned: 'running' }, done: 'launched' },
  pause: { from: { running: 'paused' }, done: 'paused' },
  resume: { from: { paused: 'running' }, done: 'resumed' },
  cancel: { from: { draft: 'cancelled', planned: 'cancelled', running: 'cancelled', paused: 'cancelled' }, done: 'cancelled' },
  retry: { from: { running: 'running', paused: 'paused', completed: 'running' }, done: 'retried' },
  replan: {
    from: { draft: 'draft', planned: 'planned', paused: 'paused', completed: 'completed' },
    done: 'planned again onto another model',
  },
  prioritize: {
    from: { draft: 'draft', planned: 'planned', running: 'running', paused: 'paused' },
    done: 'put before or behind others',
  },
  complete: { from: { running: 'completed', paused: 'completed' }, done: 'completed' },
  archive: { from: { completed: 'archived', cancelled: 'archived' }, done: 'archived' },
} as const satisfies Record<string, { from: Partial<Record<CampaignStatus, CampaignStatus>>; done: string }>;

export type CampaignStep = keyof typeof STEPS;

/** The status a step leads to, or null where it is not open. */
export function statusAfter(step: CampaignStep, status: CampaignStatus): CampaignStatus | null {
  return (STEPS[step].from as Partial<Record<CampaignStatus, CampaignStatus>>)[status] ?? null;
}

/** The status a step leads to. Throws WrongStatus where it is not open. */
export function checkStep(step: CampaignStep, status: CampaignStatus): CampaignStatus {
  const next = statusAfter(step, status);
  if (next) return next;
  const open = Object.keys(STEPS[step].from).join(' or ');
  throw new WrongStatus(`This campaign is ${status}. It can be ${STEPS[step].done} only while it is ${open}.`, status);
}

/** Nothing about the campaign will change by itself any more: what still renders of a cancelled one keeps it open. */
export function hasEnded(status: CampaignStatus, liveVariants: number): boolean {
  return status === 'completed' || status === 'archived' || (status === 'cancelled' && liveVariants === 0);
}

/** Whether no cell waits for anything: neither to be sent, nor for its render's end, nor to be ended with its cancelled campaign. */
export function mayRest(counts: Readonly<Record<Phase, number>>): boolean {
  return counts.planned === 0 && LIVE_PHASES.every((phase) => counts[phase] === 0);
}
