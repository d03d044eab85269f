import {
  answersAreLost,
  type Drill,
  requestsArriveLate,
  senderIsKilled,
  twinsArriveLate,
  workerFreezes,
  workersShareAJob,
} from './drills.ts';
import type { ControlRow, ProofOptions } from './promise.ts';
import { type PatchName, SOURCE_PATCHES } from './source-patches.ts';
import { describeEnds, type Judgement } from './witness.ts';

interface Control {
  patch: PatchName;
  /** Changes in both runs: later defences taken out that would make up for the rule, or the trouble made sure that it is there for. */
  beside?: readonly PatchName[];
  drill: Drill;
  harm: string;
  count: (judgement: Judgement) => number;
  /** Needs no quiet period, so that `npm test` can afford it. */
  isQuick?: boolean;
}

const paidTwice = { harm: 'paid twice', count: (judgement: Judgement) => judgement.paidTwice };

/** For each rule the trouble it is there for. */
const CONTROLS: readonly Control[] = [
  { patch: 'rule-2', beside: ['rule-10', 'no-read-back'], drill: senderIsKilled, ...paidTwice },
  { patch: 'rule-3', beside: ['slow-to-fence'], drill: workersShareAJob, ...paidTwice },
  { patch: 'rule-5', drill: twinsArriveLate, harm: 'parked without need', count: (judgement) => judgement.parked },
  { patch: 'rule-6', drill: workerFreezes, ...paidTwice },
  { patch: 'rule-7', drill: answersAreLost, ...paidTwice },
  { patch: 'rule-8', drill: answersAreLost, ...paidTwice, isQuick: true },
  { patch: 'rule-9', drill: requestsArriveLate('within the quiet period'), ...paidTwice },
  {
    patch: 'rule-10',
    drill: requestsArriveLate('after it'),
    harm: 'paid and shown nowhere',
    count: (judgement) => judgement.unseenOrphans,
  },
];

/** Runs each drill with the rule in place and with it taken out, both at once. */
export async function runControls({ seed, short, say }: ProofOptions, only?: readonly string[]): Promise<ControlRow[]> {
  const rows: ControlRow[] = [];
  for (const { patch, beside = [], drill, harm, count } of CONTROLS.filter((one) =>
    only ? only.includes(one.patch) : !short || one.isQuick,
  )) {
    const [kept, removed] = await Promise.all([drill({ seed, patches: beside }), drill({ seed, patches: [...beside, patch] })]);
    rows.push({ rule: SOURCE_PATCHES[patch].title, harm, withRule: count(kept), without: count(removed) });
    say(SOURCE_PATCHES[patch].title);
    say(`  with it: ${describeEnds(kept)}`);
    say(`  without: ${describeEnds(removed)}`);
  }
  return rows;
}

/** A control that shows no harm without its rule proves nothing, and harm with the rule breaks the promise. */
export function breachesOfControls(rows: readonly ControlRow[]): string[] {
  return rows.flatMap(({ rule, harm, withRule, without }) => [
    ...(withRule > 0 ? [`${rule}: ${harm} ${withRule} although the rule stands`] : []),
    ...(without === 0 ? [`${rule}: the drill shows no harm without it`] : []),
  ]);
}
