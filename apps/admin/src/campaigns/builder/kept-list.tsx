import type { Slots } from '@dailies/schema';
import { useMemo, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Segmented } from '../../ui/segmented.tsx';
import type { DraftPrompt, DraftPrompts } from './draft.ts';
import { KeptRow } from './kept-row.tsx';
import { compiledWords } from './lint-kept.ts';
import { LintSummary } from './linted-list.tsx';
import type { LintContext, LintedPrompt } from './linted-prompts.ts';
import { useKeptPrompts } from './use-kept-prompts.ts';
import { useLint } from './use-lint.ts';

const STEP_ROWS = 50;

interface KeptListProps {
  campaignId: string;
  prompts: DraftPrompts & { kind: 'kept' };
  template: Slots | null;
  lint: LintContext;
  onEdited: (prompts: DraftPrompts) => void;
}

type View = 'said' | 'all';

/** The prompts that the server holds, each edited or mended in place: those the rules say something of, or all. */
export function KeptList({ campaignId, prompts, template, lint, onEdited }: KeptListProps) {
  const { rows, replace } = useKeptPrompts(campaignId, prompts);
  const texts = useMemo(() => rows.map((row) => compiledWords(row, template)), [rows, template]);
  const linted = useLint(texts, lint);
  const said = useMemo(() => placesWithFindings(linted), [linted]);
  const [chosenView, setView] = useState<View | null>(null);
  const [shown, setShown] = useState(STEP_ROWS);
  const view = chosenView ?? (said.length > 0 && prompts.count > STEP_ROWS ? 'said' : 'all');
  const places = view === 'said' ? said : [...rows.keys()];
  const save = async (place: number, prompt: DraftPrompt): Promise<string | null> => {
    const refused = await replace(place, prompt);
    if (refused === null && place < prompts.sample.length)
      onEdited({ ...prompts, sample: prompts.sample.map((one, n) => (n === place ? prompt : one)) });
    return refused;
  };
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <LintSummary linted={linted} total={prompts.count} />
        {said.length > 0 && (
          <Segmented<View>
            label="Prompts shown"
            value={view}
            choices={[
              { value: 'said', word: `To look at ${formatCount(said.length)}` },
              { value: 'all', word: 'All' },
            ]}
            onChoose={setView}
          />
        )}
      </div>
      <ol aria-label="Prompts" tabIndex={0} className="max-h-96 overflow-y-auto rounded-md border bg-sunken">
        {places.slice(0, shown).map((place) => {
          const [row, found] = [rows[place], linted[place]];
          return (
            row && found && <KeptRow key={place} {...{ place, lint }} prompt={row} linted={found} onSave={(next) => save(place, next)} />
          );
        })}
        {places.length > shown && (
          <li className="px-2.5 py-1 pl-10">
            <Button size="small" look="quiet" onClick={() => setShown(shown + STEP_ROWS)}>
              Show {formatCount(Math.min(STEP_ROWS, places.length - shown))} more of {formatCount(places.length)}
            </Button>
          </li>
        )}
      </ol>
    </div>
  );
}

/** Prompts with findings: those that are rejected first, each group in order. */
function placesWithFindings(linted: readonly LintedPrompt[]): number[] {
  const isRejected = ({ findings }: LintedPrompt) => findings.some(({ severity }) => severity === 'reject');
  const said = [...linted.entries()].filter(([, { findings }]) => findings.length > 0);
  return [...said.filter(([, one]) => isRejected(one)), ...said.filter(([, one]) => !isRejected(one))].map(([place]) => place);
}
